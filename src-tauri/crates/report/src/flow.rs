//! Laying text and tables out on pages: a cursor that moves down, breaks pages, keeps headings
//! with what follows, and repeats the heads of tables.

use crate::canvas::{Canvas, Heading};
use crate::font::{Fonts, Style};
use crate::look::*;
use crate::wrap::{Line, Span, span, wrap};

/// A document being laid out.
pub struct Flow<'f> {
    /// What is drawn on.
    pub canvas: Canvas<'f>,
    /// How far down the page the cursor stands.
    pub y: f32,
    /// Where the last heading or caption ended: what begins there belongs to it.
    headed: Option<f32>,
}

/// A column of a table.
pub struct Column {
    /// Its head.
    pub head: &'static str,
    /// Its width in points.
    pub width: f32,
    /// Numbers stand right, words left.
    pub right: bool,
}

/// A cell of a table.
pub type Cell = Vec<Span>;

/// Room that a caption takes with the head of its table and a row or two: less is a caption alone at
/// the foot of a page.
pub const OF_A_TABLE: f32 = 90.0;

/// How much a sub-title takes: the gap above it, its line and the gap below.
pub const SUB: f32 = 31.0;

/// A table that high is not broken if that can be helped.
const SMALL_TABLE: f32 = 150.0;

/// Space between columns.
const GUTTER: f32 = 8.0;

/// A column of words.
pub fn words(head: &'static str, width: f32) -> Column {
    Column { head, width, right: false }
}

/// A column of numbers.
pub fn numbers(head: &'static str, width: f32) -> Column {
    Column { head, width, right: true }
}

/// A cell of ordinary text.
pub fn cell(text: impl Into<String>) -> Cell {
    vec![span(text, Style::Regular, INK)]
}

/// A cell of secondary text.
pub fn quiet(text: impl Into<String>) -> Cell {
    vec![span(text, Style::Regular, INK2)]
}

/// A cell of an id, a host or a hash.
pub fn mono(text: impl Into<String>) -> Cell {
    vec![span(text, Style::Mono, INK)]
}

/// A cell in a colour of its own.
pub fn coloured(text: impl Into<String>, colour: Colour) -> Cell {
    vec![span(text, Style::Medium, colour)]
}

impl<'f> Flow<'f> {
    /// A document without a page.
    pub fn new(fonts: &'f Fonts) -> Self {
        Self { canvas: Canvas::new(fonts), y: TOP, headed: None }
    }

    /// Goes on at the top of a new page.
    pub fn page(&mut self) {
        self.canvas.add_page();
        self.y = TOP;
    }

    /// Sees to it that so much room is left, on a new page if need be.
    pub fn room(&mut self, height: f32) {
        if self.left() < height {
            self.page();
        }
    }

    /// Room left on the page.
    pub fn left(&self) -> f32 {
        HEIGHT - BOTTOM - self.y
    }

    /// Moves down.
    pub fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// A section's title with its number, with at least `keep` of what follows.
    pub fn section(&mut self, number: u32, title: &str, keep: f32) {
        if self.canvas.pages.is_empty() || self.left() < keep + 60.0 {
            self.page();
        } else if self.y > TOP + 1.0 {
            self.gap(26.0);
        }
        self.note_heading(1, &format!("{number} {title}"));
        let heading = self.canvas.element(0, "H1");
        let number = span(format!("{number}  "), Style::Regular, INK3);
        self.lines(heading, &[number, span(title, Style::Strong, INK)], LEFT, COLUMN, 17.0, 24.0);
        self.gap(6.0);
        self.headed = Some(self.y);
    }

    /// A sub-title, with at least `keep` of what follows.
    pub fn sub(&mut self, title: &str, keep: f32) {
        if self.left() < keep + 34.0 {
            self.page();
        } else if self.y > TOP + 1.0 {
            self.gap(12.0);
        }
        self.note_heading(2, title);
        let heading = self.canvas.element(0, "H2");
        self.lines(heading, &[span(title, Style::Strong, INK)], LEFT, COLUMN, 10.5, 16.0);
        self.gap(3.0);
        self.headed = Some(self.y);
    }

    fn note_heading(&mut self, level: usize, title: &str) {
        let (page, top) = (self.canvas.page(), self.y);
        self.canvas.headings.push(Heading { level, title: title.to_owned(), page, top });
    }

    /// A lead sentence.
    pub fn lead(&mut self, spans: &[Span]) {
        let paragraph = self.canvas.element(0, "P");
        self.lines(paragraph, spans, LEFT, 420.0, 10.5, 15.6);
        self.gap(8.0);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, spans: &[Span]) {
        let paragraph = self.canvas.element(0, "P");
        self.lines(paragraph, spans, LEFT, 420.0, TEXT, LEADING);
        self.gap(5.0);
    }

    /// A line of sources or captions.
    pub fn caption(&mut self, text: impl Into<String>) {
        let paragraph = self.canvas.element(0, "P");
        self.lines(paragraph, &[span(text, Style::Regular, INK3)], LEFT, COLUMN, SMALL, SMALL_LEADING);
        self.gap(4.0);
        self.headed = Some(self.y);
    }

    /// How much a caption takes.
    pub fn caption_height(&self, text: &str) -> f32 {
        let lines = wrap(self.canvas.fonts, &[span(text, Style::Regular, INK3)], SMALL, COLUMN);
        lines.len() as f32 * SMALL_LEADING + 4.0
    }

    /// Says that there is nothing, and why.
    pub fn not_assessed(&mut self, why: impl Into<String>) {
        let spans = [span("Not assessed. ", Style::Medium, UNVERIFIED), span(why, Style::Regular, INK2)];
        self.paragraph(&spans);
    }

    /// Text in a column of its own, breaking pages; the cursor moves below it.
    pub fn lines(&mut self, element: usize, spans: &[Span], x: f32, width: f32, size: f32, leading: f32) {
        let lines = wrap(self.canvas.fonts, spans, size, width);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let fit = (self.left() / leading).floor() as usize;
            // neither one line alone at the foot, nor one alone at the head
            let take = match fit {
                fit if fit >= rest.len() => rest.len(),
                fit if fit + 1 == rest.len() && rest.len() > 2 => fit.saturating_sub(1),
                fit => fit,
            };
            if take < 2.min(rest.len()) {
                self.page();
                continue;
            }
            let top = self.y;
            self.canvas.marked(element, |canvas| {
                for (place, line) in rest[..take].iter().enumerate() {
                    let y = top + place as f32 * leading;
                    canvas.line_of_text(line, x, baseline(y, size, leading), size);
                }
            });
            self.y += take as f32 * leading;
            rest = &rest[take..];
            if !rest.is_empty() {
                self.page();
            }
        }
    }

    /// Text at a place, in one line, without moving the cursor; returns its width.
    pub fn put(&mut self, parent: usize, kind: &'static str, spans: &[Span], at: (f32, f32), size: f32) -> f32 {
        let element = self.canvas.element(parent, kind);
        let line = single(self.canvas.fonts, spans, size);
        let width = line.width;
        self.canvas.marked(element, |canvas| canvas.line_of_text(&line, at.0, at.1, size));
        width
    }

    /// Text at a place, wrapped, without moving the cursor; returns how high it is.
    pub fn block(&mut self, spans: &[Span], at: (f32, f32), width: f32, size: f32, leading: f32) -> f32 {
        let element = self.canvas.element(0, "P");
        let lines = wrap(self.canvas.fonts, spans, size, width);
        self.canvas.marked(element, |canvas| {
            for (place, line) in lines.iter().enumerate() {
                let y = at.1 + place as f32 * leading;
                canvas.line_of_text(line, at.0, baseline(y, size, leading), size);
            }
        });
        lines.len() as f32 * leading
    }

    /// A rule over the whole column.
    pub fn rule(&mut self, colour: Colour, thickness: f32) {
        let y = self.y;
        self.canvas.artifact(|canvas| canvas.stroke(colour, thickness, &[(LEFT, y), (LEFT + COLUMN, y)]));
    }

    /// A table. Rows are kept whole, a small table too where nothing above belongs to it; the last
    /// row never stands alone; the head is repeated on each page.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<Cell>]) {
        let table = self.canvas.element(0, "Table");
        let laid: Vec<Vec<Vec<Line>>> = rows.iter().map(|row| self.laid(columns, row)).collect();
        let height = |row: &Vec<Vec<Line>>| row.iter().map(Vec::len).max().unwrap_or(1).max(1) as f32 * LEADING + 8.0;
        let whole = 27.0 + laid.iter().map(height).sum::<f32>();
        let first = 24.0 + laid.iter().take(2).map(height).sum::<f32>();
        self.room(if whole <= SMALL_TABLE && self.headed != Some(self.y) { whole } else { first });
        self.head(columns, Some(table));
        let body = self.canvas.element(table, "TBody");
        for (place, row) in laid.iter().enumerate() {
            let last = laid.get(place + 1).filter(|_| place > 0 && place + 2 == laid.len());
            if self.left() < height(row) + last.map_or(0.0, height) {
                self.rule(CONTROL, 0.75);
                self.continued();
                self.page();
                self.head(columns, None);
            }
            let element = self.canvas.element(body, "TR");
            let mut x = LEFT;
            for (column, lines) in columns.iter().zip(row) {
                let cell = self.canvas.element(element, "TD");
                let (top, inner) = (self.y + 4.0, column.width - GUTTER);
                self.canvas.marked(cell, |canvas| {
                    for (place, line) in lines.iter().enumerate() {
                        let x = if column.right { x + inner - line.width } else { x };
                        let y = baseline(top + place as f32 * LEADING, TEXT, LEADING);
                        canvas.line_of_text(line, x, y, TEXT);
                    }
                });
                x += column.width;
            }
            self.y += height(row);
            self.rule(LINE, 0.5);
        }
        self.rule(CONTROL, 0.75);
        self.gap(8.0);
    }

    fn laid(&self, columns: &[Column], row: &[Cell]) -> Vec<Vec<Line>> {
        columns
            .iter()
            .zip(row)
            .map(|(column, cell)| wrap(self.canvas.fonts, cell, TEXT, column.width - GUTTER))
            .collect()
    }

    /// The head of a table; where it is repeated it means nothing new.
    fn head(&mut self, columns: &[Column], table: Option<usize>) {
        let y = self.y;
        let baseline = baseline(y + 3.0, SMALL, SMALL_LEADING);
        let row = table.map(|table| {
            let head = self.canvas.element(table, "THead");
            self.canvas.element(head, "TR")
        });
        let mut x = LEFT;
        for column in columns {
            let line = single(self.canvas.fonts, &[span(column.head, Style::Medium, INK3)], SMALL);
            let at = if column.right { x + column.width - GUTTER - line.width } else { x };
            let draw = |canvas: &mut Canvas<'f>| canvas.line_of_text(&line, at, baseline, SMALL);
            match row {
                Some(row) => {
                    let cell = self.canvas.element(row, "TH");
                    self.canvas.marked(cell, draw);
                }
                None => self.canvas.artifact(draw),
            }
            x += column.width;
        }
        self.y += 19.0;
        self.rule(CONTROL, 0.75);
    }

    fn continued(&mut self) {
        let next = self.canvas.pages.len() + 1;
        let words = span(format!("continued on page {next}"), Style::Regular, INK3);
        let line = single(self.canvas.fonts, &[words], TINY);
        let (x, y) = (LEFT + COLUMN - line.width, self.y + 11.0);
        self.canvas.artifact(|canvas| canvas.line_of_text(&line, x, y, TINY));
    }

    /// Label and value, one pair a line.
    pub fn pairs(&mut self, pairs: &[(&str, Cell)], label_width: f32) {
        let list = self.canvas.element(0, "L");
        for (label, value) in pairs {
            let lines = wrap(self.canvas.fonts, value, TEXT, COLUMN - label_width);
            let height = lines.len().max(1) as f32 * LEADING + 3.0;
            self.room(height);
            let item = self.canvas.element(list, "LI");
            let y = self.y;
            self.put(item, "Lbl", &[span(*label, Style::Regular, INK3)], (LEFT, baseline(y, TEXT, LEADING)), TEXT);
            let body = self.canvas.element(item, "LBody");
            self.canvas.marked(body, |canvas| {
                for (place, line) in lines.iter().enumerate() {
                    let y = baseline(y + place as f32 * LEADING, TEXT, LEADING);
                    canvas.line_of_text(line, LEFT + label_width, y, TEXT);
                }
            });
            self.y += height;
        }
        self.gap(4.0);
    }
}

/// Where the baseline of a line stands whose top is `y`.
pub fn baseline(y: f32, size: f32, leading: f32) -> f32 {
    y + leading / 2.0 + size * 0.36
}

/// Text in one line.
pub fn single(fonts: &Fonts, spans: &[Span], size: f32) -> Line {
    let mut line = Line::default();
    for span in spans {
        let shaped = fonts.shape(span.style, &span.text);
        line.width += shaped.width * size;
        line.pieces.push(crate::wrap::Piece { shaped, colour: span.colour });
    }
    line
}
