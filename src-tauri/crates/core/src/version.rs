//! The order of versions, one comparator per family of ecosystems: semantic versions and
//! PEP 440. An ecosystem without a comparator here has none in the product; what needs its
//! order is then reported as undecidable, never guessed.

mod legacy;

use std::cmp::Ordering;

/// A way to order versions.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Order {
    /// Python packages: PEP 440.
    Pep440,
    /// Semantic Versioning 2.0.0, precedence only.
    SemVer,
}

/// A version that could be read. Equal means equal in order: build metadata does not count.
#[derive(Clone, Debug)]
pub enum Version {
    /// By PEP 440.
    Pep440(pep440_rs::Version),
    /// By Semantic Versioning.
    SemVer(Semantic),
}

/// A semantic version without its build metadata. In the wild numbers go beyond 64 bits, and
/// there may be more than three.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Semantic {
    numbers: Vec<u128>,
    pre: semver::Prerelease,
}

impl Order {
    /// The comparator of an OSV ecosystem, named with or without a `:suffix`; `None` when
    /// there is none yet.
    pub fn of(ecosystem: &str) -> Option<Self> {
        match ecosystem.split(':').next().unwrap_or_default() {
            "PyPI" => Some(Self::Pep440),
            "Bitnami" | "Go" | "Hex" | "SwiftURL" | "crates.io" | "npm" => Some(Self::SemVer),
            _ => None,
        }
    }

    /// Reads a version; `None` when this order has no place for it.
    pub fn read(self, text: &str) -> Option<Version> {
        let text = text.trim();
        match self {
            Self::Pep440 => text.parse().ok().map(Version::Pep440),
            Self::SemVer => semantic(text).map(Version::SemVer),
        }
    }
}

impl Order {
    /// Which of two versions comes first; `None` when one of them cannot be read. Knows the
    /// Python versions from before PEP 440, which [`Order::read`] does not.
    pub fn compare(self, a: &str, b: &str) -> Option<Ordering> {
        match (self, self.read(a), self.read(b)) {
            (_, Some(a), Some(b)) => Some(a.cmp(&b)),
            (Self::SemVer, ..) => None,
            (Self::Pep440, None, Some(_)) => Some(Ordering::Less),
            (Self::Pep440, Some(_), None) => Some(Ordering::Greater),
            (Self::Pep440, None, None) => Some(legacy::key(a).cmp(&legacy::key(b))),
        }
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Pep440(a), Self::Pep440(b)) => a.cmp(b),
            (Self::SemVer(a), Self::SemVer(b)) => a.cmp(b),
            // never compared by the product; the order stays total
            (Self::Pep440(_), Self::SemVer(_)) => Ordering::Less,
            (Self::SemVer(_), Self::Pep440(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

/// A semantic version as it is found in the wild: with a `v` before it, with parts missing,
/// with zeros in front of numbers, or with the pre-release set off by nothing.
fn semantic(text: &str) -> Option<Semantic> {
    let text = text.strip_prefix('=').map_or(text, str::trim_start);
    let text = text.strip_prefix("go").or_else(|| text.strip_prefix(['v', 'V'])).unwrap_or(text);
    let (text, build) = text.split_once('+').unwrap_or((text, "build"));
    semver::BuildMetadata::new(build).ok().filter(|build| !build.is_empty())?;
    let mut rest = text;
    let mut numbers = Vec::with_capacity(3);
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        numbers.push(rest[..digits].parse().ok()?);
        rest = &rest[digits..];
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None => break,
        }
    }
    numbers.resize(numbers.len().max(3), 0);
    while numbers.len() > 3 && numbers.last() == Some(&0) {
        numbers.pop();
    }
    let pre = match rest.strip_prefix('-') {
        Some("") => return None,
        Some(pre) => semver::Prerelease::new(pre)
            .or_else(|_| semver::Prerelease::new(&pre.split('.').map(without_zeros).collect::<Vec<_>>().join("."))),
        None if rest.is_empty() => Ok(semver::Prerelease::EMPTY),
        None if rest.starts_with(|c: char| c.is_ascii_alphabetic()) => semver::Prerelease::new(&set_off(rest)),
        None => return None,
    };
    Some(Semantic { numbers, pre: pre.ok()? })
}

/// `rc1` as `rc.1`, the way databases write the pre-releases of Go itself.
fn set_off(pre: &str) -> String {
    let letters = pre.len() - pre.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    match pre.split_at(letters) {
        (word, number) if number.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{word}.{}", without_zeros(number))
        }
        _ => pre.to_owned(),
    }
}

fn without_zeros(part: &str) -> &str {
    if part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_digit()) {
        let kept = part.trim_start_matches('0');
        return if kept.is_empty() { "0" } else { kept };
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compared(order: Order, a: &str, b: &str) -> Option<Ordering> {
        Some(order.read(a)?.cmp(&order.read(b)?))
    }

    #[test]
    fn versions_found_in_the_wild_are_read() {
        for (a, b, expected) in [
            ("v1.2.3", "1.2.3", Ordering::Equal),
            ("1.2", "1.2.0", Ordering::Equal),
            ("1", "1.0.0", Ordering::Equal),
            ("go1.22rc1", "1.22.0-rc.1", Ordering::Equal),
            ("1.0.0+build.5", "1.0.0", Ordering::Equal),
            ("v2.16.0+incompatible", "2.16.1", Ordering::Less),
            ("1.0.0-01", "1.0.0-1", Ordering::Equal),
            ("0.0.0-0", "0.0.0-alpha", Ordering::Less),
            ("01.2.3", "1.2.3", Ordering::Equal),
        ] {
            assert_eq!(compared(Order::SemVer, a, b), Some(expected), "{a} {b}");
        }
        for unreadable in [
            "",
            "latest",
            "1.2.3.",
            "1..2",
            "-1",
            "9999999999999999999999999999999999999999999.0.0",
            "1.0.0-",
            "^1.2.3",
        ] {
            assert_eq!(Order::SemVer.read(unreadable), None, "{unreadable}");
        }
        assert_eq!(Order::Pep440.read("2.0.0-final"), None);
    }

    proptest! {
        #[test]
        fn comparators_are_total_orders(texts in proptest::array::uniform3("[v]?[0-9]{1,2}(\\.[0-9]{1,2}){0,2}((-|)(rc|alpha|beta|dev|post|a)(\\.?[0-9]{1,2})?)?(\\+[a-z0-9]{1,3})?")) {
            for order in [Order::Pep440, Order::SemVer] {
                let read: Vec<Version> = texts.iter().filter_map(|text| order.read(text)).collect();
                let [a, b, c] = read.as_slice() else { continue };
                prop_assert_eq!(a.cmp(b), b.cmp(a).reverse());
                prop_assert_eq!(a.cmp(a), Ordering::Equal);
                if a <= b && b <= c {
                    prop_assert!(a <= c);
                }
                prop_assert_eq!(a == b, a.cmp(b) == Ordering::Equal);
            }
        }

        #[test]
        fn no_text_makes_a_comparator_stumble(text in any::<String>()) {
            let _ = (Order::Pep440.read(&text), Order::SemVer.read(&text));
        }
    }
}
