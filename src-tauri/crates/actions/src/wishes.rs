//! The table of wishes: every thing a user can ask, declared once. The macro turns it into
//! the one door [`perform`], the list that `caveat actions` prints, and the TypeScript map
//! `Actions` that the page's calls are checked against.

use crate::acceptance::{AcceptRisk, WithdrawAcceptance, accept_risk, withdraw_acceptance};
use crate::act::{ActList, Acted, ListActs, UndoAct, Undone, list_acts, undo_act};
use crate::advisory::lists::{
    AddComponentList, AddedComponentList, OneComponentList, add_component_list, archive_component_list,
};
use crate::advisory::{
    ComponentsRead, ImportAdvisories, ImportedAdvisories, LibraryStatus, MatchFiles, Matched, ReadComponents,
    import_advisories, match_files, read_components, show_library,
};
use crate::contract::{
    AddContract, ContractView, EditContract, EditTerm, OneContract, TermList, add_contract, archive_contract,
    edit_contract, edit_term, list_terms, show_contract,
};
use crate::desk::Desk;
use crate::evidence::{AddEvidence, ConfirmEvidence, OneEvidence, add_evidence, archive_evidence, confirm_evidence};
use crate::failure::{Failure, FailureCode};
use crate::file::{ChooseFile, Chosen, OpenFile, choose_file, open_file};
use crate::history::{History, ShowHistory, show_history};
use crate::job::{CancelJob, Door, Job, Progress, cancel_job};
use crate::notices::{NoticeList, list_notices};
use crate::overview::{Overview, ShowOverview, show_overview};
use crate::questionnaire::{
    AnswerQuestion, IssueQuestionnaire, OneQuestionnaire, QuestionnaireView, ReviewAnswer, TemplateList,
    answer_question, issue_questionnaire, list_templates, review_answer, show_questionnaire,
};
use crate::rating::{
    EvaluatePolicy, Evaluated, FactorList, WeighFactors, evaluate_policy, list_factors, weigh_factors,
};
use crate::report::{ReportVendor, Reported, report_vendor};
use crate::sample::{MakeSample, Sample, make_sample, open_sample};
use crate::service::{
    AddService, EditService, OneService, ServiceView, add_service, archive_service, edit_service, show_service,
};
use crate::tls::endpoints::{
    AddEndpoint, CheckEndpoint, OneEndpoint, add_endpoint, archive_endpoint, check_endpoint, show_endpoint,
};
use crate::tls::roots::{AddRoot, OneRoot, RootList, RootView, add_root, archive_root, list_roots};
use crate::tls::scan::{HostScans, ScanHosts, scan_hosts};
use crate::tls::view::EndpointView;
use crate::tls::{JudgeCertificate, JudgedCertificate, judge_certificate};
use crate::vendor::list::{ListVendors, VendorList, list_vendors};
use crate::vendor::{
    AddVendor, EditVendor, FindVendor, OneVendor, VendorView, add_vendor, archive_vendor, edit_vendor, find_vendor,
    restore_vendor, show_vendor,
};
use crate::wire::Nothing;
use crate::workspace::{
    CreateWorkspace, OpenWorkspace, RecentList, Verification, Workspace, create_workspace, list_recent, open_workspace,
    rebuild_workspace, show_workspace, verify_workspace,
};
use caveat_core::evidence::Evidence;
use caveat_core::known::Acceptance;
use caveat_core::rating::inherent::Inherent;
use caveat_core::vendor::Vendor;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use ts_rs::{Config, ExportError, TS};

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its name, `verb_noun`.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// Through which doors it can be asked.
    pub doors: &'static [Door],
    /// Its input, as a TypeScript type.
    pub input: String,
    /// Its output, as a TypeScript type.
    pub output: String,
}

macro_rules! actions {
    ($($(#[doc = $about:literal])+ [$($door:ident)+] $name:ident($input:ty) -> $output:ty;)*) => {
        fn granted(desk: &Desk, name: &str, input: Value, job: &Job) -> Result<Value, Failure> {
            match name {
                $(stringify!($name) => {
                    let doors: &[Door] = &[$(Door::$door),+];
                    if !doors.contains(&job.door) {
                        return Err(elsewhere(name));
                    }
                    let input: $input = serde_json::from_value(input).map_err(|error| Failure::of_input(name, &error))?;
                    let output: $output = $name(desk, input, job)?;
                    serde_json::to_value(output).map_err(Failure::unexpected)
                })*
                _ => Err(unknown(name)),
            }
        }

        /// Every wish, in the order of the table.
        pub fn table() -> Vec<Wish> {
            let ts = Config::default();
            vec![$(Wish {
                name: stringify!($name),
                about: concat!($($about),+).trim_ascii(),
                doors: &[$(Door::$door),+],
                input: <$input as TS>::inline(&ts),
                output: <$output as TS>::name(&ts),
            }),*]
        }

        /// Every wish's input and output, by name.
        #[derive(TS)]
        #[allow(dead_code, reason = "only its shape is used, to make the TypeScript map")]
        struct Actions {
            $($(#[doc = $about])+ $name: ($input, $output),)*
        }
    };
}

/// Grants one wish: the only door from window and command line to the rest. A panic below
/// comes back as a failure; its transaction is rolled back.
///
/// # Errors
/// A [`Failure`] that says what happened and what to do.
pub fn perform(desk: &Desk, name: &str, input: Value, job: &Job) -> Result<Value, Failure> {
    catch_unwind(AssertUnwindSafe(|| granted(desk, name, input, job)))
        .unwrap_or_else(|_| Err(Failure::unexpected(format!("“{name}” stopped half-way"))))
}

/// Writes the TypeScript types of every wish into `folder`, one file a type.
///
/// # Errors
/// When the folder cannot be written.
pub fn export_bindings(folder: &Path) -> Result<(), ExportError> {
    let ts = Config::default().with_out_dir(folder);
    Actions::export_all(&ts)?;
    Progress::export_all(&ts)?;
    Failure::export_all(&ts)
}

fn unknown(name: &str) -> Failure {
    Failure::new(
        FailureCode::NotFound,
        format!("There is no wish called “{name}”."),
        "“caveat actions” shows all there are.",
    )
}

fn elsewhere(name: &str) -> Failure {
    Failure::bad_input(format!("“{name}” cannot be asked from here."), "“caveat actions” shows where it can be.")
}

actions! {
    /// Makes a new, empty workspace file.
    [Cli Window] create_workspace(CreateWorkspace) -> Workspace;
    /// Opens a workspace file in place of the one that is open.
    [Window] open_workspace(OpenWorkspace) -> Workspace;
    /// Lists the workspace files that were open lately.
    [Window] list_recent(Nothing) -> RecentList;
    /// Breaks a job off at its next step.
    [Window] cancel_job(CancelJob) -> Nothing;
    /// Makes the sample workspace: a shop, its vendors, and a year of their story.
    [Cli Window] make_sample(MakeSample) -> Sample;
    /// Opens the sample workspace in place of the one that is open; makes it first when it is missing.
    [Window] open_sample(Nothing) -> Workspace;
    /// Says which workspace is open and how much is in it.
    [Cli Window] show_workspace(Nothing) -> Workspace;
    /// Checks the file, every hash of the log, and every table against a rebuild.
    [Cli Window] verify_workspace(Nothing) -> Verification;
    /// Makes every table again from the log alone, then verifies.
    [Cli Window] rebuild_workspace(Nothing) -> Verification;

    /// Adds a vendor; an archived one of the same name comes back instead.
    [Cli Window] add_vendor(AddVendor) -> VendorView;
    /// Shows where all vendors stand: the heat map, claims, gates, findings, dates.
    [Cli Window] show_overview(ShowOverview) -> Overview;
    /// Lists the vendors with the inherent tier of their riskiest service.
    [Cli Window] list_vendors(ListVendors) -> VendorList;
    /// Finds the one vendor that an id or a name means.
    [Cli] find_vendor(FindVendor) -> Vendor;
    /// Shows a vendor with its services and the tier explained.
    [Cli Window] show_vendor(OneVendor) -> VendorView;
    /// Changes a vendor's fields; a change made meanwhile is kept beside it.
    [Cli Window] edit_vendor(EditVendor) -> VendorView;
    /// Puts a vendor aside, its history kept.
    [Cli Window] archive_vendor(OneVendor) -> Acted;
    /// Takes a vendor back out of the archive.
    [Cli Window] restore_vendor(OneVendor) -> Acted;

    /// Adds a service to a vendor, with the factors its tier comes from.
    [Cli Window] add_service(AddService) -> ServiceView;
    /// Shows a service and its inherent tier explained.
    [Cli Window] show_service(OneService) -> ServiceView;
    /// Changes a service's fields or factors; a change made meanwhile is kept beside it.
    [Cli Window] edit_service(EditService) -> ServiceView;
    /// Puts a service aside, its history kept.
    [Cli Window] archive_service(OneService) -> Acted;

    /// Lists the seven factors with the words of each level.
    [Cli Window] list_factors(Nothing) -> FactorList;
    /// Weighs seven factors into an inherent tier, without saving anything.
    [Cli Window] weigh_factors(WeighFactors) -> Inherent;
    /// Rates raw facts by the policy: one case or a list of them.
    [Cli] evaluate_policy(EvaluatePolicy) -> Evaluated;

    /// Lists the questionnaire templates with their questions.
    [Cli Window] list_templates(Nothing) -> TemplateList;
    /// Issues a questionnaire for a service.
    [Cli Window] issue_questionnaire(IssueQuestionnaire) -> QuestionnaireView;
    /// Shows a questionnaire with its answers and what was seen.
    [Cli Window] show_questionnaire(OneQuestionnaire) -> QuestionnaireView;
    /// Answers one question; a change made meanwhile is kept beside it.
    [Cli Window] answer_question(AnswerQuestion) -> QuestionnaireView;
    /// Notes what a reviewer makes of an answer.
    [Cli Window] review_answer(ReviewAnswer) -> QuestionnaireView;
    /// Notes a piece of evidence and the questions it stands behind.
    [Cli Window] add_evidence(AddEvidence) -> Evidence;
    /// Confirms a piece of evidence, or takes the confirmation back.
    [Cli Window] confirm_evidence(ConfirmEvidence) -> Evidence;
    /// Puts a piece of evidence aside, its history kept.
    [Cli Window] archive_evidence(OneEvidence) -> Acted;

    /// Lists the contract terms that are looked for, with what each tier asks.
    [Cli Window] list_terms(Nothing) -> TermList;
    /// Notes a contract and its dates.
    [Cli Window] add_contract(AddContract) -> ContractView;
    /// Shows a contract with its terms.
    [Cli Window] show_contract(OneContract) -> ContractView;
    /// Changes what a contract is called, and its dates.
    [Cli Window] edit_contract(EditContract) -> ContractView;
    /// Notes what a contract says of a term.
    [Cli Window] edit_term(EditTerm) -> ContractView;
    /// Puts a contract aside, its history kept.
    [Cli Window] archive_contract(OneContract) -> Acted;

    /// Takes a risk knowingly until a date; only the gates named are covered.
    [Cli Window] accept_risk(AcceptRisk) -> Acceptance;
    /// Takes an acceptance back; the gates it covered stand open again.
    [Cli Window] withdraw_acceptance(WithdrawAcceptance) -> Acted;

    /// Writes the report on a vendor as a PDF.
    [Cli Window] report_vendor(ReportVendor) -> Reported;
    /// Asks the user for a file with the system's own dialog.
    [Window] choose_file(ChooseFile) -> Chosen;
    /// Shows a file that this window wrote in the system's own program.
    [Window] open_file(OpenFile) -> Nothing;

    /// Imports advisory data in one step: OSV dumps, folders, records, KEV, EPSS.
    [Cli Window] import_advisories(ImportAdvisories) -> ImportedAdvisories;
    /// Says what the advisory library holds and how old it is.
    [Cli Window] show_library(Nothing) -> LibraryStatus;
    /// Reads a component list without saving anything.
    [Cli] read_components(ReadComponents) -> ComponentsRead;
    /// Keeps a component list of a service; its components are held against the library.
    [Cli Window] add_component_list(AddComponentList) -> AddedComponentList;
    /// Puts a component list aside, its history kept.
    [Cli Window] archive_component_list(OneComponentList) -> Acted;
    /// Matches component lists against the advisory library without saving anything.
    [Cli] match_files(MatchFiles) -> Matched;

    /// Looks at hosts, once, without saving anything.
    [Cli] scan_hosts(ScanHosts) -> HostScans;
    /// Lists an endpoint of a service; nothing is sent to it yet.
    [Cli Window] add_endpoint(AddEndpoint) -> EndpointView;
    /// Shows an endpoint with its newest look and the dates of all.
    [Cli Window] show_endpoint(OneEndpoint) -> EndpointView;
    /// Looks at an endpoint and keeps what was seen.
    [Cli Window] check_endpoint(CheckEndpoint) -> EndpointView;
    /// Puts an endpoint aside, its series kept.
    [Cli Window] archive_endpoint(OneEndpoint) -> Acted;
    /// Trusts a root besides Mozilla's when endpoints of this workspace are judged.
    [Cli Window] add_root(AddRoot) -> RootView;
    /// Lists the roots trusted besides Mozilla's.
    [Cli Window] list_roots(Nothing) -> RootList;
    /// Trusts a root no longer; its history is kept.
    [Cli Window] archive_root(OneRoot) -> Acted;
    /// Judges a captured chain offline: trust, name, and everything that is wrong.
    [Cli] judge_certificate(JudgeCertificate) -> JudgedCertificate;

    /// Lists the notices of what is shipped and is not ours: fonts, and the sample's sources.
    [Cli Window] list_notices(Nothing) -> NoticeList;
    /// Shows what each field of a row has held, who wrote it, and when.
    [Cli Window] show_history(ShowHistory) -> History;
    /// Lists the newest acts.
    [Cli Window] list_acts(ListActs) -> ActList;
    /// Undoes an act where nobody has written since.
    [Cli Window] undo_act(UndoAct) -> Undone;
}
