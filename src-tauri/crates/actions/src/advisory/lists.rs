//! Component lists of services: kept as they were read, and held against the advisory library
//! whenever somebody looks, so that an update of the library speaks at once.

use super::{list_at, matching};
use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::{Failure, FailureCode};
use crate::file::{FileName, FilePlace};
use crate::job::Job;
use crate::wire::some_day;
use caveat_core::advisory::rows::MatchRow;
use caveat_core::component::{ComponentList as Parts, Reason};
use caveat_core::id::{ComponentListId, ServiceId, VendorId};
use caveat_core::known::{Checked, ComponentList, OpenAdvisory, Undecided};
use caveat_store::bytes::Value;
use caveat_store::words::{date, id};
use caveat_store::{Act, Connection, Library, StoreError, blob, component as rows, service};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use ts_rs::TS;

/// A component list to keep.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddComponentList {
    /// Of which service.
    pub service: ServiceId,
    /// The file.
    pub file: FileName,
    /// The day it was received; today when not said.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub received_on: Option<NaiveDate>,
}

/// A component list asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneComponentList {
    /// Which list.
    pub list: ComponentListId,
}

/// A component list that was kept.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AddedComponentList {
    /// The list, and what the library says of it.
    pub list: ComponentList,
}

/// What lists came to, by what was in them and by the library that said so: the same list is not
/// matched twice against the same data.
#[derive(Debug, Default)]
pub(crate) struct CheckedLists(Mutex<BTreeMap<(String, String), Arc<Checked>>>);

/// Lists kept in memory; one more begins anew.
const KEPT: usize = 256;

/// Keeps a component list of a service.
pub fn add_component_list(desk: &Desk, input: AddComponentList, job: &Job) -> Result<AddedComponentList, Failure> {
    let store = desk.store()?;
    let path = desk.file(&input.file, FilePlace::Open, job)?;
    let parts = list_at(&path)?;
    let received_on = input.received_on.unwrap_or(job.now.date_naive());
    if received_on > job.now.date_naive() {
        return Err(Failure::bad_input("A list cannot be received in the future.", "Enter the day it came."));
    }
    let document = serde_json::to_vec(&parts).map_err(Failure::unexpected)?;
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = ComponentListId(new_id(job.now));
    let add = |act: &mut Act<'_>| {
        service::service(act.read(), input.service)?;
        let hash = act.keep(&document)?;
        let values = [
            (rows::SERVICE, id(input.service)),
            (rows::FILE_NAME, Value::Text(file_name.clone())),
            (rows::FORMAT, Value::Text(parts.format.clone())),
            (rows::RECEIVED_ON, date(Some(received_on))),
            (rows::TOTAL, Value::Integer(parts.total() as i64)),
            (rows::DOCUMENT, Value::Text(hash)),
        ];
        Ok::<_, Failure>(act.create(&rows::COMPONENT_LIST, new.into(), &values)?)
    };
    desk.act(&store, "add_component_list", None, add, job)?;
    store.read(|db| {
        let vendor = service::service(db, input.service)?.vendor;
        let list = checked(desk, db, Some(vendor), job.now)?.into_iter().find(|list| list.id == new);
        Ok(AddedComponentList { list: list.ok_or(StoreError::NoSuchRow)? })
    })
}

/// Puts a component list aside: its components no longer count, its history is kept.
pub fn archive_component_list(desk: &Desk, input: OneComponentList, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::COMPONENT_LIST, input.list.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_component_list", None, archive, job)?;
    Ok(Acted { act })
}

/// The lists in use of one vendor's services, or of all, held against the library.
pub(crate) fn checked(
    desk: &Desk,
    db: &Connection,
    vendor: Option<VendorId>,
    now: DateTime<Utc>,
) -> Result<Vec<ComponentList>, Failure> {
    let listed = rows::list(db, vendor)?;
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let library = match Library::open(&desk.library()).map_err(Failure::from) {
        Ok(library) => Some(library),
        Err(failure) if failure.code == FailureCode::NoLibrary => None,
        Err(failure) => return Err(failure),
    };
    let mut lists = Vec::with_capacity(listed.len());
    for row in listed {
        let checked = match &library {
            Some(library) => held_against(desk, db, library, &row.document, row.received_on, now)?,
            None => None,
        };
        lists.push(ComponentList {
            id: row.id,
            service: row.service,
            file_name: row.file_name,
            format: row.format,
            received_on: row.received_on,
            total: row.total,
            checked: checked.map(|checked| (*checked).clone()),
        });
    }
    Ok(lists)
}

/// What the library says of a list; nothing when the list's bytes are not here.
fn held_against(
    desk: &Desk,
    db: &Connection,
    library: &Library,
    document: &str,
    received_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<Arc<Checked>>, Failure> {
    let holding = library.status()?;
    let stamp = format!("{:?} {} {}", holding.imported_at, holding.records, received_on);
    let key = (document.to_owned(), stamp);
    let known = || desk.checked.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(checked) = known().get(&key) {
        return Ok(Some(checked.clone()));
    }
    let Some(bytes) = blob::read(db, document)? else {
        return Ok(None);
    };
    let parts: Parts = serde_json::from_slice(&bytes).map_err(Failure::unexpected)?;
    let matched = matching::match_list(library, &parts, &|_, _| Ok(()), now)?;
    let (mut open, mut notices) = (Vec::new(), Vec::new());
    for row in matched.matches.iter().chain(&matched.malicious) {
        let to = if row.informational.is_some() { &mut notices } else { &mut open };
        to.push(advisory(row, received_on));
    }
    for list in [&mut open, &mut notices] {
        list.sort_by(|a, b| {
            a.severity.rank().cmp(&b.severity.rank()).then_with(|| (&a.component, &a.ids).cmp(&(&b.component, &b.ids)))
        });
    }
    // what hit says nothing of what could not be decided beside it
    let beside: BTreeMap<(&str, &str), &[String]> = matched
        .matches
        .iter()
        .chain(&matched.malicious)
        .filter(|row| !row.undecided.is_empty())
        .map(|row| ((row.name.as_str(), row.version.as_str()), row.undecided.as_slice()))
        .collect();
    let beside = beside.into_iter().map(|((name, version), ids)| Undecided {
        own: false,
        name: format!("{name} {version}"),
        reason: format!("{} beside what hits it could not be decided", ids.join(", ")),
    });
    let undecidable = matched.undecidable.iter().map(|one| Undecided {
        own: one.why == Reason::OwnPackage,
        name: match &one.version {
            Some(version) => format!("{} {version}", one.name),
            None => one.name.clone(),
        },
        reason: one.reason.clone(),
    });
    let checked = Arc::new(Checked {
        library_on: matching::data_of(library, &library.dumps()?, &parts, now)?.date_naive(),
        open,
        notices,
        clean: matched.clean,
        undecidable: undecidable.chain(beside).collect(),
    });
    let mut known = known();
    if known.len() == KEPT {
        known.clear();
    }
    known.insert(key, checked.clone());
    Ok(Some(checked))
}

fn advisory(row: &MatchRow, received_on: NaiveDate) -> OpenAdvisory {
    // exploited: by its own date, and not before fourteen days with both the list and the entry
    let on = |text: &str| text.parse::<NaiveDate>().ok();
    let kev_due = row.kev.as_ref().map(|kev| {
        let knew = on(&kev.added).map_or(received_on, |added| added.max(received_on));
        let ours = knew.checked_add_days(Days::new(14)).unwrap_or(knew);
        kev.due.as_deref().and_then(on).map_or(ours, |due| due.max(ours))
    });
    OpenAdvisory {
        ids: row.ids.clone(),
        aliases: row.aliases.clone(),
        component: row.name.clone(),
        version: row.version.clone(),
        severity: row.severity,
        score: row.score,
        summary: match &row.informational {
            Some(kind) => format!("{kind}: {}", row.summary),
            None => row.summary.clone(),
        },
        published_on: row.published.map(|published| published.date_naive()),
        fixed: row.fixed.clone(),
        kev_due,
    }
}
