//! The look of a report: colours, sizes, and the page, as the design language has them (light
//! theme only). All measures in points.

/// A colour, red green blue, 0 to 255.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Text.
pub const INK: Colour = Colour(0x15, 0x1B, 0x21);
/// Secondary text.
pub const INK2: Colour = Colour(0x43, 0x4D, 0x57);
/// Labels.
pub const INK3: Colour = Colour(0x5B, 0x66, 0x70);
/// Hairlines between rows.
pub const LINE: Colour = Colour(0xDC, 0xE1, 0xE5);
/// Lines above and below tables.
pub const CONTROL: Colour = Colour(0x7E, 0x88, 0x91);
/// The chart accent.
pub const ACCENT: Colour = Colour(0x1B, 0x55, 0x93);
/// Supported.
pub const SUPPORTED: Colour = Colour(0x00, 0x60, 0x4F);
/// Contradicted, failed, late.
pub const CONTRADICTED: Colour = Colour(0xA9, 0x35, 0x16);
/// Unverified.
pub const UNVERIFIED: Colour = Colour(0x5F, 0x69, 0x73);
/// Weaker, near.
pub const WARN: Colour = Colour(0x7A, 0x56, 0x00);
/// White.
pub const WHITE: Colour = Colour(0xFF, 0xFF, 0xFF);
/// Neutral steps of a chart.
pub const NEUTRAL: Colour = Colour(0x94, 0xA3, 0xB1);
/// Fills of risk cells, very low to very high.
pub const RISK: [Colour; 5] = [
    Colour(0xEA, 0xF0, 0xF3),
    Colour(0xBF, 0xD8, 0xE3),
    Colour(0xED, 0xC6, 0x5C),
    Colour(0xDD, 0x82, 0x40),
    Colour(0x8F, 0x24, 0x0E),
];
/// Text on those fills.
pub const RISK_INK: [Colour; 5] = [INK, INK, INK, INK, WHITE];
/// The risk meter and severities, very low to very high.
pub const METER: [Colour; 5] = [
    Colour(0x7A, 0x91, 0x9F),
    Colour(0x4F, 0x7F, 0x98),
    Colour(0xB0, 0x87, 0x00),
    Colour(0xB4, 0x50, 0x0F),
    Colour(0x86, 0x1C, 0x08),
];

/// A4.
pub const WIDTH: f32 = 595.276;
/// A4.
pub const HEIGHT: f32 = 841.89;
/// 24 mm, wider for filing.
pub const LEFT: f32 = 68.03;
/// 18 mm.
pub const RIGHT: f32 = 51.02;
/// 20 mm.
pub const TOP: f32 = 56.69;
/// 18 mm, and the foot line above it.
pub const BOTTOM: f32 = 58.0;
/// The one text column: 168 mm.
pub const COLUMN: f32 = WIDTH - LEFT - RIGHT;

/// Text and tables.
pub const TEXT: f32 = 9.25;
/// Line height of text and tables.
pub const LEADING: f32 = 13.4;
/// Table heads, sources, captions.
pub const SMALL: f32 = 8.0;
/// Line height of small text.
pub const SMALL_LEADING: f32 = 11.2;
/// Head, foot, axis.
pub const TINY: f32 = 7.5;
