//! Which names a certificate stands for (RFC 9525): whole labels, a wildcard only as the whole
//! left-most label, no common name in place of a missing alternative name.

use std::net::IpAddr;

/// What was asked for, as it is compared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wanted {
    /// An address.
    Address(IpAddr),
    /// A name, lower case, without the dot at its end.
    Name(String),
}

/// How a certificate stands for what was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Match {
    /// By that very name or address.
    Exact,
    /// Not at all.
    None,
    /// By a wildcard.
    Wildcard,
}

impl Wanted {
    /// What a host means: an address (in brackets or not), or a name.
    pub fn of(host: &str) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) => Self::Address(address),
            Err(_) => Self::Name(host.trim_end_matches('.').to_ascii_lowercase()),
        }
    }
}

/// Does one of a certificate's names stand for a wanted name? Names that are no host names
/// (control characters, spaces, empty labels) stand for nothing.
pub fn stands_for(presented: &str, wanted: &str) -> Match {
    let presented = presented.trim_end_matches('.').to_ascii_lowercase();
    if !presented.split('.').all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_graphic())) {
        return Match::None;
    }
    if presented == wanted && !presented.contains('*') {
        return Match::Exact;
    }
    let Some(rest) = presented.strip_prefix("*.") else {
        return Match::None;
    };
    // a wildcard stands for one label, never for a whole top-level domain
    match wanted.split_once('.') {
        Some((label, parent)) if !label.is_empty() && parent == rest && rest.contains('.') && !rest.contains('*') => {
            Match::Wildcard
        }
        _ => Match::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stand_for_what_the_standard_says() {
        for (presented, wanted, how) in [
            ("good.lab.test", "good.lab.test", Match::Exact),
            ("GOOD.lab.test", "good.lab.test", Match::Exact),
            ("good.lab.test.", "good.lab.test", Match::Exact),
            ("*.wild.lab.test", "a.wild.lab.test", Match::Wildcard),
            ("*.wild.lab.test", "wild.lab.test", Match::None),
            ("*.wild.lab.test", "a.b.wild.lab.test", Match::None),
            ("w*.part.lab.test", "www.part.lab.test", Match::None),
            ("*.test", "lab.test", Match::None),
            ("*", "lab.test", Match::None),
            ("a.*.test", "a.b.test", Match::None),
            ("nul.lab.test\0.evil.test", "nul.lab.test", Match::None),
            (".lab.test", "a.lab.test", Match::None),
        ] {
            assert_eq!(stands_for(presented, wanted), how, "{presented} {wanted}");
        }
        assert_eq!(Wanted::of("[::1]"), Wanted::Address("::1".parse().expect("an address")));
        assert_eq!(Wanted::of("Lab.Test."), Wanted::Name("lab.test".to_owned()));
    }

    proptest! {
        #[test]
        fn a_name_stands_for_itself_and_a_wildcard_never_for_its_parent(name in "[a-z][a-z0-9]{0,8}(\\.[a-z][a-z0-9]{0,8}){2,3}") {
            prop_assert_eq!(stands_for(&name, &name), Match::Exact);
            let parent = name.split_once('.').expect("labels").1;
            prop_assert_eq!(stands_for(&format!("*.{parent}"), &name), Match::Wildcard);
            prop_assert_eq!(stands_for(&format!("*.{parent}"), parent), Match::None);
        }
    }
}
