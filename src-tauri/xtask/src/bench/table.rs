//! The table of figures: what was measured, beside the peer and the target, in words that line up.

use super::measure::{Figures, Pair};

/// One line of it.
pub struct Row {
    /// What was done.
    pub what: String,
    /// What it took, or why that is not known.
    pub figures: Result<Found, String>,
    /// What has to hold, in words; "" where nothing has to.
    pub target: &'static str,
}

/// What was found.
pub struct Found {
    pub ours: Figures,
    /// The other program's name, its figures, and ours to its.
    pub peer: Option<(String, Figures, f64)>,
    /// Does it reach its target? `None` where there is none, or a dev build says nothing.
    pub met: Option<bool>,
    /// More in words: a rate, how much was found.
    pub note: String,
}

impl Found {
    /// Alone.
    pub fn alone(ours: Figures) -> Self {
        Self { ours, peer: None, met: None, note: String::new() }
    }

    /// Beside a peer.
    pub fn beside(pair: &Pair, name: &str) -> Self {
        let Pair { ours, peer, ratio } = *pair;
        Self { ours, peer: Some((name.to_owned(), peer, ratio)), met: None, note: String::new() }
    }

    /// That it reaches its target, or not.
    pub fn met(mut self, met: bool) -> Self {
        self.met = Some(met);
        self
    }

    /// More in words.
    pub fn note(mut self, note: String) -> Self {
        self.note = note;
        self
    }
}

const HEAD: [&str; 11] = ["What", "s", "CPU s", "MiB", "Peer", "s", "CPU s", "MiB", "ours/peer", "Target", "Met"];

/// The whole table as text.
pub fn table(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(cells));
    let widths: Vec<usize> = (0..HEAD.len())
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default())
        .collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        let cells: Vec<String> = line
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let number = matches!(column, 1..=3 | 5..=8);
                let (width, gap) = (*width, *width - cell.chars().count());
                if number {
                    " ".repeat(gap) + cell
                } else {
                    format!("{cell:<width$}")
                }
            })
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
        if at == 0 {
            out.push_str(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  "));
            out.push('\n');
        }
    }
    for row in rows {
        match &row.figures {
            Ok(found) if found.note.is_empty() => {}
            Ok(found) => out.push_str(&format!("\n{}: {}", row.what, found.note)),
            Err(why) => out.push_str(&format!("\n{}: not measured. {why}", row.what)),
        }
    }
    out
}

fn cells(row: &Row) -> [String; 11] {
    let seconds = |value: f64| format!("{value:.3}");
    let some =
        |value: Option<f64>, digits: usize| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"));
    let three = |figures: &Figures| [seconds(figures.wall), some(figures.cpu, 3), some(figures.memory, 0)];
    let none = || ["", "", ""].map(str::to_owned);
    let (ours, peer, name, ratio, met) = match &row.figures {
        Err(_) => (none(), none(), String::new(), String::new(), "not measured".to_owned()),
        Ok(found) => {
            let met = match found.met {
                Some(true) => "yes",
                Some(false) => "NO",
                None => "–",
            };
            let (name, peer, ratio) = match &found.peer {
                Some((name, figures, ratio)) => (name.clone(), three(figures), format!("{ratio:.2}")),
                None => (String::new(), none(), String::new()),
            };
            (three(&found.ours), peer, name, ratio, met.to_owned())
        }
    };
    let ([a, b, c], [d, e, f]) = (ours, peer);
    [row.what.clone(), a, b, c, name, d, e, f, ratio, row.target.to_owned(), met]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_what_is_unknown_is_said() {
        let figures = Figures { wall: 0.5, cpu: Some(0.25), memory: None };
        let pair = Pair { ours: figures, peer: Figures { wall: 1.0, ..figures }, ratio: 0.5 };
        let rows = [
            Row { what: "A".to_owned(), figures: Ok(Found::beside(&pair, "other").met(true)), target: "faster" },
            Row {
                what: "Büro".to_owned(),
                figures: Ok(Found::alone(figures).met(false).note("7 found.".to_owned())),
                target: "≤ 0.1 s",
            },
            Row { what: "C".to_owned(), figures: Err("No data.".to_owned()), target: "" },
        ];
        let text = table(&rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[2], "A     0.500  0.250    –  other  1.000  0.250    –       0.50  faster   yes");
        assert_eq!(lines[3], "Büro  0.500  0.250    –                                       ≤ 0.1 s  NO");
        assert!(lines[4].ends_with("not measured"), "{text}");
        assert!(text.ends_with("Büro: 7 found.\nC: not measured. No data."), "{text}");
    }
}
