//! A look at hosts, once, without a workspace: a visit of at most four ordinary handshakes and
//! one request for headers.

use super::{CertificateView, judging};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use caveat_core::known::Finding;
use caveat_core::tls::ask::ask;
use caveat_core::tls::judge::Judging;
use caveat_core::tls::observation::{Observation, Outcome};
use caveat_probe::Target;
use caveat_probe::tls::{Limits, observe};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;
use ts_rs::TS;

/// Hosts to look at.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanHosts {
    /// Each as `HOST` or `HOST:PORT`.
    pub targets: Vec<String>,
    /// Another address to dial, `ADDR:PORT`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub connect: Option<String>,
    /// Roots to trust besides Mozilla's, in PEM.
    #[serde(default)]
    pub cas: Vec<String>,
    /// At which moment to judge; now when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub at: Option<DateTime<Utc>>,
    /// Do the rules of public authorities bind what those roots signed?
    #[serde(default)]
    pub treat_ca_as_public: bool,
    /// May private addresses be dialled?
    #[serde(default)]
    pub allow_private: bool,
    /// Seconds one look may take; 20 when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub timeout: Option<f64>,
    /// Looks at the same time, 1 to 64.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub jobs: Option<u32>,
}

/// What the looks came to, in the order of the targets.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(transparent)]
pub struct HostScans(pub Vec<HostScan>);

/// What a look came to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HostScan {
    /// As it was named.
    pub target: String,
    /// What happened.
    pub outcome: Outcome,
    /// Protocol versions: spoken, refused, or not looked at.
    pub protocols: BTreeMap<String, Option<bool>>,
    /// The suite of the first handshake.
    pub cipher_suites: Vec<String>,
    /// The served chain.
    pub chain: Vec<CertificateView>,
    /// Is it trusted?
    pub trusted: Option<bool>,
    /// Does it stand for the name?
    pub hostname_ok: Option<bool>,
    /// Did a status response come with it?
    pub ocsp: Option<bool>,
    /// The Strict-Transport-Security header.
    pub hsts: Option<String>,
    /// A visit does not try every protocol and suite, so it is not graded.
    #[ts(type = "null")]
    pub grade: Option<String>,
    /// What is wrong, and what is worth knowing.
    pub findings: Vec<Finding>,
    /// What to ask the vendor about it; `None` when there is nothing.
    pub ask: Option<String>,
}

/// Looks at hosts, once, without saving anything.
pub fn scan_hosts(_: &Desk, input: ScanHosts, job: &Job) -> Result<HostScans, Failure> {
    if input.targets.is_empty() {
        return Err(Failure::bad_input("No host was named.", "Name one or more as HOST or HOST:PORT."));
    }
    let seconds = input.timeout.unwrap_or(20.0);
    if !(0.1..=600.0).contains(&seconds) {
        return Err(Failure::bad_input(
            "A look takes from 0.1 to 600 seconds.",
            "Enter the seconds one look may take.",
        ));
    }
    let judging = judging(&input.cas, input.treat_ca_as_public, input.at.unwrap_or(job.now))?;
    let total = Duration::from_secs_f64(seconds);
    let limits = Limits { step: total.min(Duration::from_secs(5)), total };
    let targets: Vec<Target> = input
        .targets
        .iter()
        .map(|named| target(named, input.connect.clone(), input.allow_private))
        .collect::<Result<_, _>>()?;
    let done = AtomicU32::new(0);
    let looks = side_by_side(&targets, input.jobs.unwrap_or(8).clamp(1, 64) as usize, |target| {
        job.step("Looking at hosts", done.load(Ordering::Relaxed), targets.len() as u32)?;
        let seen = observe(target, limits, job.cancel_flag())?;
        done.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Failure>(seen)
    });
    let mut scans = Vec::with_capacity(targets.len());
    for (named, look) in input.targets.iter().zip(looks) {
        let seen = look?;
        scans.push(scan(named, &seen, &judging, job.now));
    }
    Ok(HostScans(scans))
}

/// A host and port as people write them; brackets hold an address with colons.
pub(crate) fn target(named: &str, connect: Option<String>, allow_private: bool) -> Result<Target, Failure> {
    let wrong = || {
        Failure::bad_input(
            format!("“{named}” is no host."),
            "Needed: HOST or HOST:PORT; [::1]:443 for an address with colons.",
        )
    };
    let named = named.trim();
    let (host, port) = if let Some(rest) = named.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or_else(wrong)?;
        (host, rest.strip_prefix(':').unwrap_or("443"))
    } else if named.matches(':').count() == 1 {
        named.split_once(':').ok_or_else(wrong)?
    } else {
        (named, "443")
    };
    let port = port.parse().map_err(|_| wrong())?;
    if host.is_empty()
        || host.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '/')
        || port == 0
    {
        return Err(wrong());
    }
    Ok(Target { host: host.to_owned(), port, connect, allow_private, https: true })
}

/// Does something for each item, so many at the same time, and keeps their order.
fn side_by_side<Item: Sync, Done: Send>(items: &[Item], jobs: usize, work: impl Fn(&Item) -> Done + Sync) -> Vec<Done> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Done)>> = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(items.len()) {
            scope.spawn(|| {
                while let Some((place, item)) = {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    items.get(place).map(|item| (place, item))
                } {
                    let result = work(item);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

fn scan(named: &str, seen: &Observation, judging: &Judging, seen_at: DateTime<Utc>) -> HostScan {
    let judged = seen.judged(judging);
    let completed = seen.outcome == Outcome::Completed;
    let mut protocols: BTreeMap<String, Option<bool>> =
        ["sslv2", "sslv3", "tls10", "tls11"].into_iter().map(|version| (version.to_owned(), None)).collect();
    protocols.insert("tls12".to_owned(), seen.accepted("TLS 1.2"));
    protocols.insert("tls13".to_owned(), seen.accepted("TLS 1.3"));
    HostScan {
        target: named.to_owned(),
        outcome: seen.outcome,
        protocols,
        cipher_suites: seen.suite.iter().cloned().collect(),
        chain: seen.certificates().iter().map(CertificateView::of).collect(),
        trusted: judged.trusted,
        hostname_ok: judged.hostname_ok,
        ocsp: completed.then_some(seen.stapled),
        hsts: seen.http.as_ref().and_then(|http| http.hsts.first().cloned()),
        grade: None,
        ask: ask(&format!("{}:{}", seen.host, seen.port), seen_at, &judged.findings, &[]),
        findings: judged.findings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_people_write_them() {
        let read = |named: &str| target(named, None, false).map(|target| (target.host, target.port));
        assert_eq!(read("a.example").expect("a host"), ("a.example".to_owned(), 443));
        assert_eq!(read(" a.example:8443 ").expect("a host"), ("a.example".to_owned(), 8443));
        assert_eq!(read("[::1]:8443").expect("a host"), ("::1".to_owned(), 8443));
        assert_eq!(read("::1").expect("a host"), ("::1".to_owned(), 443));
        for wrong in ["", "a.example:x", "a.example:0", "a.example:99999", "https://a.example/", "a b", "[::1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn many_at_once_keep_their_order() {
        let items: Vec<usize> = (0..100).collect();
        assert_eq!(side_by_side(&items, 7, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }
}
