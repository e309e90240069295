//! Whether an advisory affects a version of a package: the OSV schema's “Evaluation”. Where
//! the answer depends on a version that cannot be read or compared it is *undecided*, never
//! “not affected”.

use super::{Advisory, Affected, Event, Range, RangeKind};
use crate::component::Reason;
use crate::ecosystem;
use crate::version::{Order, Version};

/// A version of a package, read once and held against many advisories.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The OSV name of the ecosystem.
    ecosystem: &'a str,
    /// The package's normalised name.
    package: &'a str,
    /// The version as it is written.
    version: &'a str,
    /// The ecosystem's order, if there is a comparator.
    order: Option<Order>,
    /// The version in that order, if it can be read.
    own: Option<Version>,
}

/// What an advisory says about a subject.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It is affected, by these entries of the record.
    Affected(Vec<usize>),
    /// The record may affect it; why that cannot be said.
    Undecided(Reason),
    /// It is not affected.
    Unaffected,
}

impl<'a> Subject<'a> {
    /// A version of a package; `package` is the normalised name.
    pub fn new(ecosystem: &'a str, package: &'a str, version: &'a str) -> Self {
        let order = Order::of(ecosystem);
        Self { ecosystem, package, version, order, own: order.and_then(|order| order.read(version)) }
    }

    /// What `record` says about this version. Does not look at whether it was withdrawn.
    pub fn verdict(&self, record: &Advisory) -> Verdict {
        let mut hit = Vec::new();
        let mut doubt = None;
        for (index, entry) in record.affected.iter().enumerate() {
            if entry.ecosystem != self.ecosystem || ecosystem::normalised(&entry.ecosystem, &entry.name) != self.package
            {
                continue;
            }
            match self.is_affected(entry) {
                Ok(true) => hit.push(index),
                Ok(false) => {}
                Err(why) => doubt = doubt.or(Some(why)),
            }
        }
        match doubt {
            _ if !hit.is_empty() => Verdict::Affected(hit),
            Some(why) => Verdict::Undecided(why),
            None => Verdict::Unaffected,
        }
    }

    /// The versions above this one in which an entry was fixed, lowest first; as published.
    pub fn fixes<'e>(&self, entry: &'e Affected) -> Vec<&'e str> {
        let mut fixes: Vec<(Option<Version>, &str)> = Vec::new();
        for range in entry.ranges.iter().filter(|range| range.kind != RangeKind::Git) {
            let order = self.order_of(range);
            let own = order.and_then(|order| self.read(order));
            for event in &range.events {
                if let Event::Fixed(version) = event {
                    let read = order.and_then(|order| order.read(version));
                    if own.is_none() || read.is_none() || read > own {
                        fixes.push((read, version));
                    }
                }
            }
        }
        fixes.sort_by(|(a, _), (b, _)| a.cmp(b));
        fixes.dedup_by(|(_, a), (_, b)| a == b);
        fixes.into_iter().map(|(_, version)| version).collect()
    }

    /// Puts versions in order, lowest first; those that cannot be read come first.
    pub fn sort(&self, versions: &mut [String]) {
        versions.sort_by_cached_key(|version| self.order.and_then(|order| order.read(version)));
    }

    fn is_affected(&self, entry: &Affected) -> Result<bool, Reason> {
        let mut doubt = None;
        for range in &entry.ranges {
            match self.is_in(range) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(why) => doubt = doubt.or(Some(why)),
            }
        }
        if entry.versions.iter().any(|version| version.as_str() == self.version) {
            return Ok(true);
        }
        if !entry.versions.is_empty() {
            match (self.order, &self.own) {
                (Some(order), Some(own)) => {
                    if entry.versions.iter().any(|version| order.read(version).is_some_and(|read| read == *own)) {
                        return Ok(true);
                    }
                }
                (Some(_), None) => doubt = doubt.or(Some(Reason::UnreadableVersion)),
                (None, _) => doubt = doubt.or(Some(Reason::NoComparator)),
            }
        }
        doubt.map_or(Ok(false), Err)
    }

    /// A range of semantic versions says its order itself, whatever the ecosystem.
    fn order_of(&self, range: &Range) -> Option<Order> {
        match range.kind {
            RangeKind::Ecosystem => self.order,
            RangeKind::Semver => self.order.or(Some(Order::SemVer)),
            RangeKind::Git | RangeKind::Other => None,
        }
    }

    fn read(&self, order: Order) -> Option<Version> {
        if self.order == Some(order) { self.own.clone() } else { order.read(self.version) }
    }

    fn is_in(&self, range: &Range) -> Result<bool, Reason> {
        if range.kind == RangeKind::Git {
            return Ok(false);
        }
        let always = |event: &Event| matches!(event, Event::Introduced(version) if version == "0");
        if !range.events.is_empty() && range.events.iter().all(always) {
            return Ok(true);
        }
        let order = self.order_of(range).ok_or(Reason::NoComparator)?;
        let own = self.read(order).ok_or(Reason::UnreadableVersion)?;
        let mut limits = Vec::new();
        let mut steps: Vec<(Option<Version>, &Event)> = Vec::new();
        for event in &range.events {
            let read = |text: &str| order.read(text).ok_or(Reason::UnreadableRange).map(Some);
            match event {
                Event::Introduced(version) if version == "0" => steps.push((None, event)),
                Event::Limit(version) if version == "*" => limits.push(None),
                Event::Limit(version) => limits.push(read(version)?),
                Event::Fixed(version) | Event::Introduced(version) | Event::LastAffected(version) => {
                    steps.push((read(version)?, event));
                }
            }
        }
        if !limits.is_empty() && !limits.iter().any(|limit| limit.as_ref().is_none_or(|limit| own < *limit)) {
            return Ok(false);
        }
        steps.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut affected = false;
        for here in steps.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((at, _)) = here.first() else { continue };
            if at.as_ref().is_some_and(|at| own < *at) {
                break;
            }
            let begins = here.iter().any(|(_, event)| matches!(event, Event::Introduced(_)));
            let ends = here.iter().any(|(_, event)| match event {
                Event::Fixed(_) => true,
                Event::LastAffected(_) => at.as_ref() != Some(&own),
                Event::Introduced(_) | Event::Limit(_) => false,
            });
            // Begin and end at one version: an empty range when nothing was affected before,
            // a range that goes on when something was.
            affected = if affected { begins || !ends } else { begins && !ends };
        }
        Ok(affected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(kind: RangeKind, events: Vec<Event>) -> Affected {
        Affected {
            ecosystem: "npm".to_owned(),
            name: "x".to_owned(),
            ranges: vec![Range { kind, events }],
            ..Affected::default()
        }
    }

    fn affected(version: &str, events: &[Event]) -> Result<bool, Reason> {
        Subject::new("npm", "x", version).is_affected(&entry(RangeKind::Semver, events.to_vec()))
    }

    fn at(event: fn(String) -> Event, version: &str) -> Event {
        event(version.to_owned())
    }

    #[test]
    fn begin_and_end_at_one_version() {
        let empty = [at(Event::Introduced, "1.0.0"), at(Event::Fixed, "1.0.0")];
        assert_eq!(affected("1.0.0", &empty), Ok(false));
        assert_eq!(affected("1.5.0", &empty), Ok(false));
        let again = [
            at(Event::Introduced, "0"),
            at(Event::Fixed, "2.0.0"),
            at(Event::Introduced, "2.0.0"),
            at(Event::Fixed, "3.0.0"),
        ];
        assert_eq!(affected("2.5.0", &again), Ok(true));
        let one = [at(Event::Introduced, "1.0.0"), at(Event::LastAffected, "1.0.0")];
        assert_eq!((affected("1.0.0", &one), affected("1.0.1", &one)), (Ok(true), Ok(false)));
    }

    #[test]
    fn what_cannot_be_read_is_undecided_and_never_clean() {
        let range = [at(Event::Introduced, "0"), at(Event::Fixed, "2.0.0")];
        assert_eq!(affected("latest", &range), Err(Reason::UnreadableVersion));
        assert_eq!(affected("latest", &range[..1]), Ok(true), "affected in every version there is");
        assert_eq!(affected("1.0.0", &[at(Event::Introduced, "one")]), Err(Reason::UnreadableRange));
        let mut maven = entry(RangeKind::Ecosystem, range.to_vec());
        maven.ecosystem = "Maven".to_owned();
        maven.versions = vec!["1.0".into()];
        assert_eq!(Subject::new("Maven", "x", "1.0").is_affected(&maven), Ok(true));
        assert_eq!(Subject::new("Maven", "x", "1.0.0").is_affected(&maven), Err(Reason::NoComparator));
        maven.ranges[0].kind = RangeKind::Git;
        maven.versions.clear();
        assert_eq!(Subject::new("Maven", "x", "1.0.0").is_affected(&maven), Ok(false));
    }

    #[test]
    fn fixes_are_those_above_the_version_lowest_first() {
        let events = ["2.1.0", "0.9.0", "10.0.0", "2.1.0"].map(|version| at(Event::Fixed, version));
        let entry = entry(RangeKind::Semver, events.to_vec());
        assert_eq!(Subject::new("npm", "x", "1.0.0").fixes(&entry), ["2.1.0", "10.0.0"]);
    }

    fn event() -> impl Strategy<Value = Event> {
        let version = prop_oneof![Just("0".to_owned()), "[0-3]\\.[0-2]\\.[0-1]"];
        (0..4_u8, version).prop_map(|(kind, version)| match kind {
            0 => Event::Fixed(version),
            1 => Event::LastAffected(version),
            2 => Event::Limit(version),
            _ => Event::Introduced(version),
        })
    }

    proptest! {
        #[test]
        fn the_order_of_events_never_matters(
            (events, shuffled) in proptest::collection::vec(event(), 0..7)
                .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
            version in "[0-3]\\.[0-2]\\.[0-1]",
        ) {
            prop_assert_eq!(affected(&version, &events), affected(&version, &shuffled));
        }
    }
}
