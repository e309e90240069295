//! The byte encoding against vectors that an independent program made
//! (tests/fixtures/log/oracle.py), and the laws of reading back.

use super::*;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    workspace: String,
    chain: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    op: RawOp,
    cells: Vec<RawCell>,
    stored: String,
    vhash: String,
    hash: String,
}

#[derive(Deserialize)]
struct RawOp {
    dev: i64,
    seq: i64,
    ts: i64,
    person: String,
    act: String,
    table: u32,
    row: String,
    field: u32,
    base: Vec<(i64, i64)>,
    schema: u32,
}

#[derive(Deserialize)]
struct RawCell {
    field: u32,
    value: serde_json::Value,
    salt: Option<String>,
    #[serde(default)]
    erased: bool,
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect()
}

fn array<const N: usize>(hex: &str) -> [u8; N] {
    bytes(hex).try_into().expect("the right length")
}

fn value(raw: &serde_json::Value) -> Value {
    match raw {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Number(number) => Value::Integer(number.as_i64().expect("an i64")),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        other => Value::Bytes(bytes(other["bytes"].as_str().expect("bytes"))),
    }
}

fn cell(raw: &RawCell) -> Cell {
    let content = match &raw.salt {
        None => Content::Plain(value(&raw.value)),
        Some(salt) => Content::Salted(array(salt), value(&raw.value)),
    };
    let cell = Cell { field: raw.field, content };
    if raw.erased { Cell { content: Content::Erased(cell.hash()), ..cell } } else { cell }
}

#[test]
fn bytes_and_hashes_are_those_of_the_published_vectors() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../../../../../tests/fixtures/log/vectors.json")).expect("the vectors");
    let mut previous = [0; 32];
    for link in &vectors.chain {
        let cells: Vec<Cell> = link.cells.iter().map(cell).collect();
        let stored = cells_to_bytes(&cells);
        assert_eq!(stored, bytes(&link.stored), "cells of entry {}", link.op.seq);
        assert_eq!(cells_from_bytes(&stored), Some(cells.clone()));
        assert_eq!(vhash(&cells), array(&link.vhash), "vhash of entry {}", link.op.seq);
        let op = Op {
            version: Version { dev: link.op.dev, seq: link.op.seq },
            ts: link.op.ts,
            person: array(&link.op.person),
            act: array(&link.op.act),
            table: link.op.table,
            row: array(&link.op.row),
            field: link.op.field,
            vhash: vhash(&cells),
            base: link.op.base.iter().map(|(dev, seq)| Version { dev: *dev, seq: *seq }).collect(),
            schema: link.op.schema,
        };
        previous = op.hash(&array(&vectors.workspace), &previous);
        assert_eq!(previous, array(&link.hash), "hash of entry {}", link.op.seq);
    }
    assert_eq!(vectors.chain.len(), 8);
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Integer),
        ".{0,40}".prop_map(Value::Text),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ]
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let content = prop_oneof![
        any_value().prop_map(Content::Plain),
        (any::<[u8; 16]>(), any_value()).prop_map(|(salt, value)| Content::Salted(salt, value)),
        any::<Hash>().prop_map(Content::Erased),
    ];
    (any::<u32>(), content).prop_map(|(field, content)| Cell { field, content })
}

proptest! {
    #[test]
    fn cells_come_back_as_they_were(cells in proptest::collection::vec(any_cell(), 0..8)) {
        prop_assert_eq!(cells_from_bytes(&cells_to_bytes(&cells)), Some(cells));
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Some(cells) = cells_from_bytes(&bytes) {
            prop_assert_eq!(cells_to_bytes(&cells), bytes);
        }
    }

    #[test]
    fn erasing_a_cell_keeps_every_hash(cells in proptest::collection::vec(any_cell(), 1..8), which in any::<prop::sample::Index>()) {
        let before = vhash(&cells);
        let mut erased = cells;
        let which = which.index(erased.len());
        erased[which].content = Content::Erased(erased[which].hash());
        prop_assert_eq!(vhash(&erased), before);
    }

    #[test]
    fn versions_come_back_as_they_were(pairs in proptest::collection::vec((any::<i64>(), any::<i64>()), 0..6)) {
        let versions: Vec<Version> = pairs.into_iter().map(|(dev, seq)| Version { dev, seq }).collect();
        prop_assert_eq!(versions_from_bytes(&versions_to_bytes(&versions)), Some(versions.clone()));
        for version in versions.iter().filter(|version| version.dev >= 0) {
            prop_assert_eq!(version.to_string().parse(), Ok(*version));
        }
    }
}
