//! How a vendor is rated. Assurance counts up to safe; inherent and residual risk count up to
//! risky. Everything is a pure function of a policy and facts, and says how it came about.

pub mod inherent;

/// A number as it is printed: rounded to one decimal, half away from zero, after adding 1e-9
/// to its magnitude so that 1.05 (as floating point holds it) prints 1.1.
pub fn printed(number: f64) -> f64 {
    let printed = ((number.abs() + 1e-9) * 10.0).round() / 10.0;
    if number < 0.0 && printed > 0.0 { -printed } else { printed }
}

/// Does a number reach a limit, floating-point noise aside?
pub fn reaches(number: f64, limit: f64) -> bool {
    number + 1e-9 >= limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_half_away_from_zero() {
        for (number, print) in [(0.35 * 3.0, 1.1), (-0.35 * 3.0, -1.1), (0.04, 0.0), (-0.04, 0.0), (86.25, 86.3)] {
            assert_eq!(printed(number), print, "{number}");
            assert!(printed(number) != 0.0 || printed(number).is_sign_positive());
        }
        assert!(reaches(0.1 + 0.2 - 1e-12, 0.3));
        assert!(!reaches(69.99, 70.0));
    }
}
