//! Tells. Dossiers as PDF, the same bytes for the same dossier on any machine. Empty until
//! there is a rating to report.
#![forbid(unsafe_code)]

#[cfg(test)]
mod tests {
    use caveat_core::rating::printed;

    /// A report prints the numbers that the screen shows.
    #[test]
    fn numbers_print_with_one_decimal() {
        assert_eq!(format!("{:.1}", printed(71.25)), "71.3");
    }
}
