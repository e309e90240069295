//! Reports: a dossier of what is known now, as a PDF.

use crate::desk::Desk;
use crate::failure::{Failure, FailureCode};
use crate::file::{FileName, FilePlace};
use crate::job::Job;
use crate::known::{assessed, known};
use crate::portfolio::worse;
use crate::rating::policy;
use crate::service::reassess_on;
use crate::tls::roots::given_roots;
use caveat_core::dossier::{Dossier, FactorLine, QuestionnaireDossier, ServiceDossier};
use caveat_core::id::VendorId;
use caveat_core::known::Known;
use caveat_core::questionnaire::{Answer, Template};
use caveat_report::vendor::report;
use caveat_store::{Connection, vendor};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use ts_rs::TS;

/// A report to write.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportVendor {
    /// On which vendor.
    pub vendor: VendorId,
    /// Where to.
    pub to: FileName,
    /// Whom it may be shown to.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub classification: Option<String>,
}

/// A report that was written.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Reported {
    /// Where it is.
    pub path: String,
    /// How many pages it has.
    pub pages: u32,
    /// Its size.
    pub bytes: u32,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the dossier it was made from, printed in it.
    pub record: String,
}

/// Writes the report on a vendor as a PDF.
pub fn report_vendor(desk: &Desk, input: ReportVendor, job: &Job) -> Result<Reported, Failure> {
    let path = desk.file(&input.to, FilePlace::Save, job)?;
    let classification =
        input.classification.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| "Confidential".to_owned());
    let dossier = desk.store()?.read(|db| dossier(desk, db, input.vendor, classification, job.now))?;
    let report = report(&dossier).map_err(Failure::unexpected)?;
    written(&path, &report.bytes)?;
    Ok(Reported {
        path: path.display().to_string(),
        pages: report.pages,
        bytes: report.bytes.len() as u32,
        sha256: Sha256::digest(&report.bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        record: report.record,
    })
}

/// Everything a report says about one vendor now.
pub(crate) fn dossier(
    desk: &Desk,
    db: &Connection,
    vendor: VendorId,
    classification: String,
    now: DateTime<Utc>,
) -> Result<Dossier, Failure> {
    let policy = policy()?;
    let vendor = vendor::vendor(db, vendor)?;
    let mut services = known(desk, db, Some(vendor.id), now)?
        .into_iter()
        .map(|known| service(known, now))
        .collect::<Result<Vec<_>, _>>()?;
    services.sort_by(|a, b| {
        worse(&a.assessment.rating, &b.assessment.rating).then_with(|| a.service.name.cmp(&b.service.name))
    });
    Ok(Dossier {
        as_of: now,
        assessor: desk.person().to_owned(),
        policy: policy.id.clone(),
        policy_hash: policy.hash.clone(),
        residual_table: policy.residual.table.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        classification,
        roots: given_roots(db)?,
        vendor,
        services,
    })
}

fn service(known: Known<'_>, now: DateTime<Utc>) -> Result<ServiceDossier, Failure> {
    let assessment = assessed(&known, now)?;
    let factors =
        policy()?.inherent.factors.iter().zip(&assessment.rating.inherent.parts).map(|(entry, part)| FactorLine {
            label: entry.label.clone(),
            meaning: part.level.map(|level| entry.levels[usize::from(level.get())].clone()),
            level: part.level.map(|level| level.get()),
            counted: part.counted.get(),
            weight: part.weight,
            points: part.points,
        });
    let issued = known.questionnaires.iter().map(|issued| {
        let (on, due) = (Some(issued.questionnaire.issued_on), issued.questionnaire.due_on);
        questionnaire(issued.template, &issued.answers, on, due)
    });
    let missing = known.missing.iter().map(|template| questionnaire(template, &[], None, None));
    Ok(ServiceDossier {
        factors: factors.collect(),
        questionnaires: issued.chain(missing).collect(),
        reassess_on: reassess_on(&known, &assessment.rating, now)?,
        assessment,
        evidence: known.evidence,
        endpoints: known.endpoints,
        lists: known.lists,
        contracts: known.contracts,
        acceptances: known.acceptances,
        service: known.service,
    })
}

fn questionnaire(
    template: &Template,
    answers: &[Answer],
    issued_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
) -> QuestionnaireDossier {
    let row = |question: &caveat_core::questionnaire::Question| {
        (question.clone(), answers.iter().find(|answer| answer.question == question.id).cloned())
    };
    QuestionnaireDossier {
        title: template.title.clone(),
        template: template.id.clone(),
        template_hash: template.hash.clone(),
        issued_on,
        due_on,
        rows: template.questions.iter().map(row).collect(),
    }
}

/// Writes a file whole or not at all: beside its place first, under a name nobody has, then
/// renamed over it.
pub(crate) fn written(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::bad_input("That is a folder; the file was not saved.", "Name a file in it."));
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create_new(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| {
        if error.kind() != std::io::ErrorKind::AlreadyExists {
            let _ = std::fs::remove_file(&beside);
        }
        let (code, message, hint) = match error.kind() {
            std::io::ErrorKind::StorageFull => (
                FailureCode::DiskFull,
                "The disk is full; the file was not saved.",
                "Free some space, then save again.",
            ),
            std::io::ErrorKind::NotFound => {
                (FailureCode::BadInput, "The folder is not there; the file was not saved.", "Choose another folder.")
            }
            _ => (
                FailureCode::ReadOnly,
                "The file could not be written; nothing was saved.",
                "Check that you may write to that folder and that the file is not open elsewhere.",
            ),
        };
        Failure::new(code, message, hint)
    })
}
