//! A workspace in a folder of its own, and short ways to act in it.
#![allow(
    dead_code,
    clippy::new_without_default,
    clippy::unwrap_used,
    reason = "each test file uses its part; a test stops where it fails"
)]

use caveat_core::id::{ActId, PersonId, RowId, WorkspaceId};
use caveat_store::log::undo::Undone;
use caveat_store::log::verify::Verification;
use caveat_store::{Act, Author, Store, StoreError};
use std::cell::Cell;
use std::path::PathBuf;

/// A workspace in a folder of its own.
pub struct Bench {
    /// The workspace.
    pub store: Store,
    /// The folder, deleted when the bench goes.
    pub folder: tempfile::TempDir,
    acts: Cell<u64>,
}

/// An id whose last bytes are that number.
pub fn id(number: u64) -> RowId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    RowId::from_bytes(bytes)
}

/// Ids counted up from a number.
pub fn counter(from: u64) -> impl FnMut() -> RowId {
    let mut next = from + 0x10_0000;
    move || {
        next += 1;
        id(next)
    }
}

impl Bench {
    /// A new, empty workspace.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = WorkspaceId::from_bytes([7; 16]);
        let store = Store::create(&folder.path().join("a.caveat"), &folder.path().join("devices"), workspace).unwrap();
        Self { store, folder, acts: Cell::new(0) }
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("a.caveat")
    }

    /// The folder that remembers devices.
    pub fn devices(&self) -> PathBuf {
        self.folder.path().join("devices")
    }

    /// One act, at `now`, that must succeed.
    pub fn act<T>(&self, now: i64, change: impl FnOnce(&mut Act<'_>) -> Result<T, StoreError>) -> ActId {
        self.try_act(now, change).unwrap();
        self.last_made()
    }

    /// One act, at `now`.
    pub fn try_act<T>(
        &self,
        now: i64,
        change: impl FnOnce(&mut Act<'_>) -> Result<T, StoreError>,
    ) -> Result<(T, bool), StoreError> {
        self.acts.set(self.acts.get() + 1);
        self.store.act(author(self.acts.get(), None), now, change)
    }

    /// Undoes an act.
    pub fn undo(&self, now: i64, act: ActId) -> Undone {
        self.acts.set(self.acts.get() + 1);
        self.store.act(author(self.acts.get(), Some(act)), now, |a| a.undo(act)).unwrap().0
    }

    /// The act tried last.
    pub fn last_made(&self) -> ActId {
        author(self.acts.get(), None).act
    }

    /// What verification says.
    pub fn verify(&self) -> Verification {
        self.store.verify().unwrap()
    }
}

/// Ada, making the act of that number.
pub fn author(number: u64, undo_of: Option<ActId>) -> Author<'static> {
    let act = ActId(id(0xac7_0000_0000 + number).0);
    Author { act, name: "Ada", person: PersonId::from_bytes([9; 16]), undo_of, wish: "test_store" }
}
