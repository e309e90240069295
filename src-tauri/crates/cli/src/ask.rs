//! From a command to its wish, and from the answer to words.

use crate::args::{
    Command, FactorArgs, History, Level, Policy, Service, ServiceFields, Vendor, VendorFields, Workspace, word,
};
use crate::progress::Bar;
use crate::{Answer, Status, advisory, assess, grave, overview, shown, tls, words};
use caveat_actions::{Desk, Failure, export_bindings, perform, table};
use serde_json::{Map, Value, json};
use std::io::Read;
use std::path::Path;

/// Grants the wish that a command stands for.
pub fn ask(desk: &Desk, command: Command) -> Result<Answer, Failure> {
    let bar = Bar::new();
    let job = bar.job();
    let wish = |name: &str, input: Value| perform(desk, name, input, &job);
    let answer = |json: Value, words: String| Ok(Answer { json, words, status: Status::Done });
    match command {
        Command::Accept(accept) => assess::accept(&wish, accept),
        Command::Actions { typescript: Some(folder) } => {
            export_bindings(&folder).map_err(|error| {
                Failure::bad_input(format!("The types could not be written: {error}."), "Check the folder.")
            })?;
            answer(json!({ "written": folder }), format!("Types written to {}.\n", folder.display()))
        }
        Command::Actions { typescript: None } => {
            let wishes: Vec<Value> = table()
                .iter()
                .map(|wish| {
                    json!({ "name": wish.name, "about": wish.about, "doors": wish.doors, "input": wish.input, "output": wish.output })
                })
                .collect();
            let json = json!({ "actions": wishes });
            let words = words::actions(&json);
            answer(json, words)
        }
        Command::Advisories(command) => advisory::ask(wish, command),
        Command::Certificate(asked) => tls::certificate(&wish, asked),
        Command::Components { file } => shown(wish("read_components", json!({ "path": file }))?, advisory::components),
        Command::Match { files, fail_on } => {
            let found = wish("match_files", json!({ "paths": files }))?;
            let status = grave::status(fail_on, grave::matched(&found));
            Ok(Answer { words: advisory::matched(&found), json: found, status })
        }
        // handled before a desk is needed
        Command::Completions { .. } | Command::Man => answer(Value::Null, String::new()),
        Command::Contract(command) => assess::contract::contract(&wish, command),
        Command::Demo { file, at } => {
            // a day alone means its noon
            let at = at.map(|at| if at.contains('T') { at } else { format!("{at}T12:00:00Z") });
            shown(wish("make_sample", json!({ "file": file, "at": at }))?, words::sample)
        }
        Command::Evidence(command) => assess::evidence(&wish, command),
        Command::Factors => shown(wish("list_factors", json!({}))?, words::factors),
        Command::History(History::Acts { limit }) => shown(wish("list_acts", json!({ "limit": limit }))?, words::acts),
        Command::History(History::Show { row }) => {
            let row = match wish("find_vendor", json!({ "name": row })) {
                Ok(vendor) => vendor["id"].clone(),
                Err(failure) => match row.contains('-') && !row.contains(' ') {
                    true => Value::String(row),
                    false => return Err(failure),
                },
            };
            shown(wish("show_history", json!({ "row": row }))?, words::history)
        }
        Command::Notices => shown(wish("list_notices", json!({}))?, words::notices),
        Command::Overview => shown(wish("show_overview", json!({}))?, overview::overview),
        Command::Perform { name, input } => {
            let out = wish(&name, parsed(&input)?)?;
            let words = format!("{out:#}\n");
            answer(out, words)
        }
        Command::Policy(Policy::Evaluate { file }) => {
            let out = wish("evaluate_policy", json!({ "facts": parsed(&read(&file)?)? }))?;
            let words = format!("{out:#}\n");
            answer(out, words)
        }
        Command::Questionnaire(command) => assess::questionnaire(&wish, command),
        Command::Rebuild => verified(wish("rebuild_workspace", json!({}))?),
        Command::Report(command) => assess::report(&wish, command),
        Command::Root(command) => tls::root(&wish, command),
        Command::Service(command) => service(&wish, command),
        Command::Tier { factors } => {
            let inherent = wish("weigh_factors", json!({ "factors": levels(&factors) }))?;
            let known = wish("list_factors", json!({}))?;
            let words = words::tier(&inherent, &known);
            answer(inherent, words)
        }
        Command::Tls(asked) => tls::tls(&wish, asked),
        Command::Undo { act } => shown(wish("undo_act", json!({ "act": act }))?, words::undone),
        Command::Vendor(command) => vendor(&wish, command),
        Command::Verify => verified(wish("verify_workspace", json!({}))?),
        Command::Workspace(Workspace::Create { file }) => {
            shown(wish("create_workspace", json!({ "file": file }))?, words::workspace)
        }
        Command::Workspace(Workspace::Show) => shown(wish("show_workspace", json!({}))?, words::workspace),
    }
}

fn vendor(wish: &impl Fn(&str, Value) -> Result<Value, Failure>, command: Vendor) -> Result<Answer, Failure> {
    let found = |name: String| Ok::<_, Failure>(wish("find_vendor", json!({ "name": name }))?["id"].clone());
    let show = |view: Value| {
        let known = wish("list_factors", json!({}))?;
        let words = words::vendor(&view, &known);
        Ok(Answer { json: view, words, status: Status::Done })
    };
    match command {
        Vendor::Add { name, kind, fields } => {
            let mut input = vendor_fields(fields, false);
            input.insert("name".to_owned(), name.into());
            input.insert("kind".to_owned(), word(kind).into());
            show(wish("add_vendor", input.into())?)
        }
        Vendor::Archive { vendor } => shown(wish("archive_vendor", json!({ "vendor": found(vendor)? }))?, words::acted),
        Vendor::Edit { vendor, name, kind, stage, fields } => {
            let mut changes = vendor_fields(fields, true);
            insert(&mut changes, "name", name);
            insert(&mut changes, "kind", kind.and_then(word));
            insert(&mut changes, "stage", stage.and_then(word));
            show(wish("edit_vendor", json!({ "vendor": found(vendor)?, "changes": changes }))?)
        }
        Vendor::List { archived } => shown(wish("list_vendors", json!({ "archived": archived }))?, words::vendors),
        Vendor::Restore { vendor } => shown(wish("restore_vendor", json!({ "vendor": found(vendor)? }))?, words::acted),
        Vendor::Show { vendor } => show(wish("show_vendor", json!({ "vendor": found(vendor)? }))?),
    }
}

fn service(wish: &impl Fn(&str, Value) -> Result<Value, Failure>, command: Service) -> Result<Answer, Failure> {
    let show = |view: Value| {
        let known = wish("list_factors", json!({}))?;
        let words = words::service(&view, &known);
        Ok(Answer { json: view, words, status: Status::Done })
    };
    match command {
        Service::Add { vendor, name, fields, factors } => {
            let vendor = wish("find_vendor", json!({ "name": vendor }))?["id"].clone();
            let mut input = service_fields(fields, false);
            input.insert("vendor".to_owned(), vendor);
            input.insert("name".to_owned(), name.into());
            input.insert("factors".to_owned(), levels(&factors).into());
            show(wish("add_service", input.into())?)
        }
        Service::Archive { service } => shown(wish("archive_service", json!({ "service": service }))?, words::acted),
        Service::Edit { service, name, fields, factors } => {
            let mut changes = service_fields(fields, true);
            insert(&mut changes, "name", name);
            changes.insert("factors".to_owned(), levels(&factors).into());
            show(wish("edit_service", json!({ "service": service, "changes": changes }))?)
        }
    }
}

fn verified(json: Value) -> Result<Answer, Failure> {
    Ok(Answer {
        words: words::verification(&json),
        status: if json["ok"] == true { Status::Done } else { Status::Wrong },
        json,
    })
}

/// The text of a file, or of standard input when it is called “-”.
fn read(file: &Path) -> Result<String, Failure> {
    if file == Path::new("-") {
        return Ok("-".to_owned());
    }
    std::fs::read_to_string(file).map_err(|error| Failure::unreadable(file, &error))
}

fn parsed(input: &str) -> Result<Value, Failure> {
    let mut text = input.to_owned();
    if input == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|_| Failure::bad_input("Standard input is not text.", "Give the input as JSON in UTF-8."))?;
    }
    serde_json::from_str(&text).map_err(|error| {
        Failure::bad_input(format!("The input is not JSON: {error}."), "“caveat actions” shows what each wish takes.")
    })
}

/// Only what was given; an empty value clears the field when editing.
fn insert(into: &mut Map<String, Value>, name: &str, given: Option<String>) {
    if let Some(given) = given {
        into.insert(name.to_owned(), given.into());
    }
}

fn vendor_fields(fields: VendorFields, editing: bool) -> Map<String, Value> {
    let VendorFields { legal_name, website, country, owner, note } = fields;
    let named =
        [("legal_name", legal_name), ("website", website), ("country", country), ("owner", owner), ("note", note)];
    given(named, editing)
}

fn service_fields(fields: ServiceFields, editing: bool) -> Map<String, Value> {
    given([("purpose", fields.purpose), ("business_owner", fields.business_owner)], editing)
}

fn given<const N: usize>(named: [(&str, Option<String>); N], editing: bool) -> Map<String, Value> {
    let mut given = Map::new();
    for (name, value) in named {
        if editing && value.as_deref() == Some("") {
            given.insert(name.to_owned(), Value::Null);
        } else {
            insert(&mut given, name, value);
        }
    }
    given
}

fn levels(factors: &FactorArgs) -> Map<String, Value> {
    let named = [
        ("data_sensitivity", factors.data_sensitivity),
        ("access", factors.access),
        ("criticality", factors.criticality),
        ("ai_autonomy", factors.ai_autonomy),
        ("data_volume", factors.data_volume),
        ("substitutability", factors.substitutability),
        ("regulatory", factors.regulatory),
    ];
    let given = named.into_iter().filter_map(|(name, level)| Some((name.to_owned(), level?)));
    given.map(|(name, Level(level))| (name, level.into())).collect()
}
