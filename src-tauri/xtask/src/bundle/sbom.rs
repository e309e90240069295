//! What Caveat is made of, as CycloneDX in JSON: every crate that goes into window and command
//! line on this system and every package of the page, with versions, licences and hashes. Made
//! from both lock files alone, so that the same state gives the same bytes. Our own crates are
//! the product itself and are not listed.

use crate::json::{map, Json};
use crate::lock;
use std::collections::{BTreeMap, BTreeSet};

/// A package of someone else's.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    pub version: String,
    /// Its package URL, which names it in the bill.
    pub purl: String,
    /// An SPDX expression, as its makers give it.
    pub licence: Option<String>,
    /// The hash's name and its hexadecimal digits.
    pub hash: Option<(&'static str, String)>,
    /// Package URLs of what it uses.
    pub uses: BTreeSet<String>,
    /// The folder it lies in.
    pub folder: String,
}

/// What the product uses itself, and every part by its package URL.
#[derive(Debug, Default)]
pub struct Parts {
    pub direct: BTreeSet<String>,
    pub all: BTreeMap<String, Part>,
}

impl Parts {
    fn add(&mut self, other: Parts) {
        self.direct.extend(other.direct);
        self.all.extend(other.all);
    }
}

/// Every part, from what “cargo metadata” prints and from the text of both lock files. `ours` are
/// the packages that are shipped.
pub fn parts(metadata: &Json, cargo_lock: &str, npm_lock: &Json, ours: &[&str]) -> Parts {
    let mut all = crates(metadata, cargo_lock, ours);
    all.add(modules(npm_lock));
    all
}

/// The bill.
pub fn bill(version: &str, licence: &str, parts: &Parts) -> Json {
    let list = |purls: &BTreeSet<String>| Json::List(purls.iter().map(|purl| purl.as_str().into()).collect());
    let depends = |name: &str, on: &BTreeSet<String>| map([("ref", name.into()), ("dependsOn", list(on))]);
    let terms = |expression: &str| Json::from(vec![map([("expression", expression.into())])]);
    let mut dependencies = vec![depends("caveat", &parts.direct)];
    dependencies.extend(parts.all.values().map(|part| depends(&part.purl, &part.uses)));
    let component = |part: &Part| {
        let mut fields = vec![
            ("type".to_owned(), Json::from("library")),
            ("bom-ref".to_owned(), part.purl.as_str().into()),
            ("name".to_owned(), part.name.as_str().into()),
            ("version".to_owned(), part.version.as_str().into()),
        ];
        if let Some((kind, digits)) = &part.hash {
            let hash = map([("alg", (*kind).into()), ("content", digits.as_str().into())]);
            fields.push(("hashes".to_owned(), vec![hash].into()));
        }
        if let Some(licence) = &part.licence {
            fields.push(("licenses".to_owned(), terms(licence)));
        }
        fields.push(("purl".to_owned(), part.purl.as_str().into()));
        Json::Map(fields)
    };
    let product = map([
        ("type", "application".into()),
        ("bom-ref", "caveat".into()),
        ("name", "caveat".into()),
        ("version", version.into()),
        ("licenses", terms(licence)),
    ]);
    map([
        ("bomFormat", "CycloneDX".into()),
        ("specVersion", "1.6".into()),
        ("version", Json::Number("1".to_owned())),
        ("metadata", map([("component", product)])),
        ("components", parts.all.values().map(component).collect::<Vec<_>>().into()),
        ("dependencies", dependencies.into()),
    ])
}

fn crates(metadata: &Json, cargo_lock: &str, ours: &[&str]) -> Parts {
    let field = |value: &Json, name: &str| value.get(name).text().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, &Json> =
        metadata.get("packages").items().iter().map(|package| (field(package, "id"), package)).collect();
    let nodes: BTreeMap<String, &Json> =
        metadata.get("resolve").get("nodes").items().iter().map(|node| (field(node, "id"), node)).collect();
    let sums: BTreeMap<(&str, &str), &str> = lock::packages(cargo_lock)
        .iter()
        .filter_map(|package| Some(((package.name, package.version), package.checksum?)))
        .collect();
    let purl = |package: &Json| format!("pkg:cargo/{}@{}", field(package, "name"), encoded(&field(package, "version")));
    let is_ours = |package: &Json| package.get("source") == &Json::Nothing;
    // what is only for tests is not shipped; what builds may be (OpenSSL comes that way)
    let used = |id: &str| -> Vec<String> {
        let shipped = |kinds: &Json| kinds.items().iter().any(|kind| kind.get("kind").text() != Some("dev"));
        let all = nodes.get(id).map(|node| node.get("deps").items()).unwrap_or_default();
        all.iter().filter(|one| shipped(one.get("dep_kinds"))).map(|one| field(one, "pkg")).collect()
    };

    let mut parts = Parts::default();
    let mut seen = BTreeSet::new();
    let is_shipped = |package: &&Json| is_ours(package) && ours.contains(&field(package, "name").as_str());
    let mut open: Vec<String> =
        packages.values().filter(|package| is_shipped(package)).map(|one| field(one, "id")).collect();
    while let Some(id) = open.pop() {
        let (true, Some(package)) = (seen.insert(id.clone()), packages.get(&id)) else { continue };
        let uses: Vec<String> = used(&id);
        let theirs = uses.iter().filter_map(|id| packages.get(id)).filter(|package| !is_ours(package));
        let theirs: BTreeSet<String> = theirs.map(|package| purl(package)).collect();
        if is_ours(package) {
            parts.direct.extend(theirs);
        } else {
            let (name, version) = (field(package, "name"), field(package, "version"));
            let hash = sums.get(&(name.as_str(), version.as_str())).map(|sum| ("SHA-256", (*sum).to_owned()));
            // an older way of writing the same
            let licence = package.get("license").text().map(|terms| terms.replace('/', " OR "));
            let manifest = field(package, "manifest_path");
            let folder = manifest.trim_end_matches("Cargo.toml").to_owned();
            let purl = purl(package);
            parts.all.insert(purl.clone(), Part { name, version, purl, licence, hash, uses: theirs, folder });
        }
        open.extend(uses);
    }
    parts
}

fn modules(npm_lock: &Json) -> Parts {
    let packages: BTreeMap<&str, &Json> =
        npm_lock.get("packages").fields().iter().map(|(path, package)| (path.as_str(), package)).collect();
    let name = |path: &str| path.rsplit("node_modules/").next().unwrap_or(path).to_owned();
    let version = |package: &Json| package.get("version").text().unwrap_or_default().to_owned();
    let purl = |path: &str, package: &Json| {
        format!("pkg:npm/{}@{}", name(path).replace('@', "%40"), encoded(&version(package)))
    };
    // as Node looks: in the package's own folder, then in each folder above
    let found = |from: &str, wanted: &str| -> Option<String> {
        let mut at = Some(from);
        while let Some(folder) = at {
            let path = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let path = format!("{path}node_modules/{wanted}");
            if let Some(package) = packages.get(path.as_str()) {
                return Some(purl(&path, package));
            }
            at = (!folder.is_empty()).then(|| folder.rfind("/node_modules/").map_or("", |end| &folder[..end]));
        }
        None
    };
    let used = |path: &str, package: &Json| -> BTreeSet<String> {
        let named = ["dependencies", "optionalDependencies", "peerDependencies"];
        let named = named.iter().flat_map(|kind| package.get(kind).fields());
        named.filter_map(|(wanted, _)| found(path, wanted)).collect()
    };
    let mut parts = Parts::default();
    for (path, package) in &packages {
        if path.is_empty() {
            parts.direct = used(path, package);
        } else if package.get("dev") != &Json::Truth(true) {
            let (purl, hash) = (purl(path, package), package.get("integrity").text().and_then(sha512));
            let part = Part {
                name: name(path),
                version: version(package),
                purl: purl.clone(),
                licence: package.get("license").text().map(str::to_owned),
                hash,
                uses: used(path, package),
                folder: format!("ui/{path}/"),
            };
            parts.all.insert(purl, part);
        }
    }
    // what only a development package of the page uses is not shipped
    let all = &parts.all;
    parts.direct.retain(|purl| all.contains_key(purl));
    let shipped: BTreeSet<String> = all.keys().cloned().collect();
    parts.all.values_mut().for_each(|part| part.uses.retain(|purl| shipped.contains(purl)));
    parts
}

/// npm's way to write a hash, in hexadecimal digits.
fn sha512(integrity: &str) -> Option<(&'static str, String)> {
    let letters = integrity.strip_prefix("sha512-")?.trim_end_matches('=');
    let (mut bits, mut held, mut digits) = (0_u32, 0, String::new());
    for letter in letters.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            digits.push_str(&format!("{:02x}", bits >> held & 0xff));
        }
    }
    (digits.len() == 128).then_some(("SHA-512", digits))
}

/// A version as a package URL holds it.
fn encoded(version: &str) -> String {
    version.replace('+', "%2B")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        Json::read(text).expect("json")
    }

    const METADATA: &str = r#"{
        "packages": [
            {"id": "w", "name": "caveat-window", "version": "0.1.0", "source": null, "manifest_path": "/x/Cargo.toml"},
            {"id": "c", "name": "caveat-core", "version": "0.1.0", "source": null, "manifest_path": "/x/Cargo.toml"},
            {"id": "t", "name": "caveat-tests", "version": "0.1.0", "source": null, "manifest_path": "/x/Cargo.toml"},
            {"id": "a", "name": "a", "version": "1.0.0+b", "source": "registry", "license": "MIT/Apache-2.0", "manifest_path": "/r/a/Cargo.toml"},
            {"id": "b", "name": "b", "version": "2.0.0", "source": "registry", "license": null, "manifest_path": "/r/b/Cargo.toml"},
            {"id": "d", "name": "d", "version": "3.0.0", "source": "registry", "license": "MIT", "manifest_path": "/r/d/Cargo.toml"}
        ],
        "resolve": {"nodes": [
            {"id": "w", "deps": [{"pkg": "c", "dep_kinds": [{"kind": null}]}, {"pkg": "d", "dep_kinds": [{"kind": "dev"}]}]},
            {"id": "c", "deps": [{"pkg": "a", "dep_kinds": [{"kind": null}]}]},
            {"id": "t", "deps": [{"pkg": "d", "dep_kinds": [{"kind": null}]}]},
            {"id": "a", "deps": [{"pkg": "b", "dep_kinds": [{"kind": "build"}]}]}
        ]}}"#;
    const CARGO_LOCK: &str = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0+b\"\nchecksum = \"ff\"\n";
    const NPM_LOCK: &str = r#"{"packages": {
        "": {"dependencies": {"@s/x": "^1"}, "devDependencies": {"tool": "^1"}},
        "node_modules/@s/x": {"version": "1.0.0", "license": "MIT", "dependencies": {"y": "1"}, "peerDependencies": {"tool": "1"}},
        "node_modules/y": {"version": "2.0.0"},
        "node_modules/@s/x/node_modules/y": {"version": "1.0.0"},
        "node_modules/tool": {"version": "9.0.0", "dev": true}}}"#;

    #[test]
    fn the_bill_lists_what_is_shipped_and_nothing_else() {
        let parts = parts(&read(METADATA), CARGO_LOCK, &read(NPM_LOCK), &["caveat-window"]);
        let found: Vec<&str> = parts.all.keys().map(String::as_str).collect();
        let a = "pkg:cargo/a@1.0.0%2Bb";
        assert_eq!(found, [a, "pkg:cargo/b@2.0.0", "pkg:npm/%40s/x@1.0.0", "pkg:npm/y@1.0.0", "pkg:npm/y@2.0.0"]);
        assert_eq!(parts.direct, BTreeSet::from([a.to_owned(), "pkg:npm/%40s/x@1.0.0".to_owned()]));
        let part = &parts.all[a];
        assert_eq!((part.licence.as_deref(), part.folder.as_str()), (Some("MIT OR Apache-2.0"), "/r/a/"));
        assert_eq!(part.hash, Some(("SHA-256", "ff".to_owned())));
        let x = &parts.all["pkg:npm/%40s/x@1.0.0"];
        assert_eq!(x.uses, BTreeSet::from(["pkg:npm/y@1.0.0".to_owned()]), "the nearest one, and no tool");
    }

    #[test]
    fn the_bill_is_shaped_as_cyclonedx_says() {
        let parts = parts(&read(METADATA), CARGO_LOCK, &read(NPM_LOCK), &["caveat-window"]);
        let bill = read(&bill("0.1.0", "MIT", &parts).to_string());
        assert_eq!((bill.get("bomFormat").text(), bill.get("specVersion").text()), (Some("CycloneDX"), Some("1.6")));
        assert_eq!(bill.get("metadata").get("component").get("bom-ref").text(), Some("caveat"));
        let references: BTreeSet<&str> = bill
            .get("components")
            .items()
            .iter()
            .filter_map(|one| one.get("bom-ref").text())
            .chain(["caveat"])
            .collect();
        assert_eq!(references.len(), bill.get("components").items().len() + 1);
        for one in bill.get("dependencies").items() {
            let named = one.get("dependsOn").items().iter().chain([one.get("ref")]);
            assert!(named.filter_map(Json::text).all(|name| references.contains(name)), "{one}");
        }
        let first = &bill.get("components").items()[0];
        assert_eq!(first.get("licenses").items()[0].get("expression").text(), Some("MIT OR Apache-2.0"));
        assert_eq!(first.get("hashes").items()[0].get("alg").text(), Some("SHA-256"));
        assert_eq!(bill.get("components").items()[1].get("licenses"), &Json::Nothing);
    }

    #[test]
    fn hashes_are_turned_into_digits() {
        let integrity = format!("sha512-{}==", "/w".to_owned() + &"A".repeat(84));
        let (kind, digits) = sha512(&integrity).expect("a hash");
        assert_eq!((kind, digits.len(), &digits[..4]), ("SHA-512", 128, "ff00"));
        assert!(sha512("sha1-AAAA").is_none() && sha512("sha512-AA").is_none());
    }
}
