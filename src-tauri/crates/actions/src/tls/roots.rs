//! Roots that the user trusts besides Mozilla's: an authority of one's own, or of a vendor.
//! Adding one judges every kept look anew, because looks are kept as they were seen.

use super::{CertificateView, certificates, judging};
use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::{Failure, FailureCode};
use crate::job::Job;
use crate::wire::Nothing;
use caveat_core::dossier::GivenRoot;
use caveat_core::id::RootId;
use caveat_core::text;
use caveat_core::tls::certificate::Certificate;
use caveat_core::tls::judge::Judging;
use caveat_store::bytes::Value;
use caveat_store::{Act, Connection, root as rows};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A root to trust.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddRoot {
    /// What it is called here.
    pub name: String,
    /// One or more certificates in PEM.
    pub pem: String,
}

/// A root asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneRoot {
    /// Which root.
    pub root: RootId,
}

/// The roots trusted besides Mozilla's.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RootList {
    /// Each with its certificates.
    pub roots: Vec<RootView>,
}

/// A root with its certificates.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RootView {
    /// Which root.
    pub id: RootId,
    /// What it is called here.
    pub name: String,
    /// Its certificates, as far as they can be read.
    pub certificates: Vec<CertificateView>,
}

/// Trusts a root besides Mozilla's when endpoints of this workspace are judged.
pub fn add_root(desk: &Desk, input: AddRoot, job: &Job) -> Result<RootView, Failure> {
    let store = desk.store()?;
    let name = text::needed_line("A name", &input.name)?;
    let given = read(&input.pem)?;
    if given.iter().any(|certificate| certificate.read.as_ref().is_none_or(|read| !read.is_ca)) {
        return Err(Failure::bad_input(
            "The file holds a certificate that cannot be read, or that is no authority's.",
            "Give the authority's own certificate, not the one of an endpoint.",
        ));
    }
    let new = RootId(new_id(job.now));
    let add = |act: &mut Act<'_>| {
        for there in rows::list(act.read())? {
            let known = read(&there.pem)?;
            if given.iter().all(|certificate| known.iter().any(|one| one.sha256 == certificate.sha256)) {
                return Err(Failure::new(
                    FailureCode::Exists,
                    format!("“{}” is trusted already.", there.name),
                    "Nothing has to be done.",
                ));
            }
        }
        let values = [(rows::NAME, Value::Text(name.clone())), (rows::PEM, Value::Text(input.pem.clone()))];
        Ok(act.create(&rows::ROOT, new.into(), &values)?)
    };
    desk.act(&store, "add_root", None, add, job)?;
    Ok(RootView { id: new, certificates: given.iter().map(CertificateView::of).collect(), name })
}

/// Lists the roots trusted besides Mozilla's.
pub fn list_roots(desk: &Desk, _: Nothing, _: &Job) -> Result<RootList, Failure> {
    let rows = desk.store()?.read(rows::list)?;
    let view = |row: rows::RootRow| {
        let certificates = read(&row.pem)?.iter().map(CertificateView::of).collect();
        Ok(RootView { id: row.id, name: row.name, certificates })
    };
    Ok(RootList { roots: rows.into_iter().map(view).collect::<Result<_, Failure>>()? })
}

/// Trusts a root no longer; what was seen is judged without it from now on.
pub fn archive_root(desk: &Desk, input: OneRoot, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::ROOT, input.root.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_root", None, archive, job)?;
    Ok(Acted { act })
}

/// The roots of a workspace, as a dossier names them.
pub(crate) fn given_roots(db: &Connection) -> Result<Vec<GivenRoot>, Failure> {
    let named = |row: rows::RootRow| {
        let sha256 = read(&row.pem)?.into_iter().map(|certificate| certificate.sha256).collect();
        Ok(GivenRoot { name: row.name, sha256 })
    };
    rows::list(db)?.into_iter().map(named).collect()
}

/// By what endpoints of a workspace are judged: Mozilla's roots and its own.
pub(crate) fn judging_by_roots(db: &Connection, now: DateTime<Utc>) -> Result<Judging, Failure> {
    let given: Vec<String> = rows::list(db)?.into_iter().map(|root| root.pem).collect();
    judging(&given, false, now)
}

fn read(pem: &str) -> Result<Vec<Certificate>, Failure> {
    Ok(certificates("The root", pem)?.iter().map(|der| Certificate::new(der)).collect())
}
