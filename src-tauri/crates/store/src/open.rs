//! The opening ritual of a workspace file. A file that is not ours, or is newer than this
//! program, is refused and left untouched; an older one is copied aside before it is brought
//! up. Deliberately never deletes a damaged file.

use crate::error::StoreError;
use crate::{Store, local};
use caveat_core::id::WorkspaceId;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use rusqlite_migration::{M, Migrations};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

/// "CVT1": says in the file's header that it is ours.
const APPLICATION_ID: i64 = 0x4356_5431;

/// The newest log format this program reads and the one it writes.
const LOG_FORMAT: i64 = 1;

static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(include_str!("../migrations/0001_log.sql")),
        M::up(include_str!("../migrations/0002_assessment.sql")),
        M::up(include_str!("../migrations/0003_roots.sql")),
        M::up(include_str!("../migrations/0004_verdict_day.sql")),
    ])
});

/// How many migrations there are; the `user_version` of an up-to-date file.
const KNOWN: i64 = 4;

impl Store {
    /// Makes a new workspace file. `devices` is the folder of the user's data that remembers
    /// which device writes to which workspace.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when anything is there already, even an empty file.
    pub fn create(path: &Path, devices: &Path, workspace: WorkspaceId) -> Result<Self, StoreError> {
        match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(StoreError::Exists);
            }
            Err(error) => return Err(error.into()),
        }
        let made = || -> Result<(), StoreError> {
            let mut connection = connect(path)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            pragmas(&connection)?;
            bring_up(&mut connection)?;
            local::name_workspace(&connection, workspace, LOG_FORMAT)
        };
        if let Err(error) = made() {
            // The file was ours and empty a moment ago.
            for file in files(path) {
                let _ = std::fs::remove_file(file);
            }
            return Err(error);
        }
        Self::open(path, devices)
    }

    /// Opens a workspace file, bringing an older one up to date.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAWorkspace`], [`StoreError::Newer`] and those
    /// of reading a file.
    pub fn open(path: &Path, devices: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(if path.exists() { StoreError::NotAWorkspace } else { StoreError::Missing });
        }
        // Only a file whose first bytes say so is handed to the database at all.
        check_header(path)?;
        let mut connection = connect(path)?;
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != APPLICATION_ID {
            return Err(StoreError::NotAWorkspace);
        }
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > KNOWN {
            return Err(StoreError::Newer { found, known: KNOWN });
        }
        // before anything is changed, be it the file's mode alone
        if found > 0
            && let Some((_, reader)) = named(&connection)?
            && reader > LOG_FORMAT
        {
            return Err(StoreError::Newer { found: reader, known: LOG_FORMAT });
        }
        if (1..KNOWN).contains(&found) {
            copy_aside(&connection, path, found)?;
        }
        pragmas(&connection)?;
        bring_up(&mut connection)?;
        let (workspace, _) =
            named(&connection)?.ok_or_else(|| StoreError::Damaged("it has no name of its own".to_owned()))?;
        let workspace = WorkspaceId::from_bytes(workspace);
        Ok(Self {
            connection: Mutex::new(connection),
            device_file: devices.join(format!("{workspace}.json")),
            path: path.to_owned(),
            workspace,
        })
    }
}

impl Store {
    /// Waits for the disk no longer: for a file that is only being made, and is thrown away when that
    /// breaks off. [`Store::settle`] of another opening makes up for it.
    pub fn hurry(&self) -> Result<(), StoreError> {
        Ok(self.connection().pragma_update(None, "synchronous", "OFF")?)
    }

    /// Sees to it that all that was written is on the disk, and in the file itself.
    pub fn settle(&self) -> Result<(), StoreError> {
        Ok(self.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

fn check_header(path: &Path) -> Result<(), StoreError> {
    use std::io::Read;
    let mut head = [0; 16];
    match std::fs::File::open(path)?.read_exact(&mut head) {
        Ok(()) if &head == b"SQLite format 3\0" => Ok(()),
        Ok(()) => Err(StoreError::NotAWorkspace),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(StoreError::NotAWorkspace),
        Err(error) => Err(error.into()),
    }
}

/// The workspace's own name, and the oldest log format that may read it.
fn named(connection: &Connection) -> Result<Option<([u8; 16], i64)>, StoreError> {
    let read = connection
        .query_row("SELECT id, min_reader FROM workspace", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional();
    Ok(read?)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Window and command line may write in turn; each waits for the other rather than fail.
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn pragmas(connection: &Connection) -> Result<(), StoreError> {
    // Readers never wait for a writer, and a crash loses no acknowledged act …
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // … not even when the power goes: the log on other devices must not be ahead of us.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Erased personal data must not linger in free pages.
    connection.pragma_update(None, "secure_delete", "ON")?;
    // Decrypting a page costs; 64 MiB keeps a large inventory in memory.
    connection.pragma_update(None, "cache_size", -65536)?;
    // A file from elsewhere must not run functions through its schema.
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    Ok(())
}

fn bring_up(connection: &mut Connection) -> Result<(), StoreError> {
    MIGRATIONS.to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::Damaged(other.to_string()),
    })
}

/// A consistent copy of the file as it was, beside it; kept until the user deletes it.
fn copy_aside(connection: &Connection, path: &Path, found: i64) -> Result<(), StoreError> {
    let aside = beside(path, &format!(".format-{found}"));
    if !aside.exists() {
        connection.execute("VACUUM INTO ?1", [aside.to_string_lossy()])?;
    }
    Ok(())
}

/// The files that a database at `path` consists of while it is open.
pub fn files(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| beside(path, ending))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests;
