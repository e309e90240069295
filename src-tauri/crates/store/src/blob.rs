//! Bytes kept by their SHA-256, beside the log, which names them: what was seen, lists as they
//! were read. Written inside an act; the same bytes are kept once.

use crate::error::StoreError;
use crate::log::Act;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// SHA-256 of bytes, hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of that hash; `None` when they are not here.
pub fn read(db: &Connection, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(db.prepare_cached("SELECT bytes FROM blob WHERE hash = ?1")?.query_row([hash], |row| row.get(0)).optional()?)
}

impl Act<'_> {
    /// Keeps bytes and returns their hash.
    pub fn keep(&mut self, bytes: &[u8]) -> Result<String, StoreError> {
        let hash = hash(bytes);
        self.transaction()
            .prepare_cached("INSERT OR IGNORE INTO blob (hash, bytes) VALUES (?1, ?2)")?
            .execute(params![hash, bytes])?;
        Ok(hash)
    }
}

/// What is wrong with the bytes kept, in words.
pub(crate) fn problems(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut problems = Vec::new();
    let mut statement = db.prepare("SELECT hash, bytes FROM blob ORDER BY hash")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (named, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if hash(&bytes) != named {
            problems.push(format!("The bytes kept as {named} are others."));
        }
    }
    let missing = "SELECT document FROM observation WHERE document NOT IN (SELECT hash FROM blob)
                   UNION SELECT document FROM component_list WHERE document NOT IN (SELECT hash FROM blob)";
    let mut statement = db.prepare(missing)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        problems.push(format!("The bytes named {} are not here.", row.get::<_, String>(0)?));
    }
    Ok(problems)
}
