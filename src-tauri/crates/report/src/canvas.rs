//! Pages to draw on, and the tree of what the marks mean (tagged PDF, ISO 32000-2, 14.8).
//! Measures are points from the top left; nothing is laid out here.

use crate::font::{Fonts, Glyph};
use crate::look::{Colour, HEIGHT};
use crate::wrap::{Line, Piece};
use printpdf::{
    Codepoint, Color, DictItem, Line as Stroke, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Point,
    Polygon, PolygonRing, Pt, Rgb, TextItem, TextMatrix, WindingOrder,
};
use std::collections::{BTreeMap, HashMap};

/// A document being drawn.
pub struct Canvas<'f> {
    /// Its fonts.
    pub fonts: &'f Fonts,
    /// Its pages so far.
    pub pages: Vec<Page>,
    /// What the marks mean; the first is the document.
    pub tree: Vec<Element>,
    /// Headings, for the outline.
    pub headings: Vec<Heading>,
    /// The text that each glyph of each face stands for; the first seen counts.
    meaning: HashMap<(usize, u16), String>,
    page: usize,
}

/// A page.
#[derive(Default)]
pub struct Page {
    /// What is drawn.
    pub ops: Vec<Op>,
    /// The element of each marked content, by its number.
    pub marked: Vec<usize>,
}

/// An element of the tree.
pub struct Element {
    /// Its type: `P`, `Table`, `Figure` …
    pub kind: &'static str,
    /// What it holds, in reading order.
    pub holds: Vec<Held>,
    /// Its parent; the document is its own.
    pub parent: usize,
    /// Words in place of a figure.
    pub alt: Option<String>,
    /// The page it begins on.
    pub page: usize,
}

/// What an element holds.
pub enum Held {
    /// Another element.
    Element(usize),
    /// Marked content of a page, by number.
    Marks(usize, i64),
}

/// A heading.
pub struct Heading {
    /// 1 for a section, 2 below it.
    pub level: usize,
    /// Its words.
    pub title: String,
    /// The page it stands on, from 0.
    pub page: usize,
    /// Where on the page.
    pub top: f32,
}

impl<'f> Canvas<'f> {
    /// A document without a page.
    pub fn new(fonts: &'f Fonts) -> Self {
        let document = Element { kind: "Document", holds: Vec::new(), parent: 0, alt: None, page: 0 };
        Self { fonts, pages: Vec::new(), tree: vec![document], headings: Vec::new(), meaning: HashMap::new(), page: 0 }
    }

    /// Adds a page and draws on it from now on.
    pub fn add_page(&mut self) {
        self.pages.push(Page::default());
        self.page = self.pages.len() - 1;
    }

    /// Draws on an earlier page from now on.
    pub fn turn_to(&mut self, page: usize) {
        self.page = page;
    }

    /// The page drawn on.
    pub fn page(&self) -> usize {
        self.page
    }

    /// Adds an element below another.
    pub fn element(&mut self, parent: usize, kind: &'static str) -> usize {
        let element = self.tree.len();
        self.tree.push(Element { kind, holds: Vec::new(), parent, alt: None, page: self.page });
        self.tree[parent].holds.push(Held::Element(element));
        element
    }

    /// Draws what belongs to an element.
    pub fn marked(&mut self, element: usize, draw: impl FnOnce(&mut Self)) {
        let page = self.page;
        let number = self.pages[page].marked.len() as i64;
        self.pages[page].marked.push(element);
        if self.tree[element].holds.is_empty() {
            self.tree[element].page = page;
        }
        self.tree[element].holds.push(Held::Marks(page, number));
        let properties = dictionary([("MCID", DictItem::Int(number))]);
        self.op(Op::BeginMarkedContentWithProperties { tag: self.tree[element].kind.to_owned(), properties });
        draw(self);
        self.op(Op::EndMarkedContent);
    }

    /// Draws what means nothing: lines, heads, feet.
    pub fn artifact(&mut self, draw: impl FnOnce(&mut Self)) {
        self.op(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
        draw(self);
        self.op(Op::EndMarkedContent);
    }

    /// Draws a figure with words in its place; text in it stays text.
    pub fn figure(&mut self, parent: usize, alt: impl Into<String>, draw: impl FnOnce(&mut Self)) {
        let figure = self.element(parent, "Figure");
        self.tree[figure].alt = Some(alt.into());
        self.marked(figure, draw);
    }

    /// Draws a line of text with its baseline at `y`.
    pub fn line_of_text(&mut self, line: &Line, x: f32, y: f32, size: f32) {
        let mut x = x;
        for piece in &line.pieces {
            self.piece(piece, x, y, size);
            x += piece.shaped.width * size;
        }
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, colour: Colour, x: f32, y: f32, width: f32, height: f32) {
        self.shape(colour, &[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]);
    }

    /// Fills a polygon.
    pub fn shape(&mut self, colour: Colour, corners: &[(f32, f32)]) {
        self.op(Op::SetFillColor { col: colour.pdf() });
        self.polygon(corners.iter().map(|corner| point(*corner, false)).collect(), PaintMode::Fill);
    }

    /// Fills a circle.
    pub fn disc(&mut self, colour: Colour, centre: (f32, f32), radius: f32) {
        self.op(Op::SetFillColor { col: colour.pdf() });
        self.polygon(circle(centre, radius), PaintMode::Fill);
    }

    /// Draws a circle's edge, dashed or not.
    pub fn ring(&mut self, colour: Colour, centre: (f32, f32), radius: f32, thickness: f32, dashed: bool) {
        self.pen(colour, thickness, dashed.then_some((3.0, 2.2)));
        self.polygon(circle(centre, radius), PaintMode::Stroke);
        self.solid();
    }

    /// Draws a rectangle's edge, dashed or not.
    pub fn frame(&mut self, colour: Colour, at: (f32, f32), size: (f32, f32), thickness: f32, dashed: bool) {
        let ((x, y), (width, height)) = (at, size);
        self.pen(colour, thickness, dashed.then_some((4.0, 3.0)));
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        self.polygon(corners.iter().map(|corner| point(*corner, false)).collect(), PaintMode::Stroke);
        self.solid();
    }

    /// Draws a stroke through points.
    pub fn stroke(&mut self, colour: Colour, thickness: f32, points: &[(f32, f32)]) {
        self.pen(colour, thickness, None);
        let points = points.iter().map(|place| point(*place, false)).collect();
        self.op(Op::DrawLine { line: Stroke { points, is_closed: false } });
    }

    /// Draws a dashed stroke.
    pub fn dashes(&mut self, colour: Colour, thickness: f32, from: (f32, f32), to: (f32, f32)) {
        self.pen(colour, thickness, Some((3.0, 2.2)));
        let points = [from, to].iter().map(|place| point(*place, false)).collect();
        self.op(Op::DrawLine { line: Stroke { points, is_closed: false } });
        self.solid();
    }

    /// Hatches a rectangle with thin lines at 45 degrees.
    pub fn hatch(&mut self, colour: Colour, x: f32, y: f32, width: f32, height: f32) {
        self.pen(colour, 0.55, None);
        let mut along = 1.5;
        while along < width + height {
            // each line runs up to the right, cut off at the rectangle's edges
            let (x1, y1) = if along <= height { (x, y + along) } else { (x + along - height, y + height) };
            let (x2, y2) = if along <= width { (x + along, y) } else { (x + width, y + along - width) };
            let points = vec![point((x1, y1), false), point((x2, y2), false)];
            self.op(Op::DrawLine { line: Stroke { points, is_closed: false } });
            along += 2.1;
        }
    }

    fn op(&mut self, op: Op) {
        let page = self.page;
        if let Some(page) = self.pages.get_mut(page) {
            page.ops.push(op);
        }
    }

    fn pen(&mut self, colour: Colour, thickness: f32, dash: Option<(f32, f32)>) {
        self.op(Op::SetOutlineColor { col: colour.pdf() });
        self.op(Op::SetOutlineThickness { pt: Pt(thickness) });
        if let Some((dash, gap)) = dash {
            let dash = LineDashPattern { pattern: [dash, gap].into_iter().collect(), ..LineDashPattern::default() };
            self.op(Op::SetLineDashPattern { dash });
        }
    }

    fn solid(&mut self) {
        self.op(Op::SetLineDashPattern { dash: LineDashPattern::default() });
    }

    fn polygon(&mut self, points: Vec<LinePoint>, mode: PaintMode) {
        let polygon = Polygon { rings: vec![PolygonRing { points }], mode, winding_order: WindingOrder::NonZero };
        self.op(Op::DrawPolygon { polygon });
    }

    /// Draws glyphs run by run: a run is of one face, without displaced glyphs, and each glyph
    /// stands for the text the document's font says it does.
    fn piece(&mut self, piece: &Piece, x: f32, y: f32, size: f32) {
        self.op(Op::SetFillColor { col: piece.colour.pdf() });
        let mut pen = x;
        let mut run: Vec<Codepoint> = Vec::new();
        let mut begun: Option<(usize, f32)> = None;
        for glyph in &piece.shaped.glyphs {
            let alone = !self.means(glyph) || glyph.offset != (0.0, 0.0);
            if let Some((face, at)) = begun
                && (alone || face != glyph.face)
            {
                self.show(face, at, y, size, std::mem::take(&mut run));
                begun = None;
            }
            if alone {
                let (dx, dy) = glyph.offset;
                let (at, baseline) = (pen + dx * size, y - dy * size);
                let single = vec![self.codepoint(glyph, false)];
                if self.means(glyph) {
                    self.show(glyph.face, at, baseline, size, single);
                } else {
                    let text = DictItem::String { data: utf16(&glyph.text), literal: false };
                    let properties = dictionary([("ActualText", text)]);
                    self.op(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
                    self.show(glyph.face, at, baseline, size, single);
                    self.op(Op::EndMarkedContent);
                }
            } else {
                begun.get_or_insert((glyph.face, pen));
                run.push(self.codepoint(glyph, true));
            }
            pen += glyph.advance * size;
        }
        if let Some((face, at)) = begun {
            self.show(face, at, y, size, run);
        }
    }

    /// Does the glyph stand for its text in this document? The first text seen counts; the box
    /// for letters no font has never stands for one.
    fn means(&mut self, glyph: &Glyph) -> bool {
        if glyph.number == 0 {
            return false;
        }
        let known = self.meaning.entry((glyph.face, glyph.number)).or_insert_with(|| glyph.text.clone());
        *known == glyph.text
    }

    fn codepoint(&self, glyph: &Glyph, moves: bool) -> Codepoint {
        // the number after a glyph takes away from where its width would bring the pen
        let offset = glyph.width - glyph.advance * 1000.0;
        let offset = if !moves || offset.abs() < 0.01 { 0.0 } else { offset };
        let meaning = self.meaning.get(&(glyph.face, glyph.number)).cloned().unwrap_or_default();
        Codepoint { gid: glyph.number, offset, cid: Some(meaning) }
    }

    fn show(&mut self, face: usize, x: f32, y: f32, size: f32, glyphs: Vec<Codepoint>) {
        let font = PdfFontHandle::External(self.fonts.faces[face].id.clone());
        self.op(Op::StartTextSection);
        self.op(Op::SetFont { font, size: Pt(size) });
        self.op(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(HEIGHT - y)) });
        self.op(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        self.op(Op::EndTextSection);
    }
}

impl Colour {
    fn pdf(self) -> Color {
        let part = |part: u8| f32::from(part) / 255.0;
        Color::Rgb(Rgb::new(part(self.0), part(self.1), part(self.2), None))
    }
}

/// UTF-16 with its byte-order mark, as text strings are written (ISO 32000-2, 7.9.2.2).
pub fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

fn dictionary<const N: usize>(entries: [(&str, DictItem); N]) -> DictItem {
    let map: BTreeMap<String, DictItem> = entries.into_iter().map(|(key, item)| (key.to_owned(), item)).collect();
    DictItem::Dict { map }
}

fn point((x, y): (f32, f32), bezier: bool) -> LinePoint {
    LinePoint { p: Point { x: Pt(x), y: Pt(HEIGHT - y) }, bezier }
}

/// A circle as four Bézier curves.
fn circle((x, y): (f32, f32), r: f32) -> Vec<LinePoint> {
    const KAPPA: f32 = 0.5523;
    let k = r * KAPPA;
    [
        ((x + r, y), false),
        ((x + r, y + k), true),
        ((x + k, y + r), true),
        ((x, y + r), false),
        ((x - k, y + r), true),
        ((x - r, y + k), true),
        ((x - r, y), false),
        ((x - r, y - k), true),
        ((x - k, y - r), true),
        ((x, y - r), false),
        ((x + k, y - r), true),
        ((x + r, y - k), true),
        ((x + r, y), false),
    ]
    .into_iter()
    .map(|(place, bezier)| point(place, bezier))
    .collect()
}
