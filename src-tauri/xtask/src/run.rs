//! `cargo xtask run`: builds Caveat and opens it. Without a display it goes through the main
//! job, as far as it stands today, by the command line in a fresh folder.

use crate::packages::{self, Purpose};
use crate::{node, shell, window};

/// Builds and opens Caveat, or makes an inventory by the command line.
pub fn run() -> Result<(), String> {
    let shown = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = cfg!(not(target_os = "linux")) || shown("DISPLAY") || shown("WAYLAND_DISPLAY");
    if !display {
        println!("There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open;");
        println!("this is the same main job by the command line.\n");
        return by_command_line();
    }
    packages::installed(Purpose::Window)?;
    println!("Building Caveat (the first time takes a few minutes) …");
    let node = node::found()?;
    node.npm(&["ci"])?;
    node.npm(&["run", "build"])?;
    window::build()?;
    shell::run(&window::program().display().to_string(), &[])
}

fn by_command_line() -> Result<(), String> {
    packages::installed(Purpose::CommandLine)?;
    println!("Building Caveat (the first time takes a few minutes) …");
    shell::run(&shell::cargo(), &["build", "--quiet", "-p", "caveat-cli"])?;
    let folder = shell::target().join("try");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
    }
    let program = shell::target().join("debug").join(format!("caveat{}", std::env::consts::EXE_SUFFIX));
    let (program, folder) = (program.display().to_string(), folder.display().to_string());
    let caveat = |arguments: &[&str]| {
        println!("$ caveat {}", arguments.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "));
        let all: Vec<&str> = ["--data", &folder].iter().chain(arguments).copied().collect();
        shell::run(&program, &all)
    };
    caveat(&["vendor", "add", "Northwind Assist", "--kind", "ai_vendor", "--website", "northwind.example", "--quiet"])?;
    let assistant = "--data-sensitivity 3 --access 3 --criticality 3 --ai-autonomy 2 --data-volume 3 --substitutability 2 --regulatory 2";
    add_service(&caveat, "Northwind Assist", "Shop assistant", assistant)?;
    caveat(&["vendor", "add", "Cumulus Hosting", "--kind", "cloud_provider", "--country", "DE", "--quiet"])?;
    let hosting = "--data-sensitivity 3 --access 4 --criticality 4 --ai-autonomy 0 --data-volume 4 --substitutability 4 --regulatory 2";
    add_service(&caveat, "Cumulus Hosting", "Production cluster", hosting)?;
    caveat(&["vendor", "add", "Tally Analytics", "--kind", "saas", "--quiet"])?;
    add_service(&caveat, "Tally Analytics", "Web statistics", "--data-sensitivity 1 --access 1")?;
    println!("\n# the vendor answers; evidence is noted; the contract is read");
    assess(&caveat)?;
    println!();
    caveat(&["vendor", "list"])?;
    println!();
    caveat(&["questionnaire", "score", "Northwind Assist"])?;
    println!();
    caveat(&["verify"])?;
    let report = format!("{folder}/northwind-assist.pdf");
    caveat(&["report", "vendor", "Northwind Assist", "-o", &report, "--quiet"])?;
    println!("\nThe workspace is {folder}/workspace.caveat");
    println!("{report}");
    Ok(())
}

/// From questionnaire to contract, as a user would by the command line.
fn assess(caveat: &impl Fn(&[&str]) -> Result<(), String>) -> Result<(), String> {
    let vendor = "Northwind Assist";
    caveat(&["questionnaire", "issue", vendor, "--quiet"])?;
    let yes = ["PRV-02", "PRV-03", "API-01", "API-05", "API-06", "SUP-01", "OPS-05"];
    for question in yes {
        caveat(&["questionnaire", "answer", vendor, question, "yes", "--quiet"])?;
    }
    caveat(&["questionnaire", "answer", vendor, "PRV-06", "prohibited", "--quiet"])?;
    caveat(&["questionnaire", "answer", vendor, "SUP-04", "hours", "--hours", "24", "--quiet"])?;
    caveat(&["questionnaire", "answer", vendor, "REG-05", "partly", "--quiet"])?;
    let evidence = "SOC 2 Type II report";
    caveat(&[
        "evidence",
        "add",
        vendor,
        evidence,
        "--kind",
        "independent",
        "--dated",
        "2026-09-30",
        "--until",
        "2027-09-30",
        "--for",
        "OPS-05,PRV-03",
        "--confirmed",
        "--quiet",
    ])?;
    caveat(&["contract", "add", vendor, "Master agreement", "--ends", "2027-03-31", "--notice-days", "90", "--quiet"])
}

fn add_service(
    caveat: &impl Fn(&[&str]) -> Result<(), String>,
    vendor: &str,
    name: &str,
    factors: &str,
) -> Result<(), String> {
    let mut words = vec!["service", "add", vendor, name, "--quiet"];
    words.extend(factors.split(' '));
    caveat(&words)
}

fn quoted(word: &str) -> String {
    if word.contains(' ') {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}
