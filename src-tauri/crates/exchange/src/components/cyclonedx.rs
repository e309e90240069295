//! CycloneDX documents in JSON, 1.2 to 1.7: every component at any depth, without
//! `metadata.component`; also inside a wrapper such as `{"sbom": …}` or an in-toto statement.
//! Reads no vulnerabilities (VEX) and no dependencies.

use super::{ListError, Named, file};
use caveat_core::component::ComponentList;
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

const FORMAT: &str = "CycloneDX-JSON";

/// Keys under which a document stands inside another.
const WRAPPERS: &[&str] = &["Data", "bom", "predicate", "sbom"];

/// Reads the document.
///
/// # Errors
/// When the text is something else, or broken.
pub fn read(text: &str) -> Result<ComponentList, ListError> {
    let document: Document<'_> = serde_json::from_str(text).map_err(|error| match text.contains("CycloneDX") {
        true => ListError::Broken { format: FORMAT, how: error.to_string().replace('`', "") },
        false => ListError::Unknown,
    })?;
    let mut document = document;
    while document.bom_format.is_none() {
        match document.inner {
            Some(inner) => document = *inner,
            None => return Err(ListError::Unknown),
        }
    }
    if document.bom_format.as_deref() != Some("CycloneDX") {
        return Err(ListError::Unknown);
    }
    let spec = document.spec.unwrap_or_default();
    if !spec.starts_with("1.") {
        let version = if spec.is_empty() { "without a version".to_owned() } else { spec };
        return Err(ListError::UnknownVersion { format: FORMAT, version });
    }
    let mut list = ComponentList { format: FORMAT.to_owned(), spec: Some(spec), ..ComponentList::default() };
    for component in document.components {
        component.filed(&mut list);
    }
    Ok(list)
}

/// What is read of a document, or of what it is wrapped in.
#[derive(Default)]
struct Document<'a> {
    bom_format: Option<String>,
    components: Vec<Part<'a>>,
    inner: Option<Box<Document<'a>>>,
    spec: Option<String>,
}

/// A component as the document has it.
#[derive(Default)]
struct Part<'a> {
    components: Vec<Part<'a>>,
    name: Cow<'a, str>,
    purl: Option<Cow<'a, str>>,
    version: Option<Cow<'a, str>>,
}

impl Part<'_> {
    fn filed(&self, list: &mut ComponentList) {
        file(list, Named { name: &self.name, version: self.version.as_deref(), purl: self.purl.as_deref() });
        for component in &self.components {
            component.filed(list);
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Document<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Document<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a CycloneDX document")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut document = Document::default();
                let mut listed = false;
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    match key.as_ref() {
                        "bomFormat" => document.bom_format = Some(map.next_value()?),
                        "components" => {
                            once(&mut listed)?;
                            document.components = map.next_value::<Option<_>>()?.unwrap_or_default();
                        }
                        "specVersion" => document.spec = Some(map.next_value()?),
                        key if WRAPPERS.contains(&key) => {
                            if let Inner(Some(inner)) = map.next_value()? {
                                document.inner = Some(inner);
                            }
                        }
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(document)
            }
        }
        from.deserialize_map(Reading)
    }
}

/// What stands under a wrapper's key: a document when it is an object, else nothing of ours.
struct Inner<'a>(Option<Box<Document<'a>>>);

impl<'de: 'a, 'a> Deserialize<'de> for Inner<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<'a> {
            Document(#[serde(borrow)] Box<Document<'a>>),
            Other(IgnoredAny),
        }
        Ok(match Either::deserialize(from)? {
            Either::Document(document) => Self(Some(document)),
            Either::Other(IgnoredAny) => Self(None),
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Part<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Part<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a component")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut part = Part::default();
                let mut listed = false;
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    match key.as_ref() {
                        "components" => {
                            once(&mut listed)?;
                            part.components = map.next_value::<Option<_>>()?.unwrap_or_default();
                        }
                        "name" => part.name = map.next_value::<Option<_>>()?.unwrap_or_default(),
                        "purl" => part.purl = map.next_value()?,
                        "version" => part.version = map.next_value()?,
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(part)
            }
        }
        from.deserialize_map(Reading)
    }
}

/// Two lists under one key: which is meant nobody can tell, and neither may be dropped.
fn once<E: serde::de::Error>(listed: &mut bool) -> Result<(), E> {
    match std::mem::replace(listed, true) {
        true => Err(E::custom("“components” stands twice")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_depth_counts_and_the_product_itself_does_not() {
        let bom = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,
            "metadata":{"component":{"name":"product","components":[{"name":"part"}]}},
            "components":[{"name":"a","version":"1","purl":"pkg:npm/a@1","components":[
                {"name":"b","version":"2","purl":"pkg:npm/b@2","components":[{"name":"c \"x\""}]}]},
                {"name":null,"components":null}]}"#;
        let read_names = |text: &str| -> Vec<String> {
            let list = read(text).expect("a list");
            assert_eq!((list.format.as_str(), list.spec.as_deref()), ("CycloneDX-JSON", Some("1.5")));
            let found = list.components.iter().map(|one| &one.name);
            found.chain(list.undecidable.iter().map(|one| &one.name)).cloned().collect()
        };
        assert_eq!(read_names(bom), ["a", "b", "c \"x\"", ""]);
        for wrapped in [
            format!(r#"{{"sbom":{bom}}}"#),
            format!(r#"{{"_type":"statement","predicateType":"bom","predicate":{bom}}}"#),
            format!(r#"{{"predicate":{{"Data":{bom},"Timestamp":"x"}}}}"#),
            format!(r#"{{"bom":"x","sbom":{{"bom":{bom}}}}}"#),
        ] {
            assert_eq!(read_names(&wrapped).len(), 4);
        }
    }

    #[test]
    fn a_list_that_stands_twice_is_refused_rather_than_half_read() {
        let twice = r#""components":[{"name":"a"}],"components":[{"name":"b"}]"#;
        for text in [
            format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.5",{twice}}}"#),
            format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{{"name":"c",{twice}}}]}}"#),
        ] {
            let refused = read(&text).expect_err("refused").to_string();
            assert!(refused.contains("stands twice"), "{refused}");
        }
    }

    #[test]
    fn nesting_without_end_is_refused() {
        let deep = format!(
            "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":{}",
            "[{\"components\":".repeat(200_000)
        );
        assert!(matches!(read(&deep), Err(ListError::Broken { .. })));
        assert!(matches!(read(&"{\"sbom\":".repeat(200_000)), Err(ListError::Unknown)));
        let ignored = format!("{{\"x\":{}", "[".repeat(500_000));
        assert!(matches!(read(&ignored), Err(ListError::Unknown)));
    }
}
