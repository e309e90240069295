//! Translates. Component lists, advisory dumps: foreign files to core values and back.
//! Deliberately judges nothing, and opens no file but those it is given.
#![forbid(unsafe_code)]

pub mod components;
pub mod dump;
pub mod osv;

pub use components::ListError;
pub use dump::DumpError;

#[cfg(test)]
mod tests {
    use caveat_core::vendor::{VendorError, website};

    /// What comes from a foreign file passes the same rules as what a person types.
    #[test]
    fn a_foreign_link_that_is_no_web_address_is_refused() {
        assert!(matches!(website("javascript:alert(1)"), Err(VendorError::Website(_))));
    }
}
