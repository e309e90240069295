//! How a command is written; help, man page and shell completions come from here.

use crate::grave::FailOn;
use crate::{assess, tls};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Third-party vendor risk: what vendors say beside what can be seen.
#[derive(Debug, Parser)]
#[command(name = "caveat", version, disable_help_subcommand = false, arg_required_else_help = true)]
pub struct Args {
    /// Where things are.
    #[command(flatten)]
    pub places: Where,
    /// Print exactly one JSON document.
    #[arg(long, global = true)]
    pub json: bool,
    /// Print nothing when it worked.
    #[arg(long, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where things are.
#[derive(Debug, clap::Args)]
pub struct Where {
    /// The workspace file [default: CAVEAT_WORKSPACE, else one in your data folder].
    #[arg(long, global = true, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// The folder of your data [default: CAVEAT_DATA, else the system's place for it].
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Your name, as the log shall show it [default: CAVEAT_PERSON, else your user name].
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub person: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a risk knowingly until a date; only the gates named are covered.
    Accept(assess::Accept),
    /// List every wish with its types, or write them as TypeScript.
    Actions {
        /// Write one TypeScript file a type into this folder.
        #[arg(long, value_name = "DIR")]
        typescript: Option<PathBuf>,
    },
    /// The advisory library.
    #[command(subcommand)]
    Advisories(crate::advisory::Advisories),
    /// Judge a captured chain offline.
    Certificate(tls::Certificate),
    /// Print a completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Read a component list: CycloneDX (JSON) or Cargo.lock.
    Components {
        /// The file; known by what is in it.
        file: PathBuf,
    },
    /// Contracts and their terms.
    #[command(subcommand)]
    Contract(assess::contract::Contract),
    /// Make the sample workspace: a shop, its vendors, and a year of their story.
    Demo {
        /// Where; nothing may be there yet.
        file: PathBuf,
        /// When its story ends, a day or a moment [default: now].
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// What stands behind answers.
    #[command(subcommand)]
    Evidence(assess::Evidence),
    /// The seven factors and the words of their levels.
    Factors,
    /// What was done, and what each field has held.
    #[command(subcommand)]
    History(History),
    /// Print the manual page.
    Man,
    /// Match component lists against the advisory library.
    Match {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Exit status 1 when something found is as grave; what has no score counts as so.
        #[arg(long, value_name = "SEVERITY")]
        fail_on: Option<FailOn>,
    },
    /// Notices of what is shipped and is not ours.
    Notices,
    /// Where all vendors stand: tier by residual risk, claims, gates, findings, dates.
    Overview,
    /// Grant any wish by its name.
    Perform {
        /// The wish, as “caveat actions” names it.
        name: String,
        /// Its input as JSON; “-” reads it from standard input.
        #[arg(default_value = "{}")]
        input: String,
    },
    /// The rating policy.
    #[command(subcommand)]
    Policy(Policy),
    /// Questionnaires and their answers.
    #[command(subcommand)]
    Questionnaire(assess::Questionnaire),
    /// Make every table again from the log alone, then verify.
    Rebuild,
    /// Write a report as a PDF.
    #[command(subcommand)]
    Report(assess::Report),
    /// Roots that are trusted besides Mozilla's.
    #[command(subcommand)]
    Root(tls::Root),
    /// The services of a vendor.
    #[command(subcommand)]
    Service(Service),
    /// Look at TLS endpoints, once: a visit, nothing is saved.
    Tls(tls::Tls),
    /// Weigh factors into an inherent tier, without saving anything.
    Tier {
        /// What is known of each factor.
        #[command(flatten)]
        factors: FactorArgs,
    },
    /// Undo the last act, or the one named, where nobody has written since.
    Undo {
        /// Which act, as “caveat history acts” shows it.
        act: Option<String>,
    },
    /// The inventory.
    #[command(subcommand)]
    Vendor(Vendor),
    /// Check the file, the log and every table; exit status 2 when something is wrong.
    Verify,
    /// The workspace file.
    #[command(subcommand)]
    Workspace(Workspace),
}

/// What can be done with the rating policy.
#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Rate raw facts: one case or a list of them in, one result or a list out.
    Evaluate {
        /// A file of JSON; “-” reads standard input.
        file: PathBuf,
    },
}

/// What was done.
#[derive(Debug, Subcommand)]
pub enum History {
    /// The newest acts.
    Acts {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// What each field of a vendor, or of any row by its id, has held.
    Show {
        /// The vendor's name, or any row's id.
        row: String,
    },
}

/// What can be done with the workspace file.
#[derive(Debug, Subcommand)]
pub enum Workspace {
    /// Make a new, empty workspace file.
    Create {
        /// Where; nothing may be there yet.
        file: PathBuf,
    },
    /// Say which workspace is open and how much is in it.
    Show,
}

/// What can be done with vendors.
#[derive(Debug, Subcommand)]
pub enum Vendor {
    /// Add a vendor.
    Add {
        /// The name it is known by here.
        name: String,
        /// What kind of company it is.
        #[arg(long, default_value = "other")]
        kind: Kind,
        /// The other fields.
        #[command(flatten)]
        fields: VendorFields,
    },
    /// Put a vendor aside, its history kept.
    Archive {
        /// Name or id.
        vendor: String,
    },
    /// Change a vendor; an empty value clears a field.
    Edit {
        /// Name or id.
        vendor: String,
        /// The new name.
        #[arg(long)]
        name: Option<String>,
        /// What kind of company it is.
        #[arg(long)]
        kind: Option<Kind>,
        /// Where it stands.
        #[arg(long)]
        stage: Option<Stage>,
        /// The other fields.
        #[command(flatten)]
        fields: VendorFields,
    },
    /// List the vendors with the inherent tier of their riskiest service.
    List {
        /// Archived ones too.
        #[arg(long)]
        archived: bool,
    },
    /// Take a vendor back out of the archive.
    Restore {
        /// Name or id.
        vendor: String,
    },
    /// Show a vendor with its services and the tier explained.
    Show {
        /// Name or id.
        vendor: String,
    },
}

/// A vendor's fields that need not be known.
#[derive(Debug, clap::Args)]
pub struct VendorFields {
    /// The name in its contracts.
    #[arg(long)]
    pub legal_name: Option<String>,
    /// Its public address.
    #[arg(long)]
    pub website: Option<String>,
    /// Country of its seat, two letters.
    #[arg(long)]
    pub country: Option<String>,
    /// Who answers for it here.
    #[arg(long)]
    pub owner: Option<String>,
    /// Free words.
    #[arg(long)]
    pub note: Option<String>,
}

/// What can be done with services.
#[derive(Debug, Subcommand)]
pub enum Service {
    /// Add a service to a vendor.
    Add {
        /// The vendor's name or id.
        vendor: String,
        /// What the service is called here.
        name: String,
        /// Its other fields.
        #[command(flatten)]
        fields: ServiceFields,
        /// What its inherent risk is weighed from.
        #[command(flatten)]
        factors: FactorArgs,
    },
    /// Put a service aside, its history kept.
    Archive {
        /// The service's id, as “caveat vendor show” prints it.
        service: String,
    },
    /// Change a service; an empty value clears a field, “unknown” a factor.
    Edit {
        /// The service's id, as “caveat vendor show” prints it.
        service: String,
        /// The new name.
        #[arg(long)]
        name: Option<String>,
        /// Its other fields.
        #[command(flatten)]
        fields: ServiceFields,
        /// What its inherent risk is weighed from.
        #[command(flatten)]
        factors: FactorArgs,
    },
}

/// A service's fields that need not be known.
#[derive(Debug, clap::Args)]
pub struct ServiceFields {
    /// What it is used for.
    #[arg(long)]
    pub purpose: Option<String>,
    /// Who needs it, and decides when it ends.
    #[arg(long)]
    pub business_owner: Option<String>,
}

/// The seven factors, 0 (harmless) to 4 (gravest), or “unknown”.
#[derive(Debug, clap::Args)]
pub struct FactorArgs {
    /// How sensitive the data are, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub data_sensitivity: Option<Level>,
    /// What it can reach, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub access: Option<Level>,
    /// What stops when it stops, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub criticality: Option<Level>,
    /// What its AI decides, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub ai_autonomy: Option<Level>,
    /// How many people's data it holds, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub data_volume: Option<Level>,
    /// How hard it is to replace, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub substitutability: Option<Level>,
    /// Which rules bind it, 0–4.
    #[arg(long, value_name = "LEVEL")]
    pub regulatory: Option<Level>,
}

/// A level as it is written; what it may be is checked where it is used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Level(pub Option<u8>);

impl std::str::FromStr for Level {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "unknown" => Ok(Self(None)),
            number => number.parse().map(|level| Self(Some(level))).map_err(|_| "0 to 4, or “unknown”".to_owned()),
        }
    }
}

/// What kind of company a vendor is.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are the wire's, explained there")]
pub enum Kind {
    AiVendor,
    CloudProvider,
    DataSupplier,
    Other,
    Saas,
}

/// Where a vendor stands on the road from request to exit.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are the wire's, explained there")]
pub enum Stage {
    Request,
    Triage,
    Assessment,
    SecurityReview,
    Contract,
    Decision,
    Active,
    Exit,
}

/// The wire's word for a choice.
pub fn word(choice: impl ValueEnum) -> Option<String> {
    choice.to_possible_value().map(|value| value.get_name().to_owned())
}
