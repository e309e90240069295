//! The report on one vendor: verdict first, every section printed even when it is empty, method
//! and sources shown, the direction of every number beside it.

mod appendix;
mod closing;
mod cover;
mod findings;
mod gates;
mod rating;
mod technical;
mod terms;
mod verdict;

use crate::finish::{About, finish};
use crate::flow::{Flow, baseline, single};
use crate::font::{Fonts, Style};
use crate::look::*;
use crate::wrap::span;
use crate::{Report, ReportError};
use caveat_core::dossier::{Dossier, ServiceDossier};
use caveat_core::policy::Degree;
use caveat_core::rating::printed;
use caveat_core::text::{counted, day};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// Makes the report of a dossier.
///
/// # Errors
/// [`ReportError`]: a fault of this program.
pub fn report(dossier: &Dossier) -> Result<Report, ReportError> {
    let json = serde_json::to_vec(dossier).map_err(|error| ReportError::Document(error.to_string()))?;
    let record: String = Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect();
    let fonts = Fonts::shipped()?;
    let mut flow = Flow::new(&fonts);
    cover::draw(&mut flow, dossier, &record);
    verdict::draw(&mut flow, dossier);
    let contents = reserve_contents(&mut flow);
    rating::draw(&mut flow, dossier);
    technical::draw(&mut flow, dossier);
    terms::draw(&mut flow, dossier);
    closing::draw(&mut flow, dossier);
    fill_contents(&mut flow, contents);
    heads_and_feet(&mut flow, dossier, &record);
    let pages = flow.canvas.pages.len() as u32;
    let about = About {
        title: format!("Vendor assessment: {}", dossier.vendor.name),
        as_of: dossier.as_of,
        program: format!("Caveat {}", dossier.program),
        attached: Some(json),
    };
    Ok(Report { bytes: finish(flow.canvas, &about)?, pages, record })
}

/// A page for the contents, which are known only at the end.
fn reserve_contents(flow: &mut Flow<'_>) -> (usize, usize) {
    flow.page();
    (flow.canvas.page(), flow.canvas.element(0, "TOC"))
}

fn fill_contents(flow: &mut Flow<'_>, (page, contents): (usize, usize)) {
    let sections: Vec<(String, usize)> = flow
        .canvas
        .headings
        .iter()
        .filter(|heading| heading.level == 1)
        .map(|heading| (heading.title.clone(), heading.page + 1))
        .collect();
    flow.canvas.turn_to(page);
    flow.y = TOP;
    let title = flow.canvas.element(contents, "Caption");
    flow.lines(title, &[span("Contents", Style::Strong, INK)], LEFT, COLUMN, 17.0, 24.0);
    flow.gap(10.0);
    for (title, page) in sections {
        let item = flow.canvas.element(contents, "TOCI");
        let base = baseline(flow.y, TEXT, 21.0);
        let (number, words) = title.split_once(' ').unwrap_or(("", &title));
        flow.put(item, "P", &[span(number, Style::Regular, INK3)], (LEFT, base), TEXT);
        flow.put(item, "P", &[span(words, Style::Regular, INK)], (LEFT + 22.0, base), TEXT);
        let line = single(flow.canvas.fonts, &[span(page.to_string(), Style::Regular, INK)], TEXT);
        flow.put(item, "P", &[span(page.to_string(), Style::Regular, INK)], (LEFT + COLUMN - line.width, base), TEXT);
        flow.gap(22.0);
        flow.rule(LINE, 0.5);
    }
}

/// Subject and classification above, as-of, policy, record and page below; not on the cover.
fn heads_and_feet(flow: &mut Flow<'_>, dossier: &Dossier, record: &str) {
    let fonts = flow.canvas.fonts;
    let total = flow.canvas.pages.len();
    let quiet = |text: String| span(text, Style::Regular, INK3);
    let subject = single(fonts, &[quiet(format!("Vendor assessment: {}", dossier.vendor.name))], TINY);
    let class = single(fonts, &[quiet(dossier.classification.clone())], TINY);
    let foot = [
        quiet(format!("As of {}. Policy {} ", moment(dossier.as_of), dossier.policy)),
        span(grouped(&dossier.policy_hash, 2), Style::Mono, INK3),
        quiet(". Record ".to_owned()),
        span(grouped(record, 3), Style::Mono, INK3),
    ];
    let foot = single(fonts, &foot, TINY);
    for page in 0..total {
        let number = single(fonts, &[quiet(format!("{} of {total}", page + 1))], TINY);
        flow.canvas.turn_to(page);
        flow.canvas.artifact(|canvas| {
            if page > 0 {
                canvas.line_of_text(&subject, LEFT, 34.0, TINY);
                canvas.line_of_text(&class, LEFT + COLUMN - class.width, 34.0, TINY);
                canvas.stroke(LINE, 0.5, &[(LEFT, HEIGHT - 42.0), (LEFT + COLUMN, HEIGHT - 42.0)]);
                canvas.line_of_text(&foot, LEFT, HEIGHT - 28.0, TINY);
            }
            canvas.line_of_text(&number, LEFT + COLUMN - number.width, HEIGHT - 28.0, TINY);
        });
    }
}

/// The service that the vendor shows: its worst.
fn worst(dossier: &Dossier) -> Option<&ServiceDossier> {
    dossier.services.first()
}

/// A number without decimals, as on screens outside breakdowns.
fn whole(number: f64) -> String {
    format!("{:.0}", (printed(number) + 1e-9).round())
}

/// A number with one decimal.
fn tenth(number: f64) -> String {
    format!("{:.1}", printed(number))
}

/// A moment in UTC, as people write it.
fn moment(moment: DateTime<Utc>) -> String {
    moment.format("%-d %b %Y, %H:%M UTC").to_string()
}

/// The first characters of a hash in groups of four.
fn grouped(hash: &str, groups: usize) -> String {
    let characters: Vec<char> = hash.chars().take(groups * 4).collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// A residual risk in words.
fn residual_words(residual: Option<Degree>) -> &'static str {
    residual.map_or("Not rated", Degree::words)
}

/// snake_case as words.
fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

/// The wire's word of a small enum, as people write it.
fn said(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => {
            let words = capital(&spaced(&word));
            match words.as_str() {
                "Ai" => "AI".to_owned(),
                "Ai vendor" => "AI vendor".to_owned(),
                "Subprocessors" => "Sub-processors".to_owned(),
                "Saas" => "SaaS".to_owned(),
                _ => words,
            }
        }
        _ => String::new(),
    }
}

/// The same words with a capital at their head.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
