//! The packages of a Cargo.lock, which cargo writes in one fixed form.

/// One package.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Package<'a> {
    pub name: &'a str,
    pub version: &'a str,
    /// SHA-256 of its archive; none for the workspace's own.
    pub checksum: Option<&'a str>,
}

/// Every package of the file's text.
pub fn packages(text: &str) -> Vec<Package<'_>> {
    let field = |block: &'_ str, name: &str| -> Option<(usize, usize)> {
        let start = block.find(&format!("\n{name} = \""))? + name.len() + 5;
        Some((start, start + block[start..].find('"')?))
    };
    text.split("[[package]]")
        .skip(1)
        .filter_map(|block| {
            let of = |name: &str| field(block, name).map(|(from, to)| &block[from..to]);
            Some(Package { name: of("name")?, version: of("version")?, checksum: of("checksum") })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_read_with_their_checksums() {
        let text = "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n]\n\n\
                    [[package]]\nname = \"a\"\nversion = \"1.0.0+x\"\nsource = \"registry+y\"\nchecksum = \"ff\"\n";
        let own = Package { name: "own", version: "0.1.0", checksum: None };
        assert_eq!(packages(text), [own, Package { name: "a", version: "1.0.0+x", checksum: Some("ff") }]);
    }

    #[test]
    fn our_own_lock_is_read_whole() {
        let text = crate::shell::read(&crate::shell::root().join("Cargo.lock")).expect("the lock");
        let found = packages(&text);
        assert_eq!(found.len(), text.matches("[[package]]").count());
        assert!(found.iter().any(|one| one.name == "serde" && one.checksum.is_some_and(|sum| sum.len() == 64)));
    }
}
