//! TLS posture: what certificates say, whether a chain is trusted for a name at a moment, and
//! what that means. Pure: the same chain is judged again at another time, or by other roots,
//! without a new look. Looking is `probe`'s.

pub mod ask;
pub mod certificate;
pub mod code;
pub mod judge;
pub mod name;
pub mod observation;
pub mod path;

use crate::known::Finding;
use code::Code;

/// A finding of a check, from its code.
pub fn finding(code: Code, summary: String) -> Finding {
    Finding {
        code: code.id().to_owned(),
        severity: code.severity().to_owned(),
        summary,
        remedy: code.remedy().to_owned(),
    }
}
