//! The system's packages that building needs. On Debian and Ubuntu they are installed, after
//! saying which and why; elsewhere the exact command is printed.

use crate::shell;
use std::process::{Command, Stdio};

/// A package that has to be there.
struct Package {
    /// Its name in Debian and Ubuntu.
    debian: &'static str,
    /// What it is needed for.
    why: &'static str,
    /// A program that shows it is there where packages cannot be asked for.
    program: &'static str,
}

const NEEDED: &[Package] = &[
    Package { debian: "gcc", why: "compiles SQLite, SQLCipher and OpenSSL", program: "cc" },
    Package { debian: "libc6-dev", why: "the headers they are compiled with", program: "cc" },
    Package { debian: "make", why: "drives OpenSSL's build", program: "make" },
    Package { debian: "perl", why: "configures OpenSSL's build", program: "perl" },
];

/// Sees to it that every package needed is there.
///
/// # Errors
/// Says what is missing and how to get it.
pub fn installed() -> Result<(), String> {
    if shell::on_path("apt-get") && shell::on_path("dpkg-query") {
        let missing: Vec<&Package> = NEEDED.iter().filter(|package| !has(package.debian)).collect();
        return if missing.is_empty() { Ok(()) } else { install(&missing) };
    }
    let missing: Vec<&Package> = NEEDED.iter().filter(|package| !shell::on_path(package.program)).collect();
    if missing.is_empty() || cfg!(windows) {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.program).collect();
    Err(format!("Missing: {}. Install them with:\n  {}", names.join(", "), elsewhere()))
}

fn has(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

fn install(missing: &[&Package]) -> Result<(), String> {
    println!("Installing what building Caveat needs:");
    for package in missing {
        println!("  {:<16}{}", package.debian, package.why);
    }
    let names = missing.iter().map(|package| package.debian);
    let mut arguments = vec!["install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
    arguments.extend(names);
    let by_hand = format!("apt-get {}", arguments.join(" "));
    let asked = as_administrator(&["update"]).and_then(|()| as_administrator(&arguments));
    asked.map_err(|what| format!("{what}\nInstall them by hand:\n  {by_hand}"))
}

fn as_administrator(arguments: &[&str]) -> Result<(), String> {
    let variables = [("DEBIAN_FRONTEND", "noninteractive")];
    let is_root = shell::output("id", &["-u"]).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return shell::run_with("apt-get", arguments, &variables);
    }
    if !shell::on_path("sudo") {
        return Err("Installing packages needs an administrator.".to_owned());
    }
    // sudo asks for the password itself, on the terminal
    let status = Command::new("sudo")
        .arg("DEBIAN_FRONTEND=noninteractive")
        .arg("apt-get")
        .args(arguments)
        .status()
        .map_err(|error| format!("“sudo” could not be started: {error}."))?;
    if status.success() {
        Ok(())
    } else {
        Err("The packages could not be installed.".to_owned())
    }
}

/// The command that installs a compiler, make and perl on this system.
fn elsewhere() -> &'static str {
    [
        ("dnf", "sudo dnf install gcc make perl"),
        ("pacman", "sudo pacman -S --needed base-devel perl"),
        ("zypper", "sudo zypper install gcc make perl"),
        ("apk", "sudo apk add build-base linux-headers perl"),
        ("xcode-select", "xcode-select --install"),
    ]
    .into_iter()
    .find(|(program, _)| shell::on_path(program))
    .map_or("your system's package manager: gcc make perl", |(_, command)| command)
}
