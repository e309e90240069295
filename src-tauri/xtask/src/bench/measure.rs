//! Whole processes, measured: seconds on the wall and of the processor by bash's `time`, the most
//! memory at once by GNU time. Ours and the peer's runs alternate, so that whatever else the
//! machine does meets both.

use crate::shell;
use std::path::Path;
use std::process::{Command, Stdio};

/// What one run took, or the median of several.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of the processor, all threads and children; `None` where nobody counted.
    pub cpu: Option<f64>,
    /// MiB at most in memory, of the largest process; `None` where nobody counted.
    pub memory: Option<f64>,
}

/// A program to be measured.
pub struct Task {
    pub program: String,
    pub arguments: Vec<String>,
    pub variables: Vec<(String, String)>,
    /// What it ends with when it did its work.
    pub good: &'static [i32],
}

/// Ours, the peer's, and how ours stands to the peer's.
pub struct Pair {
    pub ours: Figures,
    pub peer: Figures,
    /// Median of the rounds' ratios of wall time, ours to the peer's.
    pub ratio: f64,
}

impl Task {
    /// A program with its arguments.
    pub fn new(program: &str, arguments: &[&str]) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            variables: Vec::new(),
            good: &[0],
        }
    }

    /// With these variables in its environment.
    pub fn with(mut self, variables: &[(&str, String)]) -> Self {
        self.variables.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        self
    }

    /// Runs it once.
    ///
    /// # Errors
    /// When it does not do its work; with what it said.
    pub fn once(&self, scratch: &Path) -> Result<Figures, String> {
        let [time, memory, said] = ["time", "memory", "said"].map(|name| scratch.join(name));
        // the shell's own error stream takes the times, the program's goes to a file of its own
        let script = "times=$1 memory=$2 said=$3; shift 3; TIMEFORMAT='%3R %3U %3S'
            { time /usr/bin/time --quiet --format %M --output \"$memory\" \"$@\" >/dev/null 2>\"$said\"; } 2>\"$times\"";
        let status = Command::new("bash")
            .args(["-c", script, "bash"])
            .args([&time, &memory, &said])
            .arg(&self.program)
            .args(&self.arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .status()
            .map_err(|error| format!("bash could not be started: {error}."))?;
        if !status.code().is_some_and(|code| self.good.contains(&code)) {
            let said = shell::read(&said).unwrap_or_default();
            let last = said.lines().last().unwrap_or_default();
            return Err(format!("“{}” did not succeed ({status}): {last}", self.program));
        }
        figures(&shell::read(&time)?, &shell::read(&memory)?)
    }

    /// The median of so many runs, after one that warms up.
    pub fn alone(&self, scratch: &Path, rounds: usize) -> Result<Figures, String> {
        self.once(scratch)?;
        let runs = (0..rounds).map(|_| self.once(scratch)).collect::<Result<Vec<_>, _>>()?;
        Ok(middle(&runs))
    }

    /// The medians of so many rounds of both in turn, after one that warms up.
    pub fn beside(&self, peer: &Self, scratch: &Path, rounds: usize) -> Result<Pair, String> {
        self.once(scratch)?;
        peer.once(scratch)?;
        let both = (0..rounds)
            .map(|_| Ok((self.once(scratch)?, peer.once(scratch)?)))
            .collect::<Result<Vec<(Figures, Figures)>, String>>()?;
        let (ours, peers): (Vec<Figures>, Vec<Figures>) = both.iter().copied().unzip();
        let ratios = both.iter().map(|(ours, peer)| ours.wall / peer.wall);
        Ok(Pair { ours: middle(&ours), peer: middle(&peers), ratio: median(ratios).unwrap_or(f64::NAN) })
    }
}

/// What both programs wrote.
fn figures(time: &str, memory: &str) -> Result<Figures, String> {
    let numbers: Vec<f64> = time.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let kibibytes: Option<f64> = memory.split_whitespace().last().and_then(|number| number.parse().ok());
    match (numbers.as_slice(), kibibytes) {
        ([wall, user, system], Some(kibibytes)) => {
            Ok(Figures { wall: *wall, cpu: Some(user + system), memory: Some(kibibytes / 1024.0) })
        }
        _ => Err(format!("The times cannot be read: “{}” and “{}”.", time.trim(), memory.trim())),
    }
}

/// The median of each figure.
pub fn middle(runs: &[Figures]) -> Figures {
    let of = |figure: fn(&Figures) -> Option<f64>| median(runs.iter().filter_map(figure));
    Figures { wall: of(|run| Some(run.wall)).unwrap_or(f64::NAN), cpu: of(|run| run.cpu), memory: of(|run| run.memory) }
}

/// The middle one; of an even number the mean of the two in the middle.
pub fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => None,
        even if even % 2 == 0 => Some((values[half - 1] + values[half]) / 2.0),
        _ => Some(values[half]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_the_middle_in_any_order() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), Some(2.0));
        assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), Some(2.5));
        assert_eq!(median([].into_iter()), None);
    }

    #[test]
    fn times_are_read_as_both_programs_write_them() {
        let read = figures("0.123 0.080 0.020\n", "Command exited with non-zero status 1\n20480\n").expect("figures");
        assert_eq!((read.wall, read.memory), (0.123, Some(20.0)));
        assert!((read.cpu.expect("counted") - 0.1).abs() < 1e-9);
        assert!(figures("0.1 0.2", "1").is_err() && figures("0.1 0.2 0.3", "").is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_run_that_fails_is_no_figure() {
        let scratch = std::env::temp_dir().join(format!("caveat-measure-{}", std::process::id()));
        std::fs::create_dir_all(&scratch).expect("a folder");
        let failed = Task::new("sh", &["-c", "echo too bad >&2; exit 3"]).once(&scratch);
        std::fs::remove_dir_all(&scratch).expect("removed");
        assert!(failed.is_err_and(|what| what.contains("too bad")));
    }
}
