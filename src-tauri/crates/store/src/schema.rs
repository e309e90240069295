//! Every table the log writes, with its permanent numbers. A number is never given twice and
//! never taken back: logs of other devices name tables and fields by it.

/// The schema this program writes into each op; raised with each new table or field.
pub const SCHEMA: u32 = 3;

/// A table whose rows are made and changed by ops.
#[derive(Debug)]
pub struct Table {
    /// Permanent number.
    pub number: u32,
    /// Its name in SQL.
    pub name: &'static str,
    /// May its rows change once made?
    pub growth: Growth,
    /// Its fields besides the id.
    pub fields: &'static [Field],
}

/// May a table's rows change once made?
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Growth {
    /// Creation only; anything else is ignored and shown by `verify`.
    Immutable,
    /// Fields may be set, rows archived.
    Mutable,
}

/// A field of a table.
#[derive(Debug)]
pub struct Field {
    /// Permanent number within its table, from 1.
    pub number: u32,
    /// Its name in SQL.
    pub name: &'static str,
    /// What it may hold, besides null.
    pub holds: Holds,
    /// May it name a person? Then its values are salted and can be erased.
    pub personal: bool,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// 16 bytes.
    Id,
    /// A whole number.
    Integer,
    /// UTF-8 text.
    Text,
}

/// The field of every mutable table that puts a row aside: 1 when it is.
pub const ARCHIVED: Field = Field { number: 1, name: "archived", holds: Holds::Integer, personal: false };

/// All tables, in the order of their numbers.
pub const TABLES: &[&Table] = &[
    &crate::act::ACT,
    &crate::person::PERSON,
    &crate::log::erasure::ERASURE,
    &crate::vendor::VENDOR,
    &crate::service::SERVICE,
    &crate::questionnaire::QUESTIONNAIRE,
    &crate::questionnaire::ANSWER,
    &crate::evidence::EVIDENCE,
    &crate::evidence::EVIDENCE_QUESTION,
    &crate::tls::ENDPOINT,
    &crate::tls::OBSERVATION,
    &crate::component::COMPONENT_LIST,
    &crate::contract::CONTRACT,
    &crate::contract::TERM,
    &crate::acceptance::ACCEPTANCE,
    &crate::acceptance::WITHDRAWAL,
    &crate::root::ROOT,
];

/// The table with that permanent number, if this program knows it.
pub fn table(number: u32) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.number == number)
}

impl Table {
    /// The field with that permanent number, if this program knows it.
    pub fn field(&self, number: u32) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.number == number)
    }
}

impl Field {
    /// A field of text.
    pub const fn text(number: u32, name: &'static str) -> Self {
        Self { number, name, holds: Holds::Text, personal: false }
    }

    /// A field of text that may name a person.
    pub const fn personal(number: u32, name: &'static str) -> Self {
        Self { number, name, holds: Holds::Text, personal: true }
    }

    /// A field that holds a whole number.
    pub const fn integer(number: u32, name: &'static str) -> Self {
        Self { number, name, holds: Holds::Integer, personal: false }
    }

    /// A field that names a row.
    pub const fn id(number: u32, name: &'static str) -> Self {
        Self { number, name, holds: Holds::Id, personal: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_and_names_are_given_once() {
        let numbers: Vec<u32> = TABLES.iter().map(|table| table.number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        for table in TABLES {
            let numbers: BTreeSet<u32> = table.fields.iter().map(|field| field.number).collect();
            let names: BTreeSet<&str> = table.fields.iter().map(|field| field.name).collect();
            assert_eq!((numbers.len(), names.len()), (table.fields.len(), table.fields.len()), "{}", table.name);
            assert!(!numbers.contains(&0), "{}: 0 is the creation", table.name);
            let archivable = table.field(ARCHIVED.number).is_some_and(|field| field.name == ARCHIVED.name);
            assert_eq!(archivable, table.growth == Growth::Mutable, "{}", table.name);
        }
    }
}
