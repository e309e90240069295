//! From a component list to its rows: looks each package up once, lets core judge, and gathers
//! the other names of what hit. Saves nothing; the same list may come from a file or a store.

use super::{Matched, Progress};
use crate::failure::Failure;
use caveat_core::advisory::Advisory;
use caveat_core::advisory::matching::{Subject, Verdict};
use caveat_core::advisory::rows::{Hit, MatchRow, rows};
use caveat_core::component::{Component, ComponentList, Reason, Undecidable};
use caveat_store::Library;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Components between two reports of progress.
const STEP: usize = 1000;

/// Packages kept in memory; a longer list begins anew rather than grow without end.
const KEPT: usize = 50_000;

/// What the components of a list are affected by, by the advisories in `library`.
///
/// # Errors
/// When the library cannot be read, or `progress` breaks the work off.
pub fn match_list(
    library: &Library,
    list: &ComponentList,
    progress: Progress<'_>,
    now: DateTime<Utc>,
) -> Result<Matched, Failure> {
    let dumps = library.dumps()?;
    let age = (now - data_of(library, &dumps, list, now)?).num_days();
    let mut matched = Matched {
        library_age_days: u32::try_from(age).unwrap_or(0),
        total: list.total() as u32,
        undecidable: list.undecidable.clone(),
        ..Matched::default()
    };
    let mut desk = Reading { library, names: HashMap::new(), packages: HashMap::new(), kept: 0 };
    for (index, component) in list.components.iter().enumerate() {
        if index % STEP == 0 {
            progress(index as u32, list.components.len() as u32)?;
        }
        if desk.hits_nothing(component, &mut matched)? {
            // silence means something only where a dump could have spoken
            if dumps.contains_key(&component.ecosystem) {
                matched.clean += 1;
            } else {
                matched.undecidable.push(Undecidable::of(component, Reason::NoAdvisories));
            }
        }
    }
    Ok(matched)
}

/// The moment the data are of that speak of a list: that of the oldest dump it needs, since one
/// ecosystem's news make another's no younger; that of the library where no dump speaks of it.
pub fn data_of(
    library: &Library,
    dumps: &BTreeMap<String, DateTime<Utc>>,
    list: &ComponentList,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Failure> {
    let needed: BTreeSet<&str> = list.components.iter().map(|component| component.ecosystem.as_str()).collect();
    let of = match needed.into_iter().filter_map(|name| dumps.get(name).copied()).min() {
        Some(oldest) => oldest,
        None => library.data_of()?.unwrap_or(now),
    };
    Ok(of.min(now))
}

/// What was read from the library in one go through a list.
struct Reading<'a> {
    library: &'a Library,
    /// Every name of a record, by its id.
    names: HashMap<String, BTreeSet<String>>,
    /// The records that name a package, by ecosystem and normalised name.
    packages: HashMap<String, HashMap<String, Vec<Advisory>>>,
    kept: usize,
}

impl Reading<'_> {
    /// Gathers what hits a component, and what might; true where nothing does.
    fn hits_nothing(&mut self, component: &Component, matched: &mut Matched) -> Result<bool, Failure> {
        let Component { ecosystem, package, .. } = component;
        self.look_up(ecosystem, package)?;
        let records = self.packages.get(ecosystem).and_then(|packages| packages.get(package));
        let records = records.map_or(&[][..], Vec::as_slice);
        if records.is_empty() {
            return Ok(true);
        }
        let subject = Subject::new(ecosystem, package, component.matched_version());
        let (mut live, mut malicious, mut withdrawn) = (Vec::new(), Vec::new(), Vec::new());
        let (mut undecided, mut why) = (Vec::new(), None);
        for record in records {
            match subject.verdict(record) {
                Verdict::Affected(entries) => {
                    let names = match self.names.get(&record.id) {
                        Some(names) => names.clone(),
                        None => {
                            let names = self.library.names_of(&record.id)?;
                            self.names.insert(record.id.clone(), names.clone());
                            names
                        }
                    };
                    let class = match (record.withdrawn.is_some(), record.is_malicious()) {
                        (true, _) => &mut withdrawn,
                        (false, true) => &mut malicious,
                        (false, false) => &mut live,
                    };
                    class.push(Hit { record, entries, names });
                }
                Verdict::Undecided(reason) if record.withdrawn.is_none() => {
                    undecided.push(record.id.clone());
                    why = why.or(Some(reason));
                }
                Verdict::Undecided(_) | Verdict::Unaffected => {}
            }
        }
        let hit = !live.is_empty() || !malicious.is_empty();
        if let Some(why) = why.filter(|_| !hit) {
            matched.undecidable.push(Undecidable::of(component, why));
        }
        let said = |hits: &[Hit<'_>], reason: Option<&str>| -> Result<Vec<MatchRow>, Failure> {
            let mut rows = rows(component, &subject, hits);
            for row in &mut rows {
                self.weigh(row)?;
                row.reason = reason.map(str::to_owned);
                row.undecided.clone_from(&undecided);
            }
            Ok(rows)
        };
        matched.matches.extend(said(&live, None)?);
        matched.malicious.extend(said(&malicious, None)?);
        matched.suppressed.extend(said(&withdrawn, Some("the advisory was withdrawn"))?);
        Ok(!hit && why.is_none())
    }

    fn look_up(&mut self, ecosystem: &str, package: &str) -> Result<(), Failure> {
        if self.packages.get(ecosystem).is_some_and(|packages| packages.contains_key(package)) {
            return Ok(());
        }
        if self.kept == KEPT {
            self.packages.clear();
            self.kept = 0;
        }
        let records = self.library.records_for(ecosystem, package)?;
        self.packages.entry(ecosystem.to_owned()).or_default().insert(package.to_owned(), records);
        self.kept += 1;
        Ok(())
    }

    /// What KEV and EPSS say of a row, by every CVE among its names.
    fn weigh(&self, row: &mut MatchRow) -> Result<(), Failure> {
        for cve in row.ids.iter().chain(&row.aliases).filter(|name| name.starts_with("CVE-")) {
            if row.kev.is_none() {
                row.kev = self.library.exploited(cve)?;
            }
            if let Some(epss) = self.library.likelihood(cve)? {
                row.epss = Some(row.epss.map_or(epss, |known| known.max(epss)));
            }
        }
        Ok(())
    }
}
