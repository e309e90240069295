//! The fonts of a report, and text shaped with them. Letters that none of them has are drawn as
//! an empty box and still carry their text, so that nothing is lost to search and copy.

use crate::ReportError;
use printpdf::FontId;
use rustybuzz::ttf_parser::GlyphId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A style of text.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Style {
    /// Inter 400.
    Regular,
    /// Inter 500.
    Medium,
    /// Inter 600.
    Strong,
    /// JetBrains Mono 400, for hashes, hosts and ids.
    Mono,
}

impl Style {
    const ALL: [Self; 4] = [Self::Regular, Self::Medium, Self::Strong, Self::Mono];
}

/// One font file.
pub struct Face {
    /// Its bytes.
    pub data: &'static [u8],
    /// What the document calls it: six capitals, as subsets are tagged (ISO 32000-2, 9.9.2).
    pub id: FontId,
    /// Its own name, behind the tag.
    pub name: &'static str,
    shaper: rustybuzz::Face<'static>,
    em: f32,
}

/// A glyph of shaped text; measures in ems.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// Which face.
    pub face: usize,
    /// Its number in the face.
    pub number: u16,
    /// How far the pen moves.
    pub advance: f32,
    /// Its width as the document states it, in thousandths.
    pub width: f32,
    /// How far it stands from the pen.
    pub offset: (f32, f32),
    /// The text it stands for; empty for the later glyphs of a cluster.
    pub text: String,
}

/// Shaped text.
#[derive(Debug)]
pub struct Shaped {
    /// Its glyphs, left to right.
    pub glyphs: Vec<Glyph>,
    /// Its width in ems.
    pub width: f32,
}

/// The fonts of a report.
pub struct Fonts {
    /// One face for each style, in their order.
    pub faces: Vec<Face>,
    shaped: RefCell<HashMap<(Style, String), Rc<Shaped>>>,
}

impl Fonts {
    /// The fonts we ship.
    ///
    /// # Errors
    /// When a font file is not one.
    pub fn shipped() -> Result<Self, ReportError> {
        const FILES: [(&str, &str, &[u8]); 4] = [
            ("CVTRGA", "Inter-Regular", include_bytes!("../../../../assets/fonts/Inter-Regular.otf")),
            ("CVTMDB", "Inter-Medium", include_bytes!("../../../../assets/fonts/Inter-Medium.otf")),
            ("CVTSBC", "Inter-SemiBold", include_bytes!("../../../../assets/fonts/Inter-SemiBold.otf")),
            ("CVTMND", "JetBrainsMono-Regular", include_bytes!("../../../../assets/fonts/JetBrainsMono-Regular.ttf")),
        ];
        let faces = FILES
            .into_iter()
            .map(|(id, name, data)| {
                let shaper = rustybuzz::Face::from_slice(data, 0).ok_or(ReportError::Font(name))?;
                let em = shaper.units_per_em() as f32;
                Ok(Face { data, id: FontId(id.to_owned()), name, shaper, em })
            })
            .collect::<Result<_, ReportError>>()?;
        Ok(Self { faces, shaped: RefCell::default() })
    }

    /// Shapes a run of text; letters the style's face lacks come from another that has them.
    pub fn shape(&self, style: Style, text: &str) -> Rc<Shaped> {
        let key = (style, text.to_owned());
        if let Some(known) = self.shaped.borrow().get(&key) {
            return known.clone();
        }
        let mut runs: Vec<(usize, String)> = Vec::new();
        for letter in text.chars().filter(|letter| !letter.is_control()) {
            let face = self.face_for(style, letter, runs.last().map(|(face, _)| *face));
            match runs.last_mut() {
                Some((last, run)) if *last == face => run.push(letter),
                _ => runs.push((face, letter.to_string())),
            }
        }
        let mut shaped = Shaped { glyphs: Vec::new(), width: 0.0 };
        for (face, run) in runs {
            self.shape_run(face, &run, &mut shaped);
        }
        let shaped = Rc::new(shaped);
        self.shaped.borrow_mut().insert(key, shaped.clone());
        shaped
    }

    /// The width of a text, in points.
    pub fn width(&self, style: Style, text: &str, size: f32) -> f32 {
        self.shape(style, text).width * size
    }

    fn face_for(&self, style: Style, letter: char, before: Option<usize>) -> usize {
        let own = style as usize;
        let has = |face: usize| self.faces[face].shaper.glyph_index(letter).is_some();
        // marks stay with the letter they stand on
        if let Some(before) = before.filter(|_| ('\u{300}'..='\u{36f}').contains(&letter)) {
            return before;
        }
        if has(own) {
            own
        } else {
            Style::ALL.iter().map(|style| *style as usize).find(|face| has(*face)).unwrap_or(own)
        }
    }

    fn shape_run(&self, number: usize, run: &str, out: &mut Shaped) {
        let face = &self.faces[number];
        let mut buffer = rustybuzz::UnicodeBuffer::new();
        buffer.push_str(run);
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
        buffer.guess_segment_properties();
        let tabular = rustybuzz::Feature::new(rustybuzz::ttf_parser::Tag::from_bytes(b"tnum"), 1, ..);
        // contextual forms would give one glyph several texts
        let plain = rustybuzz::Feature::new(rustybuzz::ttf_parser::Tag::from_bytes(b"calt"), 0, ..);
        let shaped = rustybuzz::shape(&face.shaper, &[tabular, plain], buffer);
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut told: Option<usize> = None;
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let start = info.cluster as usize;
            let end = starts.iter().copied().find(|next| *next > start).unwrap_or(run.len());
            let text = if told == Some(start) { String::new() } else { run[start..end].to_owned() };
            told = Some(start);
            let number_in_face = info.glyph_id as u16;
            let width = f32::from(face.shaper.glyph_hor_advance(GlyphId(number_in_face)).unwrap_or(0));
            let advance = place.x_advance as f32 / face.em;
            out.width += advance;
            out.glyphs.push(Glyph {
                face: number,
                number: number_in_face,
                advance,
                // the document's table of widths holds whole thousandths, cut off
                width: (width * 1000.0 / face.em).trunc(),
                offset: (place.x_offset as f32 / face.em, place.y_offset as f32 / face.em),
                text,
            });
        }
    }
}
