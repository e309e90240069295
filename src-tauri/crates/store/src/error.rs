//! What can go wrong with a workspace file, by what the caller can do about it.

use thiserror::Error;

/// Why the store could not do its work.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another program holds the file.
    #[error("another program is writing to this workspace")]
    Busy,
    /// The file, or the log inside it, is broken.
    #[error("the workspace is damaged: {0}")]
    Damaged(String),
    /// There is a file of that name already.
    #[error("a file of that name is already there")]
    Exists,
    /// No room left on the disk.
    #[error("the disk is full")]
    Full,
    /// The operating system refused.
    #[error("the file could not be read or written: {0}")]
    Io(std::io::Error),
    /// Another program is importing advisories.
    #[error("another program is importing advisories")]
    LibraryBusy,
    /// The operating system refused to read or write the advisory library.
    #[error("the advisory library could not be read or written: {0}")]
    LibraryIo(std::io::Error),
    /// The advisory library is broken, or of another layout.
    #[error("the advisory library cannot be used")]
    LibraryUnusable,
    /// A value does not fit its field, or the table does not allow the change: a fault of
    /// this program, caught before anything is written.
    #[error("{table}.{field} cannot take that value")]
    Misfit {
        /// Name of the table.
        table: &'static str,
        /// Name of the field.
        field: &'static str,
    },
    /// There is no such file.
    #[error("there is no file of that name")]
    Missing,
    /// Written by a newer Caveat.
    #[error("the workspace has format {found}; this program knows up to {known}")]
    Newer {
        /// Format of the file.
        found: i64,
        /// Newest format this program reads.
        known: i64,
    },
    /// There is no advisory library yet.
    #[error("there is no advisory library yet")]
    NoLibrary,
    /// The file is something else, or encrypted with a key that was not given.
    #[error("the file is not a Caveat workspace, or it is encrypted")]
    NotAWorkspace,
    /// The versions a form was opened with are not versions of that field.
    #[error("the form was opened on another version of the workspace")]
    NoSuchVersion,
    /// The row named does not exist.
    #[error("there is no such row")]
    NoSuchRow,
    /// The file may only be read.
    #[error("the workspace may only be read")]
    ReadOnly,
    /// SQLite said something that no other case covers: a fault of this program.
    #[error("the database refused: {0}")]
    Sql(rusqlite::Error),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::DatabaseCorrupt) => Self::Damaged("a page of the file cannot be read".to_owned()),
            Some(Code::DiskFull) => Self::Full,
            Some(Code::NotADatabase) => Self::NotAWorkspace,
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::ReadOnly,
            // the memory that connections share lies in a file, which found no room
            Some(Code::SystemIoFailure) if extended(&error) == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => Self::Full,
            Some(Code::SystemIoFailure | Code::CannotOpen) => {
                Self::Io(std::io::Error::other("the system could not read or write the file"))
            }
            _ => Self::Sql(error),
        }
    }
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}
