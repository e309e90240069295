//! Tells. Dossiers as PDF, by printpdf as a plain writer under a small layout layer; the same
//! dossier gives the same bytes on any machine. Deliberately judges nothing.
#![forbid(unsafe_code)]

mod canvas;
mod chart;
mod finish;
mod flow;
mod font;
mod look;
pub mod vendor;
mod wrap;

use thiserror::Error;

/// A finished report.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// SHA-256 over the dossier it was made from, hexadecimal; printed in it.
    pub record: String,
}

/// Why a report could not be made: a fault of this program.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The document could not be put together.
    #[error("the document could not be put together: {0}")]
    Document(String),
    /// A font of ours cannot be read or cut down.
    #[error("the font {0} cannot be used")]
    Font(&'static str),
}
