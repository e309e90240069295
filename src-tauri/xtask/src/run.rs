//! `cargo xtask run`: builds Caveat and opens it. Without a display it goes through the main
//! job by the command line, on the sample workspace.

use crate::caveat::Caveat;
use crate::packages::{self, Purpose};
use crate::window::Profile;
use crate::{node, shell};

/// Builds and opens Caveat, or goes from the sample's inventory to a report by the command line.
pub fn run() -> Result<(), String> {
    let shown = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = cfg!(not(target_os = "linux")) || shown("DISPLAY") || shown("WAYLAND_DISPLAY");
    if !display {
        println!("There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open;");
        println!("this is the same main job by the command line, on the sample workspace.\n");
        return by_command_line();
    }
    packages::installed(Purpose::Window)?;
    println!("Building Caveat (the first time takes a few minutes) …");
    node::found()?.build_page()?;
    Profile::Dev.build()?;
    shell::run(&shell::text(&Profile::Dev.program("caveat-window")), &[])
}

fn by_command_line() -> Result<(), String> {
    packages::installed(Purpose::CommandLine)?;
    println!("Building Caveat (the first time takes a few minutes) …");
    shell::run(&shell::cargo(), &["build", "--quiet", "--locked", "-p", "caveat-cli"])?;
    let caveat = Caveat::new(Profile::Dev, &shell::target().join("try"))?;
    let workspace = shell::text(&caveat.workspace);
    for (name, value) in caveat.places() {
        println!("$ export {name}={}", quoted(&value));
    }
    let told = |arguments: &[&str]| {
        println!("\n$ caveat {}", arguments.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "));
        caveat.run(arguments)
    };
    told(&["demo", &workspace])?;
    told(&["vendor", "list"])?;
    let vendor = caveat.telling_vendor()?;
    told(&["questionnaire", "score", &vendor.name])?;
    // what one of the sample's own component lists is affected by
    let lists = std::fs::read_dir(shell::root().join("assets/sample/lists")).into_iter().flatten();
    if let Some(list) = lists.filter_map(Result::ok).map(|entry| shell::text(&entry.path())).min() {
        told(&["match", &list])?;
    }
    told(&["verify"])?;
    let report = shell::text(&caveat.data.join("report.pdf"));
    told(&["report", "vendor", &vendor.name, "-o", &report, "--quiet"])?;
    println!("\n{report}");
    Ok(())
}

fn quoted(word: &str) -> String {
    if word.contains(' ') {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}
