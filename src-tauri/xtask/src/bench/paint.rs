//! How long the window takes from its start to its first useful picture: the display keeps its
//! pixels in a file (Xvfb's -fbdir), which is watched from outside. Useful is the first moment at
//! which nearly everything stands that stands in the picture once nothing moves any more.

use super::measure::Figures;
use crate::screen::Screen;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const WIDTH: usize = 1440;
const HEIGHT: usize = 900;
/// Every so many-th pixel of a line, and line, is looked at.
const STRIDE: usize = 3;
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(4);
/// A picture that stays so long is the last.
const STILL: Duration = Duration::from_secs(2);
/// A window that has not come to rest until then never will.
const PATIENCE: Duration = Duration::from_secs(60);
/// The part of what is drawn that has to stand to be useful.
const USEFUL: f64 = 0.95;

/// Seconds to the first useful picture, and MiB of memory of the window and WebKit's processes
/// together once it is at rest (each page of memory counted once).
///
/// # Errors
/// When nothing is painted.
pub fn start(program: &str, variables: &[(&str, String)], scratch: &Path) -> Result<Figures, String> {
    let pixels = scratch.join("pixels");
    crate::shell::fresh(&pixels)?;
    let screen = Screen::new(WIDTH as u32, HEIGHT as u32, Some(&pixels))?;
    let file = pixels.join("Xvfb_screen0");
    let look = || std::fs::read(&file).map(|bytes| sampled(&bytes)).map_err(|error| format!("The display: {error}."));
    let mut seen = vec![(Duration::ZERO, look()?)];
    let begun = Instant::now();
    let window = Window::open(program, variables, &screen.name())?;
    loop {
        std::thread::park_timeout(PAUSE);
        let (now, picture) = (begun.elapsed(), look()?);
        match seen.last() {
            Some((_, last)) if *last != picture => seen.push((now, picture)),
            Some((since, _)) if seen.len() > 1 && now - *since > STILL => break,
            _ if now > PATIENCE => return Err("The window painted nothing, or never came to rest.".to_owned()),
            _ => {}
        }
    }
    let memory = window.memory();
    drop(window);
    match useful(&seen) {
        Some(at) => Ok(Figures { wall: at.as_secs_f64(), cpu: None, memory }),
        None => Err("The window painted an empty picture.".to_owned()),
    }
}

/// Some of the pixels, without the head of the file.
fn sampled(file: &[u8]) -> Vec<u32> {
    let pixels = &file[file.len().saturating_sub(WIDTH * HEIGHT * 4)..];
    let line = |y: usize| (0..WIDTH).step_by(STRIDE).map(move |x| (y * WIDTH + x) * 4);
    (0..HEIGHT)
        .step_by(STRIDE)
        .flat_map(line)
        .filter_map(|at| pixels.get(at..at + 4))
        .map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]))
        .collect()
}

/// When the first picture stood that holds nearly all that is drawn in the last; `None` when the
/// last is empty.
fn useful(seen: &[(Duration, Vec<u32>)]) -> Option<Duration> {
    let (_, last) = seen.last()?;
    let ground = commonest(last);
    let drawn: Vec<usize> = (0..last.len()).filter(|&at| last[at] != ground).collect();
    if drawn.len() * 100 < last.len() {
        return None;
    }
    let stands = |picture: &[u32]| drawn.iter().filter(|&&at| picture.get(at) == last.get(at)).count();
    let found = seen.iter().find(|(_, picture)| stands(picture) as f64 >= drawn.len() as f64 * USEFUL);
    found.map(|(at, _)| *at)
}

/// The colour that most pixels have.
fn commonest(picture: &[u32]) -> u32 {
    let mut sorted = picture.to_vec();
    sorted.sort_unstable();
    let (mut best, mut from) = ((0, 0), 0);
    for at in 1..=sorted.len() {
        if at == sorted.len() || sorted[at] != sorted[from] {
            best = best.max((at - from, sorted[from]));
            from = at;
        }
    }
    best.1
}

/// The window with WebKit's processes: one group, which ends when dropped.
struct Window(Child);

impl Window {
    fn open(program: &str, variables: &[(&str, String)], display: &str) -> Result<Self, String> {
        let mut command = Command::new(program);
        grouped(&mut command)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .env("DISPLAY", display)
            .env("LANG", "en_US.UTF-8")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Self)
            .map_err(|error| format!("“{program}” could not be started: {error}."))
    }

    /// What the group holds in memory: shared pages are divided among those who share them.
    fn memory(&self) -> Option<f64> {
        let group = self.0.id().to_string();
        let mut kibibytes = 0;
        for entry in std::fs::read_dir("/proc").ok()?.filter_map(Result::ok) {
            let read = |name: &str| std::fs::read_to_string(entry.path().join(name)).unwrap_or_default();
            // after the name in brackets: state, parent, group
            if read("stat").rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(2)) == Some(&group) {
                kibibytes += proportional(&read("smaps_rollup")).unwrap_or_default();
            }
        }
        (kibibytes > 0).then(|| kibibytes as f64 / 1024.0)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.0.id())]).status();
        let _ = self.0.wait();
    }
}

/// What it starts stands in one group with it.
#[cfg(unix)]
fn grouped(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

#[cfg(not(unix))]
fn grouped(command: &mut Command) -> &mut Command {
    command
}

fn proportional(rollup: &str) -> Option<u64> {
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn useful_is_the_first_picture_that_holds_nearly_all_of_the_last() {
        let at = Duration::from_millis;
        let picture = |drawn: usize| (0..100).map(|place| u32::from(place < drawn)).collect::<Vec<_>>();
        let seen = [(at(0), picture(0)), (at(10), picture(20)), (at(20), picture(39)), (at(30), picture(40))];
        assert_eq!(useful(&seen), Some(at(20)));
        assert_eq!(useful(&seen[..1]), None, "an empty picture is none");
        assert_eq!(useful(&[]), None);
    }

    #[test]
    fn memory_is_read_as_the_system_writes_it() {
        assert_eq!(proportional("00-ff r\nRss:  900 kB\nPss:     512 kB\nPss_Anon: 1 kB\n"), Some(512));
        assert_eq!(commonest(&[3, 1, 3, 2]), 3);
    }
}
