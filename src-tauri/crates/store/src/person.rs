//! People who act, as rows: a name can be erased and every act keeps its author.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use caveat_core::id::PersonId;
use caveat_core::person::Person;
use rusqlite::{Connection, OptionalExtension};

/// The table of people.
pub static PERSON: Table =
    Table { number: 2, name: "person", growth: Growth::Mutable, fields: &[ARCHIVED, Field::personal(NAME, "name")] };
/// The name as entered, not authenticated.
pub const NAME: u32 = 2;

/// One person.
pub fn person(db: &Connection, id: PersonId) -> Result<Option<Person>, StoreError> {
    let found = db
        .prepare_cached("SELECT name FROM person WHERE id = ?1")?
        .query_row([id.bytes()], |row| Ok(Person { id, name: row.get(0)? }))
        .optional()?;
    Ok(found)
}

/// The person of exactly that name.
pub fn named(db: &Connection, name: &str) -> Result<Option<PersonId>, StoreError> {
    let found = db
        .prepare_cached("SELECT id FROM person WHERE name = ?1 AND archived IS NOT 1 ORDER BY id LIMIT 1")?
        .query_row([name], |row| Ok(PersonId::from_bytes(row.get(0)?)))
        .optional()?;
    Ok(found)
}
