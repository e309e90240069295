//! Answers in words, for people at a terminal. Reads the same JSON that `--json` prints, so
//! that the two cannot say different things.

use serde_json::Value;
use std::fmt::Write;

/// The inventory as a table.
pub fn vendors(list: &Value) -> String {
    let vendors = rows(&list["vendors"]);
    if vendors.is_empty() {
        return "No vendors yet. “caveat vendor add NAME” adds the first.\n".to_owned();
    }
    let mut lines = vec![
        ["Tier", "Vendor", "Kind", "Stage", "Services", "Inherent", "Residual", "Assurance", "Riskiest service"]
            .map(str::to_owned),
    ];
    lines.extend(vendors.iter().map(|row| {
        let triaged = row["triaged"] == true;
        [
            if triaged { format!("T{}", row["tier"]) } else { "not triaged".to_owned() },
            format!("{}{}", text(&row["name"]), if row["archived"] == true { " (archived)" } else { "" }),
            spaced(&row["kind"]),
            spaced(&row["stage"]),
            row["services"].to_string(),
            if triaged { number(&row["score"]) } else { "–".to_owned() },
            match &row["worst"]["residual"] {
                Value::Null => "not rated".to_owned(),
                residual => spaced(residual),
            },
            if row["worst"].is_null() { "–".to_owned() } else { number(&row["worst"]["assurance"]) },
            text(&row["riskiest"]),
        ]
    }));
    format!(
        "{}\n{} listed. Inherent: higher is riskier; assurance: higher is safer; both 0 to 100.\n",
        columns(&lines),
        counted(vendors.len(), "vendor")
    )
}

/// A sample that was made.
pub fn sample(made: &Value) -> String {
    let path = text(&made["path"]);
    format!(
        "{path}: {} vendors, {} services, {} looks at endpoints, {} acts; its story ends at {}.\n\
         All of it is invented but the advisories (“caveat notices”). See it with\n  caveat --workspace {path} vendor list\n",
        made["vendors"],
        made["services"],
        made["looks"],
        made["acts"],
        text(&made["ends_at"])
    )
}

/// Notices of what is shipped and is not ours.
pub fn notices(list: &Value) -> String {
    let mut out = String::new();
    for notice in rows(&list["notices"]) {
        let head = format!("{} ({})", text(&notice["title"]), text(&notice["licence"]));
        let _ = writeln!(out, "{head}\n{}\n{}\n", "=".repeat(head.chars().count()), text(&notice["text"]).trim());
    }
    out
}

/// One vendor with its services.
pub fn vendor(view: &Value, known: &Value) -> String {
    let vendor = &view["vendor"];
    let mut out = format!("{} · {} · {}\n", text(&vendor["name"]), spaced(&vendor["kind"]), spaced(&vendor["stage"]));
    for (field, label) in [
        ("id", "Id"),
        ("legal_name", "Legal name"),
        ("website", "Website"),
        ("country", "Country"),
        ("owner", "Owner"),
        ("note", "Note"),
    ] {
        if let Some(value) = vendor[field].as_str() {
            let _ = writeln!(out, "  {label}: {value}");
        }
    }
    for conflict in rows(&view["conflicts"]) {
        let _ =
            writeln!(out, "  {} values for {}: choose one.", rows(&conflict["values"]).len(), text(&conflict["field"]));
    }
    let services = rows(&view["services"]);
    if services.is_empty() {
        out.push_str("  Not triaged: no service yet. “caveat service add VENDOR NAME” adds one.\n");
    }
    for one in services {
        out.push('\n');
        out.push_str(&service(one, known));
    }
    out
}

/// One service with its tier explained.
pub fn service(view: &Value, known: &Value) -> String {
    let service = &view["service"];
    let mut out = format!("{}\n  Id: {}\n", text(&service["name"]), text(&service["id"]));
    for (field, label) in [("purpose", "Purpose"), ("business_owner", "Business owner")] {
        if let Some(value) = service[field].as_str() {
            let _ = writeln!(out, "  {label}: {value}");
        }
    }
    out.push_str(&tier(&view["inherent"], known));
    out.push_str(&crate::assess::words::score(view));
    out
}

/// An inherent tier, explained.
pub fn tier(inherent: &Value, known: &Value) -> String {
    let mut lines = Vec::new();
    for part in rows(&inherent["parts"]) {
        let entry = rows(&known["factors"]).iter().find(|entry| entry["factor"] == part["factor"]);
        let label = entry.map_or_else(|| text(&part["factor"]), |entry| text(&entry["label"]));
        let meaning = match (part["level"].as_u64(), entry) {
            (Some(level), Some(entry)) => text(&entry["levels"][level as usize]),
            (Some(_), None) => String::new(),
            (None, _) => format!("not known, counts as {} of 4 until known", part["counted"]),
        };
        let level = part["level"].as_u64().map_or("?".to_owned(), |level| level.to_string());
        lines.push([format!("  {label}"), level, format!("+{}", hundredths(&part["points"])), meaning]);
    }
    let mut out = columns(&lines);
    let head = if inherent["triaged"] == true {
        format!("Tier {}, inherent {} of 100 (higher is riskier)", inherent["tier"], hundredths(&inherent["score"]))
    } else {
        "Not triaged".to_owned()
    };
    let _ = writeln!(out, "  = {head}");
    for rule in rows(&inherent["rules"]) {
        let _ = writeln!(out, "    {}", text(rule));
    }
    out
}

/// The seven factors and their levels.
pub fn factors(list: &Value) -> String {
    let mut out = format!("Policy {}, SHA-256 {}\n", text(&list["policy"]), text(&list["policy_hash"]));
    for entry in rows(&list["factors"]) {
        let key = text(&entry["factor"]).replace('_', "-");
        let _ = writeln!(out, "\n{} (--{key}), weight {}", text(&entry["label"]), number(&entry["weight"]));
        for (level, words) in rows(&entry["levels"]).iter().enumerate() {
            let _ = writeln!(out, "  {level}  {}", text(words));
        }
    }
    out
}

/// Acts, newest first.
pub fn acts(list: &Value) -> String {
    let acts = rows(&list["acts"]);
    if acts.is_empty() {
        return "Nothing has been done yet.\n".to_owned();
    }
    let lines: Vec<[String; 5]> = acts
        .iter()
        .map(|act| {
            let note = match (act["undo_of"].as_str(), act["undone_by"].as_str()) {
                (Some(act), _) => format!("undoes {act}"),
                (None, Some(_)) => "undone".to_owned(),
                (None, None) => String::new(),
            };
            [text(&act["at"]), person(act), spaced(&act["wish"]), text(&act["id"]), note]
        })
        .collect();
    columns(&lines)
}

/// What each field has held.
pub fn history(history: &Value) -> String {
    let mut out = String::new();
    for field in rows(&history["fields"]) {
        let _ = writeln!(out, "{}", spaced(&field["field"]));
        let lines: Vec<[String; 5]> = rows(&field["versions"])
            .iter()
            .map(|one| {
                let value = match (&one["value"], one["erased"] == true) {
                    (_, true) => "(erased)".to_owned(),
                    (Value::Null, _) => "(nothing)".to_owned(),
                    (value, _) => text(value),
                };
                let mark = if one["current"] == true { "*" } else { " " };
                [format!("  {mark}"), text(&one["at"]), person(one), spaced(&one["wish"]), value]
            })
            .collect();
        out.push_str(&columns(&lines));
    }
    out
}

/// What an undo came to.
pub fn undone(undone: &Value) -> String {
    let restored = undone["restored"].as_u64().unwrap_or_default() as usize;
    let mut out = format!("Undone: {}, {}.\n", spaced(&undone["wish"]), counted(restored, "change"));
    for left in rows(&undone["left"]) {
        let what = left["field"].as_str().map_or("the entry".to_owned(), |field| field.replace('_', " "));
        let _ = writeln!(out, "Left as it is: {what} of {} ({}).", text(&left["row"]), text(&left["reason"]));
    }
    out
}

/// Whether something was done.
pub fn acted(acted: &Value) -> String {
    match acted["act"].as_str() {
        Some(act) => format!("Done. “caveat undo {act}” undoes it.\n"),
        None => "Nothing had to be changed.\n".to_owned(),
    }
}

/// The workspace in a few lines.
pub fn workspace(workspace: &Value) -> String {
    let of = |field: &str| workspace[field].as_u64().unwrap_or_default() as usize;
    format!(
        "{}\n  {}, {}, {}\n",
        text(&workspace["path"]),
        counted(of("vendors"), "vendor"),
        counted(of("services"), "service"),
        counted(of("acts"), "act")
    )
}

/// What verification found.
pub fn verification(found: &Value) -> String {
    let of = |field: &str| found[field].as_u64().unwrap_or_default() as usize;
    let seen = format!("{}, {}, {} erased", counted(of("acts"), "act"), counted(of("ops"), "entry"), of("erased"));
    if found["ok"] == true {
        return format!("Everything is as the log says: {seen}.\n");
    }
    let mut out = format!("Something is wrong ({seen}). Keep the file as it is and open a backup.\n");
    for problem in rows(&found["problems"]) {
        let _ = writeln!(out, "  {}", text(problem));
    }
    out
}

/// The table of wishes.
pub fn actions(list: &Value) -> String {
    let mut out = String::new();
    for wish in rows(&list["actions"]) {
        let _ = writeln!(
            out,
            "{}\n    {}\n    {} → {}",
            text(&wish["name"]),
            text(&wish["about"]),
            text(&wish["input"]),
            text(&wish["output"])
        );
    }
    out
}

/// The members of a list; none of anything else.
pub fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text; nothing of anything else.
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, str::to_owned)
}

/// A word of the wire, as people write it.
pub fn spaced(value: &Value) -> String {
    match value.as_str() {
        Some("ai_vendor") => "AI vendor".to_owned(),
        Some("saas") => "SaaS".to_owned(),
        _ => text(value).replace('_', " "),
    }
}

fn person(value: &Value) -> String {
    value["person"].as_str().map_or("(name erased)".to_owned(), str::to_owned)
}

/// Two decimals at most: parts of a sum are printed so that they add up as printed.
fn hundredths(value: &Value) -> String {
    ((value.as_f64().unwrap_or_default() * 100.0).round() / 100.0).to_string()
}

/// One decimal, without a trailing ".0".
pub fn number(value: &Value) -> String {
    let tenths = (value.as_f64().unwrap_or_default() * 10.0 + 1e-8).round() / 10.0;
    tenths.to_string()
}

/// So many of something.
pub fn counted(count: usize, what: &str) -> String {
    let stem = what.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match (count, stem) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {what}s"),
    }
}

/// Lines of cells, each column as wide as its widest.
pub fn columns<const N: usize>(lines: &[[String; N]]) -> String {
    let mut out = String::new();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for line in lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(out, "{}", cells.join("  ").trim_end());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_line_up_and_count() {
        assert_eq!(columns(&[["a", "bb"].map(str::to_owned), ["ääää", ""].map(str::to_owned)]), "a     bb\nääää\n");
        assert_eq!([counted(1, "act"), counted(2, "entry"), counted(0, "vendor")], ["1 act", "2 entries", "0 vendors"]);
        assert_eq!(number(&serde_json::json!(86.25)), "86.3");
    }
}
