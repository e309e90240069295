//! Running other programs from the repository's root, with their words passed through.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where cargo puts what it builds for the workspace.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |said| root().join(said))
}

/// The cargo that runs this chore.
pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// The compiler that cargo uses.
pub fn rustc() -> String {
    std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned())
}

/// Runs a program to its end.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    run_with(program, arguments, &[])
}

/// The same with variables added to the environment.
pub fn run_with(program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), String> {
    run_in(&root(), program, arguments, variables)
}

/// The same in another folder.
pub fn run_in(folder: &Path, program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), String> {
    let status = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("“{program}” could not be started: {error}."))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("“{program} {}” did not succeed ({status}).", arguments.join(" ")))
    }
}

/// What a program prints on standard output.
pub fn output(program: &str, arguments: &[&str]) -> Result<String, String> {
    output_with(program, arguments, &[])
}

/// The same with variables added to the environment.
pub fn output_with(program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<String, String> {
    let output = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(root())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("“{program}” could not be started: {error}."))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("“{program} {}” did not succeed ({}).", arguments.join(" "), output.status))
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Makes a folder anew, with nothing in it.
///
/// # Errors
/// When what is there cannot be removed, or the folder not be made.
pub fn fresh(folder: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}.", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(failed)?;
    }
    std::fs::create_dir_all(folder).map_err(failed)
}

/// Writes a file, its folder made where it is missing.
///
/// # Errors
/// Names the file that cannot be written.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}.", path.display());
    path.parent().map_or(Ok(()), |folder| std::fs::create_dir_all(folder).map_err(failed))?;
    std::fs::write(path, content).map_err(failed)
}

/// Reads a file of text.
///
/// # Errors
/// Names the file that cannot be read.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}.", path.display()))
}

/// Is there a program of that name on the path?
pub fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
