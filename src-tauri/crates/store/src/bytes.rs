//! The log's fixed byte encoding and its hashes. Every device must compute the same hashes
//! for ever, so nothing here may change without a new log format; `tests/fixtures/log`
//! holds vectors made by an independent program. Deliberately knows no table.
//!
//! Integers are big-endian; a string of bytes stands behind its length (u32).
//! ```text
//! value      0 | 1 i64 | 2 text | 3 bytes          (null, integer, UTF-8 text, bytes)
//! cell hash  SHA-256("caveat/cell/1" field:u32 salt:bytes value)
//! vhash      SHA-256("caveat/cells/1" count:u32 (field:u32 cell-hash)…)      by field
//! base       (dev:u64 seq:u64)…                                              ascending
//! op hash    SHA-256("caveat/op/1" workspace:16 dev:u64 seq:u64 ts:i64 person:16 act:16
//!            table:u32 row:16 field:u32 vhash:32 base:bytes schema:u32 previous:32)
//! cells      (field:u32 form:u8 …)…   form 0: value · 1: salt:16 value · 2: cell hash (erased)
//! ```

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// One value of one field.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Value {
    /// A string of bytes; ids are 16 of them.
    Bytes(Vec<u8>),
    /// A whole number; yes and no are 1 and 0.
    Integer(i64),
    /// Nothing known.
    Null,
    /// UTF-8 text.
    Text(String),
}

/// One device's one op: the name of a version of a cell.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Version {
    /// The device, 63 random bits.
    pub dev: i64,
    /// The op's place in the device's chain, from 1.
    pub seq: i64,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}:{}", self.dev, self.seq)
    }
}

impl std::str::FromStr for Version {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (dev, seq) = text.split_once(':').ok_or(())?;
        let dev = i64::from_str_radix(dev, 16).map_err(|_| ())?;
        Ok(Self { dev, seq: seq.parse().map_err(|_| ())? })
    }
}

/// What an op holds for one field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cell {
    /// The field's permanent number.
    pub field: u32,
    /// Its content, or the hash left behind by an erasure.
    pub content: Content,
}

/// The content of a cell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// Erased: only the hash is left, so that the chain still holds.
    Erased(Hash),
    /// A value of a field that never names a person.
    Plain(Value),
    /// A value that may be erased; the salt keeps its hash from being guessed afterwards.
    Salted([u8; 16], Value),
}

impl Cell {
    /// The value, or null once erased.
    pub fn value(&self) -> Value {
        match &self.content {
            Content::Plain(value) | Content::Salted(_, value) => value.clone(),
            Content::Erased(_) => Value::Null,
        }
    }

    /// The hash of this cell; erasing does not change it.
    pub fn hash(&self) -> Hash {
        let (salt, value): (&[u8], _) = match &self.content {
            Content::Erased(hash) => return *hash,
            Content::Plain(value) => (&[], value),
            Content::Salted(salt, value) => (salt, value),
        };
        let mut out = b"caveat/cell/1".to_vec();
        out.extend(self.field.to_be_bytes());
        put_bytes(&mut out, salt);
        put_value(&mut out, value);
        Sha256::digest(out).into()
    }
}

/// The hash over an op's cells, which must stand in ascending order of field.
pub fn vhash(cells: &[Cell]) -> Hash {
    let mut digest = Sha256::new_with_prefix(b"caveat/cells/1");
    digest.update((cells.len() as u32).to_be_bytes());
    for cell in cells {
        digest.update(cell.field.to_be_bytes());
        digest.update(cell.hash());
    }
    digest.finalize().into()
}

/// All that an op's hash covers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Op {
    /// Which device and which place in its chain.
    pub version: Version,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub ts: i64,
    /// Who acted.
    pub person: [u8; 16],
    /// In which act.
    pub act: [u8; 16],
    /// The table's permanent number.
    pub table: u32,
    /// Which row.
    pub row: [u8; 16],
    /// The field's permanent number; 0 = the row's creation.
    pub field: u32,
    /// See [`vhash`].
    pub vhash: Hash,
    /// The versions the author had before him, ascending.
    pub base: Vec<Version>,
    /// The schema of the program that wrote it.
    pub schema: u32,
}

impl Op {
    /// The hash of this op in `workspace` behind the op whose hash is `previous` (zeros for
    /// a device's first).
    pub fn hash(&self, workspace: &[u8; 16], previous: &Hash) -> Hash {
        let mut out = b"caveat/op/1".to_vec();
        out.extend(workspace);
        out.extend(self.version.dev.to_be_bytes());
        out.extend(self.version.seq.to_be_bytes());
        out.extend(self.ts.to_be_bytes());
        out.extend(self.person);
        out.extend(self.act);
        out.extend(self.table.to_be_bytes());
        out.extend(self.row);
        out.extend(self.field.to_be_bytes());
        out.extend(self.vhash);
        put_bytes(&mut out, &versions_to_bytes(&self.base));
        out.extend(self.schema.to_be_bytes());
        out.extend(previous);
        Sha256::digest(out).into()
    }
}

/// Versions as the log holds them.
pub fn versions_to_bytes(versions: &[Version]) -> Vec<u8> {
    versions.iter().flat_map(|v| [v.dev.to_be_bytes(), v.seq.to_be_bytes()]).flatten().collect()
}

/// The reverse of [`versions_to_bytes`]; `None` when the bytes are not versions.
pub fn versions_from_bytes(bytes: &[u8]) -> Option<Vec<Version>> {
    let (pairs, rest) = bytes.as_chunks::<16>();
    rest.is_empty().then(|| {
        pairs
            .iter()
            .map(|pair| {
                let (dev, seq) = pair.split_at(8);
                Version { dev: i64::from_be_bytes(fixed(dev)), seq: i64::from_be_bytes(fixed(seq)) }
            })
            .collect()
    })
}

/// Cells as `op_value` holds them.
pub fn cells_to_bytes(cells: &[Cell]) -> Vec<u8> {
    let mut out = Vec::new();
    for cell in cells {
        out.extend(cell.field.to_be_bytes());
        match &cell.content {
            Content::Plain(value) => {
                out.push(0);
                put_value(&mut out, value);
            }
            Content::Salted(salt, value) => {
                out.push(1);
                out.extend(salt);
                put_value(&mut out, value);
            }
            Content::Erased(hash) => {
                out.push(2);
                out.extend(hash);
            }
        }
    }
    out
}

/// The reverse of [`cells_to_bytes`]; `None` when the bytes are not cells.
pub fn cells_from_bytes(mut bytes: &[u8]) -> Option<Vec<Cell>> {
    let mut cells = Vec::new();
    while !bytes.is_empty() {
        let field = u32::from_be_bytes(fixed(take(&mut bytes, 4)?));
        let content = match take(&mut bytes, 1)? {
            [0] => Content::Plain(take_value(&mut bytes)?),
            [1] => {
                let salt = fixed(take(&mut bytes, 16)?);
                Content::Salted(salt, take_value(&mut bytes)?)
            }
            [2] => Content::Erased(fixed(take(&mut bytes, 32)?)),
            _ => return None,
        };
        cells.push(Cell { field, content });
    }
    Some(cells)
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_be_bytes());
    out.extend(bytes);
}

fn put_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.push(0),
        Value::Integer(number) => {
            out.push(1);
            out.extend(number.to_be_bytes());
        }
        Value::Text(text) => {
            out.push(2);
            put_bytes(out, text.as_bytes());
        }
        Value::Bytes(bytes) => {
            out.push(3);
            put_bytes(out, bytes);
        }
    }
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

fn take_long<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let count = u32::from_be_bytes(fixed(take(bytes, 4)?));
    take(bytes, count as usize)
}

fn take_value(bytes: &mut &[u8]) -> Option<Value> {
    Some(match take(bytes, 1)? {
        [0] => Value::Null,
        [1] => Value::Integer(i64::from_be_bytes(fixed(take(bytes, 8)?))),
        [2] => Value::Text(String::from_utf8(take_long(bytes)?.to_vec()).ok()?),
        [3] => Value::Bytes(take_long(bytes)?.to_vec()),
        _ => return None,
    })
}

/// The bytes of a slice already cut to length.
fn fixed<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(bytes);
    out
}

#[cfg(test)]
mod tests;
