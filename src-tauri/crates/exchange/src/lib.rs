//! Translates. Spreadsheets, component lists, advisory dumps, contracts: foreign files to core
//! values and back. Empty until there is a file to read.
#![forbid(unsafe_code)]

#[cfg(test)]
mod tests {
    use caveat_core::vendor::{VendorError, website};

    /// What comes from a foreign file passes the same rules as what a person types.
    #[test]
    fn a_foreign_link_that_is_no_web_address_is_refused() {
        assert!(matches!(website("javascript:alert(1)"), Err(VendorError::Website(_))));
    }
}
