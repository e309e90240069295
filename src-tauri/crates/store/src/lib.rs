//! Remembers. One workspace file (SQLite; SQLCipher when encrypted), one append-only log in
//! it, and tables that are a pure function of that log. Screens read through [`Store::read`];
//! every change goes through [`Store::act`]. Deliberately decides nothing about vendors.
#![forbid(unsafe_code)]

pub mod acceptance;
pub mod act;
pub mod blob;
pub mod bytes;
pub mod component;
pub mod contract;
pub mod error;
pub mod evidence;
mod json;
pub mod library;
pub mod local;
pub mod log;
pub mod open;
pub mod person;
pub mod questionnaire;
pub mod recent;
pub mod root;
pub mod schema;
pub mod service;
pub mod tls;
pub mod vendor;
pub mod words;

pub use error::StoreError;
pub use library::Library;
pub use log::{Act, Author, Base};

use caveat_core::id::WorkspaceId;
pub use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

/// An open workspace file.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    device_file: PathBuf,
    path: PathBuf,
    workspace: WorkspaceId,
}

impl Store {
    /// Which workspace this is; copies of a file share it.
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads in one transaction: everything `look` sees is of one moment.
    pub fn read<T, E: From<StoreError>>(&self, look: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.connection();
        let tx = connection.transaction().map_err(StoreError::from)?;
        let result = look(&tx)?;
        tx.finish().map_err(StoreError::from)?;
        Ok(result)
    }

    /// A panic in another wish leaves no half-written state behind, because its transaction
    /// was rolled back when it unwound; the lock can be taken on.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
