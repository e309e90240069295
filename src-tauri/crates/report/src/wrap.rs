//! Breaking text into lines (Unicode Standard Annex 14). A word wider than the line is broken
//! where it must be.

use crate::font::{Fonts, Shaped, Style};
use crate::look::Colour;
use std::rc::Rc;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Text of one style and colour.
#[derive(Clone, Debug)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its style.
    pub style: Style,
    /// Its colour.
    pub colour: Colour,
}

/// Shaped text of one colour.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The text, shaped.
    pub shaped: Rc<Shaped>,
    /// Its colour.
    pub colour: Colour,
}

/// A line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its pieces, left to right.
    pub pieces: Vec<Piece>,
    /// Its width in points.
    pub width: f32,
}

/// Text of one style and colour.
pub fn span(text: impl Into<String>, style: Style, colour: Colour) -> Span {
    Span { text: text.into(), style, colour }
}

/// Breaks spans of one size into lines of at most that width, in points.
pub fn wrap(fonts: &Fonts, spans: &[Span], size: f32, width: f32) -> Vec<Line> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    let measured =
        |from: usize, to: usize| line(fonts, spans, size, from, from + text[from..to].trim_end().len()).width;
    let breaks = linebreaks(&text).filter(|(place, _)| !in_a_date(&text, *place));
    for (place, opportunity) in breaks {
        if end > start && measured(start, place) > width {
            lines.push((start, end));
            start = end;
        }
        end = place;
        while measured(start, end) > width {
            let cut = forced(fonts, spans, size, width, &text, start, end);
            if cut >= end {
                break;
            }
            lines.push((start, cut));
            start = cut;
        }
        if opportunity == BreakOpportunity::Mandatory {
            lines.push((start, end));
            start = end;
        }
    }
    if start < text.len() {
        lines.push((start, text.len()));
    }
    lines.into_iter().map(|(from, to)| line(fonts, spans, size, from, from + text[from..to].trim_end().len())).collect()
}

/// Is this place inside a day as [`caveat_core::text::day`] writes it (“12 Feb 2027”)? It is one
/// word to a reader.
fn in_a_date(text: &str, place: usize) -> bool {
    let (before, after) = text.split_at(place);
    let Some(before) = before.strip_suffix(' ') else {
        return false;
    };
    let last = before.rsplit([' ', '(']).next().unwrap_or_default();
    let (first, rest) = after.split_once(' ').unwrap_or((after, ""));
    let number = |word: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let year = |words: &str| number(&words.chars().take_while(char::is_ascii_digit).collect::<String>(), 4..=4);
    (number(last, 1..=2) && MONTHS.contains(&first) && year(rest)) || (MONTHS.contains(&last) && year(after))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Where a word that is wider than the line is broken: after as many letters as fit, one at
/// least.
fn forced(fonts: &Fonts, spans: &[Span], size: f32, width: f32, text: &str, start: usize, end: usize) -> usize {
    let mut cut = start;
    for (at, letter) in text[start..end].char_indices() {
        let next = start + at + letter.len_utf8();
        if cut > start && line(fonts, spans, size, start, next).width > width {
            return cut;
        }
        cut = next;
    }
    cut
}

fn line(fonts: &Fonts, spans: &[Span], size: f32, from: usize, to: usize) -> Line {
    let mut line = Line::default();
    let mut begin = 0;
    for span in spans {
        let end = begin + span.text.len();
        let (a, b) = (from.max(begin), to.min(end));
        if a < b {
            let shaped = fonts.shape(span.style, &span.text[a - begin..b - begin]);
            line.width += shaped.width * size;
            line.pieces.push(Piece { shaped, colour: span.colour });
        }
        begin = end;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::INK;

    fn texts(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| {
            line.pieces.iter().flat_map(|piece| &piece.shaped.glyphs).map(|glyph| glyph.text.as_str()).collect()
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn lines_fit_and_lose_nothing_but_the_space_at_their_end() {
        let fonts = Fonts::shipped().expect("fonts");
        let words = "The quick brown fox, 12 of 100.\nDonaudampfschifffahrtsgesellschaftskapitänspatent ends";
        let lines = wrap(&fonts, &[span(words, Style::Regular, INK)], 10.0, 80.0);
        assert!(lines.iter().all(|line| line.width <= 80.0), "{:?}", texts(&lines));
        let joined: String = texts(&lines).concat();
        assert_eq!(joined.replace(' ', ""), words.replace([' ', '\n'], ""));
        assert!(texts(&lines).iter().any(|line| line.ends_with("100.")));
        assert!(wrap(&fonts, &[], 10.0, 80.0).is_empty());
    }

    #[test]
    fn a_date_is_not_torn() {
        let fonts = Fonts::shipped().expect("fonts");
        let wrapped = |text: &str, width: f32| texts(&wrap(&fonts, &[span(text, Style::Regular, INK)], 10.0, width));
        assert_eq!(wrapped("from 1 Jan 2023 to 12 Feb 2027.", 80.0), ["from 1 Jan 2023", "to 12 Feb 2027."]);
        assert_eq!(wrapped("It may 12 Mays", 40.0), ["It may", "12", "Mays"]);
        assert_eq!(
            wrapped("12 Feb 2027", 30.0).concat().replace(' ', ""),
            "12Feb2027",
            "nothing is lost where it must be torn"
        );
    }

    #[test]
    fn letters_no_font_has_keep_their_text() {
        let fonts = Fonts::shipped().expect("fonts");
        let lines = wrap(&fonts, &[span("株式会社 Tokyo", Style::Regular, INK)], 10.0, 300.0);
        assert_eq!(texts(&lines), ["株式会社 Tokyo"]);
    }
}
