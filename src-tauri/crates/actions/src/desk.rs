//! Where wishes are granted: which workspace is open, where the user's data lie, and who acts.
//! The workspace is opened by the first wish that needs it, so that a window can show why it
//! could not be.

use crate::advisory::lists::CheckedLists;
use crate::failure::Failure;
use crate::file::{Files, Host};
use crate::job::{Job, Running};
use caveat_core::id::{ActId, PersonId, WorkspaceId};
use caveat_store::{Act, Author, Store, StoreError, person, recent};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::{ContextV7, Timestamp, Uuid};

/// Where things are, as the doors were told; what is `None` is found.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The folder of the user's data; else `CAVEAT_DATA`, else the system's place for it.
    pub data: Option<PathBuf>,
    /// The name of the person who acts; else `CAVEAT_PERSON`, else the system's user name.
    pub person: Option<String>,
    /// The workspace file; else `CAVEAT_WORKSPACE`, else one in the user's data.
    pub workspace: Option<PathBuf>,
}

/// Where wishes are granted.
pub struct Desk {
    pub(crate) files: Files,
    pub(crate) checked: CheckedLists,
    pub(crate) running: Running,
    host: Mutex<Option<Arc<Host>>>,
    data: PathBuf,
    person: String,
    lying: Mutex<Lying>,
}

/// The workspace that lies on the desk.
struct Lying {
    path: PathBuf,
    /// Was the file named by somebody? Then a missing one is a mistake, not a first start.
    named: bool,
    /// Is it noted among the files that were open lately? The window does.
    noted: bool,
    store: Option<Arc<Store>>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("data", &self.data).finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk at those places. Opens nothing yet.
    ///
    /// # Errors
    /// When the system has no place for the user's data and none was named.
    pub fn open(places: Places) -> Result<Self, Failure> {
        let said = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let data = places
            .data
            .or_else(|| said("CAVEAT_DATA").map(PathBuf::from))
            .or_else(|| dirs::data_dir().map(|folder| folder.join("caveat")))
            .ok_or_else(|| {
                Failure::bad_input("This system names no folder for a user's data.", "Name one with --data DIR.")
            })?;
        let workspace = places.workspace.or_else(|| said("CAVEAT_WORKSPACE").map(PathBuf::from));
        let person = places
            .person
            .or_else(|| ["CAVEAT_PERSON", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()))
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "Unnamed".to_owned());
        Ok(Self {
            files: Files::default(),
            checked: CheckedLists::default(),
            running: Running::default(),
            host: Mutex::new(None),
            lying: Mutex::new(Lying {
                named: workspace.is_some(),
                noted: false,
                path: workspace.unwrap_or_else(|| data.join("workspace.caveat")),
                store: None,
            }),
            data,
            person,
        })
    }

    /// Goes on where the window was left: with the workspace that was open last, if it is still
    /// there and no other was named; and notes what is opened from now on.
    pub fn resume(&self) {
        let mut lying = self.lying();
        lying.noted = true;
        if !lying.named
            && let Some(last) = recent::list(&self.recent()).into_iter().find(|path| path.is_file())
        {
            lying.path = last;
            lying.named = true;
        }
    }

    fn lying(&self) -> MutexGuard<'_, Lying> {
        self.lying.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays another workspace on the desk; the one before is closed when its last wish is done.
    pub(crate) fn take(&self, store: Store) -> Arc<Store> {
        let mut lying = self.lying();
        lying.path = store.path().to_owned();
        lying.named = true;
        self.laid(&mut lying, store)
    }

    fn laid(&self, lying: &mut Lying, store: Store) -> Arc<Store> {
        if lying.noted {
            recent::note(&self.recent(), store.path());
        }
        lying.store.insert(Arc::new(store)).clone()
    }

    /// The workspace file that lies on the desk, whether it could be opened or not.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.lying().path.clone()
    }

    /// The file that remembers what was open lately.
    pub(crate) fn recent(&self) -> PathBuf {
        self.data.join("recent.json")
    }

    /// Takes what the window lends: dialogs and showing files.
    pub fn lend(&self, host: Host) {
        *self.host.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(host));
    }

    pub(crate) fn host(&self) -> Result<Arc<Host>, Failure> {
        let host = self.host.lock().unwrap_or_else(PoisonError::into_inner).clone();
        host.ok_or_else(|| Failure::bad_input("There is no window to ask with.", "Name files by their path."))
    }

    /// The name of the person at this desk.
    pub(crate) fn person(&self) -> &str {
        &self.person
    }

    /// The open workspace; opened now if it was not. The user's own default workspace is made
    /// when it is not there yet.
    pub(crate) fn store(&self) -> Result<Arc<Store>, Failure> {
        self.opened(false)
    }

    /// The open workspace for a wish that may be the first ever: makes the file when there is
    /// none of that name.
    pub(crate) fn store_or_new(&self) -> Result<Arc<Store>, Failure> {
        self.opened(true)
    }

    fn opened(&self, make: bool) -> Result<Arc<Store>, Failure> {
        let mut lying = self.lying();
        if let Some(store) = lying.store.as_ref() {
            return Ok(store.clone());
        }
        let store = match Store::open(&lying.path, &self.devices()) {
            Err(StoreError::Missing) if make || !lying.named => self.made(&lying.path)?,
            other => other?,
        };
        Ok(self.laid(&mut lying, store))
    }

    /// Opens a workspace file that is there, without laying it on the desk.
    pub(crate) fn found(&self, path: &Path) -> Result<Store, Failure> {
        Ok(Store::open(path, &self.devices())?)
    }

    /// Makes a new workspace file.
    pub(crate) fn made(&self, path: &Path) -> Result<Store, Failure> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(StoreError::from)?;
        }
        Ok(Store::create(path, &self.devices(), WorkspaceId(new_id(Utc::now())))?)
    }

    /// Makes one act in the open workspace, as the person at this desk. Returns what `change`
    /// returned, and the act if anything was written.
    pub(crate) fn act<T>(
        &self,
        store: &Store,
        wish: &str,
        undo_of: Option<ActId>,
        change: impl FnOnce(&mut Act<'_>) -> Result<T, Failure>,
        job: &Job,
    ) -> Result<(T, Option<ActId>), Failure> {
        let known = match store.me() {
            Some(person) => Some(person),
            None => store.read(|db| person::named(db, &self.person))?,
        };
        let person = known.unwrap_or_else(|| PersonId(new_id(job.now)));
        let act = ActId(new_id(job.now));
        let author = Author { act, name: &self.person, person, undo_of, wish };
        let (result, written) = store.act(author, job.now.timestamp_millis(), change)?;
        if written && store.me().is_none() {
            // Only spares the search by name next time; failing to remember loses nothing.
            let _ = store.act_as(person);
        }
        Ok((result, written.then_some(act)))
    }

    /// The folder of the user's data.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Where the advisory library is: beside the workspace when that brought its own, as the sample
    /// does; else in the user's data.
    pub(crate) fn library(&self) -> PathBuf {
        self.brought_library().unwrap_or_else(|| self.data.join("library.sqlite"))
    }

    /// The library that the workspace brought with it, if it did.
    pub(crate) fn brought_library(&self) -> Option<PathBuf> {
        Some(library_beside(&self.workspace())).filter(|beside| beside.is_file())
    }

    fn devices(&self) -> PathBuf {
        self.data.join("devices")
    }
}

/// Where a workspace that brings its own advisories has them. A few records must never stand in the
/// user's library: they would make it look as if it knew their whole ecosystem.
pub(crate) fn library_beside(workspace: &Path) -> PathBuf {
    let mut name = workspace.as_os_str().to_owned();
    name.push(".library");
    name.into()
}

/// A new id of version 7 (RFC 9562): ordered by `now`, and within a millisecond by a counter.
pub(crate) fn new_id(now: DateTime<Utc>) -> Uuid {
    static CONTEXT: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(&CONTEXT, seconds, now.timestamp_subsec_nanos()))
}
