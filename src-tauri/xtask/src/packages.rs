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
    /// A program that shows it is there where packages cannot be asked for; "" when none does.
    program: &'static str,
}

/// What the packages are for.
#[derive(Clone, Copy, PartialEq)]
pub enum Purpose {
    /// Building the command line.
    CommandLine,
    /// Building the window as well.
    Window,
    /// Running every test as well.
    Tests,
    /// Measuring against other programs as well.
    Figures,
    /// Fetching Node, where there is none.
    Node,
}

const fn package(debian: &'static str, program: &'static str, why: &'static str) -> Package {
    Package { debian, why, program }
}

const COMMAND_LINE: &[Package] = &[
    package("gcc", "cc", "compiles SQLite, SQLCipher and OpenSSL"),
    package("libc6-dev", "cc", "the headers they are compiled with"),
    package("make", "make", "drives OpenSSL's build"),
    package("perl", "perl", "configures OpenSSL's build"),
];
const WINDOW: &[Package] = &[
    package("pkg-config", "pkg-config", "finds the libraries below"),
    package("libwebkit2gtk-4.1-dev", "", "draws the page in the window"),
    package("librsvg2-dev", "", "draws the window's icons"),
];
const TESTS: &[Package] = &[
    package("webkit2gtk-driver", "WebKitWebDriver", "drives the real window"),
    package("xvfb", "Xvfb", "a display for it without a screen"),
    package("xauth", "xauth", "goes with that display"),
    package("dbus", "dbus-daemon", "the desktop's message bus"),
    package("fonts-dejavu-core", "", "letters for what our own fonts lack"),
    package("poppler-utils", "pdftotext", "reads the reports back"),
    package("qpdf", "qpdf", "checks the reports"),
];
const BROWSER: Package = package("chromium", "chromium", "shows the pages without the window");
const FIGURES: &[Package] = &[
    package("bash", "bash", "takes the time of a program"),
    package("time", "/usr/bin/time", "takes its memory"),
    package("openssl", "openssl", "compared with: one handshake"),
    package("sslscan", "sslscan", "compared with: a scan"),
];
const NODE: &[Package] =
    &[package("python3", "python3", "unpacks Node"), package("python3-pip", "pip3", "fetches Node, hash-checked")];
/// Any of these shows the pages.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Sees to it that every package needed for that purpose is there.
///
/// # Errors
/// Says what is missing and how to get it.
pub fn installed(purpose: Purpose) -> Result<(), String> {
    let mut needed: Vec<&Package> = match purpose {
        Purpose::Node => NODE.iter().collect(),
        _ => COMMAND_LINE.iter().collect(),
    };
    if matches!(purpose, Purpose::Window | Purpose::Tests | Purpose::Figures) {
        needed.extend(WINDOW);
    }
    if purpose == Purpose::Figures {
        needed.extend(FIGURES);
    }
    if matches!(purpose, Purpose::Tests | Purpose::Figures) {
        needed.extend(TESTS);
        if !BROWSERS.iter().any(|browser| shell::on_path(browser)) {
            needed.push(&BROWSER);
        }
    }
    if shell::on_path("apt-get") && shell::on_path("dpkg-query") {
        needed.retain(|package| !has(package.debian));
        return if needed.is_empty() { Ok(()) } else { install(&needed) };
    }
    needed.retain(|package| !package.program.is_empty() && !shell::on_path(package.program));
    if needed.is_empty() || cfg!(windows) {
        return Ok(());
    }
    let names: Vec<&str> = needed.iter().map(|package| package.program).collect();
    Err(format!("Missing: {}. Install what Caveat needs with:\n  {}", names.join(", "), elsewhere()))
}

fn has(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

fn install(missing: &[&Package]) -> Result<(), String> {
    println!("Installing what is missing:");
    for package in missing {
        println!("  {:<24}{}", package.debian, package.why);
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

/// The command that installs all of it on this system.
fn elsewhere() -> &'static str {
    [
        (
            "dnf",
            "sudo dnf install gcc make perl pkgconf webkit2gtk4.1-devel librsvg2-devel xorg-x11-server-Xvfb chromium",
        ),
        ("pacman", "sudo pacman -S --needed base-devel perl webkit2gtk-4.1 librsvg xorg-server-xvfb chromium"),
        ("zypper", "sudo zypper install gcc make perl pkgconf webkit2gtk3-devel librsvg-devel xvfb-run chromium"),
        ("apk", "sudo apk add build-base linux-headers perl pkgconf webkit2gtk-4.1-dev librsvg-dev xvfb chromium"),
        ("xcode-select", "xcode-select --install"),
    ]
    .into_iter()
    .find(|(program, _)| shell::on_path(program))
    .map_or("your system's package manager: gcc make perl pkg-config webkit2gtk-4.1 librsvg", |(_, command)| command)
}
