//! Tells a story of wishes: in the order of its days, each as the person who had it, through the same
//! door as any other. Texts that begin with `@` name what is known by then (a row, a file, the root);
//! texts that begin with `~` are days before the story's end (`~-30`: thirty after it).

use super::authority::{Authority, Wanted};
use super::material::{KEV, LISTS, RECORDS, STORY};
use crate::advisory::library;
use crate::desk::{Desk, Places, library_beside, new_id};
use crate::failure::{Failure, FailureCode};
use crate::job::{Door, Job};
use crate::tls::endpoints::keep_observation;
use crate::wishes::perform;
use caveat_core::id::{EndpointId, PersonId};
use caveat_core::tls::observation::{Headers, Observation, Outcome};
use caveat_store::{Library, StoreError, person, tls};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// A story, as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    /// Who has wishes, by what the story calls them.
    people: BTreeMap<String, String>,
    /// Name of the authority that signs certificates.
    authority: String,
    /// Certificates, by what looks call them.
    certificates: BTreeMap<String, Wanted>,
    /// Invented advisories, as OSV has them.
    advisories: Vec<Value>,
    /// Wishes, and what was seen.
    acts: Vec<Told>,
    looks: Vec<Look>,
}

/// A wish of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    /// Days before the end, at least one.
    day: u64,
    /// Who has it.
    by: String,
    /// Its name.
    wish: String,
    /// Its input.
    with: Map<String, Value>,
    /// Had once for each of these, whose fields join the input.
    #[serde(default)]
    each: Vec<Map<String, Value>>,
    /// What the row that it makes is called from then on.
    #[serde(default)]
    makes: Option<String>,
}

/// What was seen of an endpoint.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    /// Days before the end, at least one.
    day: u64,
    /// The endpoint.
    endpoint: String,
    /// The certificate it served, if any.
    #[serde(default)]
    certificate: Option<String>,
    /// Versions spoken, newest first.
    #[serde(default)]
    versions: Vec<String>,
    /// Versions refused.
    #[serde(default)]
    refused: Vec<String>,
    /// The Strict-Transport-Security header.
    #[serde(default)]
    hsts: Option<String>,
    /// What happened, when no handshake was completed.
    #[serde(default)]
    outcome: Option<Outcome>,
    /// What was said then.
    #[serde(default)]
    detail: Option<String>,
}

/// Tells the story into the workspace at `path`, which is new; `folder` is for what lasts no longer.
///
/// # Errors
/// When something cannot be written, or the story breaks a rule of the product.
pub fn tell(path: &Path, folder: &Path, ends_at: DateTime<Utc>, watched: &Job) -> Result<(), Failure> {
    let story: Story = serde_json::from_slice(STORY).map_err(Failure::unexpected)?;
    let authority = Authority::new(&story.authority, ends_at.date_naive())?;
    let mut teller = Teller { ends_on: ends_at.date_naive(), known: BTreeMap::new(), desks: BTreeMap::new() };
    teller.known.insert("root".to_owned(), authority.root());
    for (name, bytes) in LISTS {
        let file = written(folder, name, bytes)?;
        teller.known.insert((*name).to_owned(), file);
    }
    for (name, person) in &story.people {
        let places =
            Places { data: Some(folder.to_owned()), person: Some(person.clone()), workspace: Some(path.to_owned()) };
        let desk = Desk::open(places)?;
        desk.store()?.hurry()?;
        teller.desks.insert(name.clone(), desk);
    }
    teller.advisories(path, folder, &story.advisories, ends_at)?;
    let mut chains = BTreeMap::new();
    for (name, wanted) in &story.certificates {
        chains.insert(name.as_str(), authority.chain(wanted)?);
    }
    let acts = story.acts.iter().map(|told| (told.day, Scene::Act(told)));
    let mut scenes: Vec<(u64, Scene<'_>)> =
        acts.chain(story.looks.iter().map(|look| (look.day, Scene::Look(look)))).collect();
    scenes.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let (mut last, mut minute, total) = (u64::MAX, 0, scenes.len() as u32);
    for (done, (day, scene)) in scenes.into_iter().enumerate() {
        watched.step("Making the sample", done as u32, total)?;
        if day == 0 || day > 400 {
            return Err(Failure::unexpected(format!("the sample's story has something on day {day}")));
        }
        if day != last {
            (last, minute) = (day, 0);
        }
        match scene {
            Scene::Act(told) => {
                let once = [Map::new()];
                for more in if told.each.is_empty() { &once[..] } else { &told.each } {
                    teller.act(told, more, minute)?;
                    minute += 1;
                }
            }
            Scene::Look(look) => {
                let chain = match &look.certificate {
                    Some(name) => chains.get(name.as_str()).cloned().ok_or_else(|| unknown(name))?,
                    None => Vec::new(),
                };
                teller.look(look, chain, minute)?;
                minute += 1;
            }
        }
    }
    Ok(())
}

enum Scene<'s> {
    Act(&'s Told),
    Look(&'s Look),
}

struct Teller {
    ends_on: NaiveDate,
    /// What texts with `@` stand for.
    known: BTreeMap<String, String>,
    /// One for each person, by what the story calls them.
    desks: BTreeMap<String, Desk>,
}

impl Teller {
    fn act(&mut self, told: &Told, more: &Map<String, Value>, minute: i64) -> Result<(), Failure> {
        let mut input = told.with.clone();
        input.extend(more.clone());
        let input = self.meant(Value::Object(input))?;
        let job = Job::at(Door::Cli, self.moment(told.day, minute));
        let desk = self.seat(&told.by, &job)?;
        let made = perform(desk, &told.wish, input, &job).map_err(|failure| cannot_be_told(&told.wish, failure))?;
        if let Some(name) = &told.makes {
            let id = made.get("id").or_else(|| made.as_object()?.values().find_map(|part| part.get("id")));
            let id = id.and_then(Value::as_str).ok_or_else(|| unknown(name))?;
            self.known.insert(name.clone(), id.to_owned());
        }
        Ok(())
    }

    fn look(&self, told: &Look, chain: Vec<String>, minute: i64) -> Result<(), Failure> {
        let id = self.meant(Value::String(told.endpoint.clone()))?;
        let id: EndpointId = serde_json::from_value(id).map_err(Failure::unexpected)?;
        let job = Job::at(Door::Cli, self.moment(told.day, minute));
        // checks are security's
        let desk = self.seat("security", &job)?;
        let store = desk.store()?;
        let endpoint = store.read(|db| tls::endpoint(db, id))?;
        let outcome = told.outcome.unwrap_or(Outcome::Completed);
        let completed = outcome == Outcome::Completed;
        let newest = told.versions.first().map(String::as_str);
        let suite = if newest == Some("TLS 1.3") {
            "TLS13_AES_256_GCM_SHA384"
        } else {
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        };
        let seen = Observation {
            // for documentation (RFC 5737): nobody has it
            address: format!("192.0.2.{}", endpoint.host.bytes().fold(0_u8, u8::wrapping_add)),
            host: endpoint.host,
            port: endpoint.port,
            outcome,
            detail: told.detail.clone(),
            versions: told.versions.clone(),
            refused: told.refused.clone(),
            suite: completed.then(|| suite.to_owned()),
            group: completed.then(|| "X25519".to_owned()),
            chain,
            stapled: false,
            proven: completed.then_some(true),
            asked_for_certificate: false,
            http: (completed && endpoint.https).then(|| Headers {
                status: 200,
                hsts: told.hsts.iter().cloned().collect(),
                location: None,
            }),
        };
        keep_observation(desk, &store, id, &seen, &job)
    }

    /// The desk of a person, who acts from now on.
    fn seat(&self, name: &str, job: &Job) -> Result<&Desk, Failure> {
        let desk = self.desks.get(name).ok_or_else(|| unknown(name))?;
        let store = desk.store()?;
        let known = store.read(|db| person::named(db, desk.person()))?;
        let person = known.unwrap_or_else(|| PersonId(new_id(job.now)));
        if store.me() != Some(person) {
            store.act_as(person)?;
        }
        Ok(desk)
    }

    /// A minute of the working day that lies so many days before the end.
    fn moment(&self, day: u64, minute: i64) -> DateTime<Utc> {
        (self.ends_on - Days::new(day)).and_time(NaiveTime::MIN).and_utc()
            + TimeDelta::hours(9)
            + TimeDelta::minutes(minute)
    }

    /// A value with its texts put for what they mean.
    fn meant(&self, value: Value) -> Result<Value, Failure> {
        Ok(match value {
            Value::Array(items) => {
                Value::Array(items.into_iter().map(|item| self.meant(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(fields) => {
                let meant = fields.into_iter().map(|(name, field)| Ok((name, self.meant(field)?)));
                Value::Object(meant.collect::<Result<_, Failure>>()?)
            }
            Value::String(text) => Value::String(match (text.strip_prefix('@'), text.strip_prefix('~')) {
                (Some(name), _) => self.known.get(name).cloned().ok_or_else(|| unknown(name))?,
                (_, Some(days)) => self.day(days)?,
                _ => text,
            }),
            other => other,
        })
    }

    /// A day in words of the wire; what stands behind a `T` is the time of it.
    fn day(&self, text: &str) -> Result<String, Failure> {
        let (days, time) = text.split_once('T').map_or((text, None), |(days, time)| (days, Some(time)));
        let days: i64 = days.parse().map_err(|_| unknown(text))?;
        let day = self.ends_on - TimeDelta::days(days);
        Ok(time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}")))
    }

    /// The sample's own library: genuine records, the invented ones, and what KEV says of them.
    fn advisories(&self, path: &Path, folder: &Path, invented: &[Value], now: DateTime<Utc>) -> Result<(), Failure> {
        let records = folder.join("sample");
        for (name, bytes) in RECORDS {
            written(&records, name, bytes)?;
        }
        for (number, record) in invented.iter().enumerate() {
            let record = serde_json::to_vec(&self.meant(record.clone())?).map_err(Failure::unexpected)?;
            written(&records, &format!("invented-{number}.json"), &record)?;
        }
        written(folder, "kev.json", KEV)?;
        let library = Library::open_or_new(&library_beside(path))?;
        let go_on = |_: u32, _: u32| Ok(());
        let imported = library::import(&library, &[records, folder.join("kev.json")], &go_on, now)?;
        match imported.broken_entries.first() {
            Some(broken) => Err(Failure::unexpected(format!("{} is {}", broken.name, broken.reason))),
            None => Ok(()),
        }
    }
}

/// Writes a file of the telling and returns where it is.
fn written(folder: &Path, name: &str, bytes: &[u8]) -> Result<String, Failure> {
    let file = folder.join(name);
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(&file, bytes)
    };
    write().map_err(StoreError::from)?;
    Ok(file.display().to_string())
}

/// A refusal of the story's own wishes is our fault; a full disk is not.
fn cannot_be_told(wish: &str, failure: Failure) -> Failure {
    match failure.code {
        FailureCode::BadInput | FailureCode::Exists | FailureCode::NotFound | FailureCode::Stale => {
            Failure::unexpected(format!("“{wish}” of the sample's story was refused: {failure}"))
        }
        _ => failure,
    }
}

fn unknown(name: &str) -> Failure {
    Failure::unexpected(format!("the sample's story speaks of “{name}”, which nobody knows"))
}
