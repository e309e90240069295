//! Ecosystems as OSV names them, what a package is called in each, and what a package URL says
//! in those words. The order of their versions is `version`'s.

use crate::purl::Purl;
use std::borrow::Cow;

/// A package as advisories name it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Package {
    /// The OSV name of the ecosystem, with its release where it has one: `Debian:12`.
    pub ecosystem: String,
    /// The name in it, normalised.
    pub name: String,
}

/// A package's name as it is compared in its ecosystem.
pub fn normalised<'a>(ecosystem: &str, name: &'a str) -> Cow<'a, str> {
    let has_upper = || name.chars().any(char::is_uppercase);
    match ecosystem.split(':').next().unwrap_or_default() {
        "PyPI" => Cow::Owned(hyphened(name)),
        // Go: package URLs are written in lower case by some tools, and hosts do not mind.
        "GitHub Actions" | "Go" | "NuGet" | "Packagist" | "VSCode" if has_upper() => Cow::Owned(name.to_lowercase()),
        _ => Cow::Borrowed(name),
    }
}

/// A Python name by PEP 503: lower case, each run of `-`, `_` and `.` one hyphen.
pub fn hyphened(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut apart = false;
    for c in name.chars() {
        if matches!(c, '-' | '_' | '.') {
            apart = true;
            continue;
        }
        if std::mem::take(&mut apart) {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    if apart {
        out.push('-');
    }
    out
}

/// What a package URL names, in the words of advisories; `None` when its type is of no
/// ecosystem that advisories speak of.
pub fn package(purl: &Purl) -> Option<Package> {
    let Purl { kind, namespace, name, qualifiers, .. } = purl;
    let space = namespace.as_deref();
    let spaced = |between: &str| space.map_or(name.clone(), |space| format!("{space}{between}{name}"));
    let release = |family: &str, prefix: &str| {
        let distro = qualifiers.get("distro").and_then(|distro| distro.strip_prefix(prefix));
        distro.map_or(family.to_owned(), |release| format!("{family}:{release}"))
    };
    // distributions name the source package
    let source = || {
        let upstream = qualifiers.get("upstream").map(|upstream| upstream.split('@').next().unwrap_or_default());
        upstream.filter(|upstream| !upstream.is_empty()).unwrap_or(name).to_owned()
    };
    let (ecosystem, name) = match (kind.as_str(), space) {
        ("apk", Some("alpine")) => {
            let full = release("Alpine", "alpine-");
            let branch = full.strip_prefix("Alpine:").map(|release| {
                format!(
                    "Alpine:v{}",
                    release.trim_start_matches('v').splitn(3, '.').take(2).collect::<Vec<_>>().join(".")
                )
            });
            (branch.unwrap_or(full), source())
        }
        ("apk", Some("chainguard")) => ("Chainguard".to_owned(), source()),
        ("apk", Some("wolfi")) => ("Wolfi".to_owned(), source()),
        ("bitnami", _) => ("Bitnami".to_owned(), name.clone()),
        ("cargo", _) => ("crates.io".to_owned(), name.clone()),
        ("composer", _) => ("Packagist".to_owned(), spaced("/")),
        ("conan", _) => ("ConanCenter".to_owned(), name.clone()),
        ("cran", _) => ("CRAN".to_owned(), name.clone()),
        ("deb", Some("debian")) => (release("Debian", "debian-"), source()),
        ("deb", Some("ubuntu")) => (release("Ubuntu", "ubuntu-"), source()),
        ("gem", _) => ("RubyGems".to_owned(), name.clone()),
        ("githubactions", _) => ("GitHub Actions".to_owned(), spaced("/")),
        ("golang", _) => ("Go".to_owned(), spaced("/")),
        ("hackage", _) => ("Hackage".to_owned(), name.clone()),
        ("hex", _) => ("Hex".to_owned(), spaced("/")),
        ("julia", _) => ("Julia".to_owned(), name.clone()),
        ("maven", _) => ("Maven".to_owned(), spaced(":")),
        ("npm", _) => ("npm".to_owned(), spaced("/")),
        ("nuget", _) => ("NuGet".to_owned(), name.clone()),
        ("opam", _) => ("opam".to_owned(), name.clone()),
        ("pub", _) => ("Pub".to_owned(), name.clone()),
        ("pypi", _) => ("PyPI".to_owned(), name.clone()),
        ("rpm", Some("almalinux")) => (release("AlmaLinux", "almalinux-"), source()),
        ("rpm", Some("redhat")) => ("Red Hat".to_owned(), source()),
        ("rpm", Some("rocky")) => (release("Rocky Linux", "rocky-"), source()),
        ("swift", _) => ("SwiftURL".to_owned(), spaced("/")),
        ("vscode-extension", _) => ("VSCode".to_owned(), spaced(".")),
        _ => return None,
    };
    let name = normalised(&ecosystem, &name).into_owned();
    Some(Package { ecosystem, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_their_ecosystem_does() {
        for (ecosystem, name, expected) in [
            ("PyPI", "Ruamel_.YAML", "ruamel-yaml"),
            ("npm", "JSONStream", "JSONStream"),
            ("NuGet", "Newtonsoft.Json", "newtonsoft.json"),
            ("Packagist", "Laravel/Framework", "laravel/framework"),
            ("Packagist:https://packages.example", "A/b", "a/b"),
            ("Go", "github.com/Masterminds/goutils", "github.com/masterminds/goutils"),
            ("crates.io", "serde_json", "serde_json"),
            ("Maven", "Org.A:B", "Org.A:B"),
        ] {
            assert_eq!(normalised(ecosystem, name), expected, "{ecosystem} {name}");
        }
    }

    #[test]
    fn a_package_url_says_ecosystem_and_name() {
        for (purl, ecosystem, name) in [
            ("pkg:npm/%40angular/core@1", "npm", "@angular/core"),
            ("pkg:maven/org.slf4j/slf4j-api@1", "Maven", "org.slf4j:slf4j-api"),
            ("pkg:golang/golang.org/x/crypto@v0.1.0#ssh", "Go", "golang.org/x/crypto"),
            ("pkg:apk/alpine/busybox@1?distro=alpine-3.16.2", "Alpine:v3.16", "busybox"),
            ("pkg:deb/debian/libssl1.1@1?distro=debian-12&upstream=openssl%401.1", "Debian:12", "openssl"),
            ("pkg:vscode-extension/Ms.Python/Lint@1", "VSCode", "ms.python.lint"),
        ] {
            let read = purl.parse().ok().and_then(|purl| package(&purl));
            assert_eq!(read, Some(Package { ecosystem: ecosystem.to_owned(), name: name.to_owned() }), "{purl}");
        }
        assert_eq!(package(&"pkg:generic/openssl@1".parse().expect("a purl")), None);
    }
}
