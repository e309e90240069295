//! Words of reports.

use super::counted;

#[test]
fn things_are_counted_as_people_write_them() {
    for (count, what, words) in [
        (1, "day", "1 day"),
        (0, "day", "0 days"),
        (60, "day", "60 days"),
        (2, "advisory", "2 advisories"),
        (1, "advisory", "1 advisory"),
        (3, "contract term", "3 contract terms"),
    ] {
        assert_eq!(counted(count, what), words);
    }
}
