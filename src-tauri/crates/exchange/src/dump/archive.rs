//! An archive of records, one a file. Unpacking and reading take longer than what is done with
//! the records, so several threads share a large one, a stretch of entries at a time; what they
//! made is put back into the order of the archive.

use super::{DumpError, Entry, Prepare, Take, record};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use zip::ZipArchive;
use zip::result::ZipError;

/// Entries that one thread takes at once.
const STRETCH: usize = 64;

/// Threads at most: more than the writer of a library keeps up with.
const THREADS: usize = 4;

/// Stretches that may wait, for each thread.
const WAITING: usize = 4;

type Archive = ZipArchive<Nearby>;

/// A file whose entries are mostly read one after the other: going to a place that is in the
/// buffer already keeps the buffer.
struct Nearby(BufReader<File>);

impl Read for Nearby {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Nearby {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if let SeekFrom::Start(place) = to {
            let here = self.0.stream_position()?;
            if let Ok(away) = i64::try_from(i128::from(place) - i128::from(here)) {
                self.0.seek_relative(away)?;
                return Ok(place);
            }
        }
        self.0.seek(to)
    }
}

/// Reads every entry.
///
/// # Errors
/// When it cannot be opened, or is no archive.
pub fn read<T: Send>(
    path: &Path,
    prepare: &Prepare<'_, T>,
    take: &mut Take<'_, T>,
) -> Result<ControlFlow<()>, DumpError> {
    let mut first = opened(path)?;
    let entries = first.len();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    if threads == 1 || entries <= 2 * STRETCH {
        let mut room = Vec::new();
        for index in 0..entries {
            if let Some(entry) = one(&mut first, index, path, &mut room)
                && take(prepare(entry)).is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
        }
        return Ok(ControlFlow::Continue(()));
    }
    let mut archives = vec![first];
    for _ in 1..threads {
        archives.push(opened(path)?);
    }
    if archives.iter().any(|archive| archive.len() != entries) {
        return Err(DumpError::Archive(format!("{}: it changed while it was read", path.display())));
    }
    let next = AtomicUsize::new(0);
    Ok(std::thread::scope(|scope| {
        let (give, made) = sync_channel(threads * WAITING);
        for archive in archives {
            let (next, give) = (&next, give.clone());
            scope.spawn(move || stretches(archive, path, entries, next, prepare, &give));
        }
        drop(give);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        // dropping `made` ends the threads when `take` breaks off
        for (place, stretch) in made {
            early.insert(place, stretch);
            while let Some(stretch) = early.remove(&due) {
                due += 1;
                for one in stretch {
                    if take(one).is_break() {
                        return ControlFlow::Break(());
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }))
}

fn opened(path: &Path) -> Result<Archive, DumpError> {
    let broken = |error: ZipError| DumpError::Archive(format!("{}: {error}", path.display()));
    ZipArchive::new(Nearby(BufReader::with_capacity(1 << 16, File::open(path)?))).map_err(broken)
}

/// Reads one stretch after the other that no thread has taken yet.
fn stretches<T>(
    mut archive: Archive,
    path: &Path,
    entries: usize,
    next: &AtomicUsize,
    prepare: &Prepare<'_, T>,
    give: &SyncSender<(usize, Vec<T>)>,
) {
    let mut room = Vec::new();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let stretch: Range<usize> = place * STRETCH..entries.min((place + 1) * STRETCH);
        if stretch.is_empty() {
            return;
        }
        let made = stretch.filter_map(|index| one(&mut archive, index, path, &mut room)).map(prepare).collect();
        if give.send((place, made)).is_err() {
            return;
        }
    }
}

/// One entry; nothing for a folder.
fn one(archive: &mut Archive, index: usize, path: &Path, room: &mut Vec<u8>) -> Option<Entry> {
    match archive.by_index(index) {
        Ok(entry) if entry.is_dir() => None,
        Ok(entry) => {
            let name = entry.name().to_owned();
            Some(record(entry, name, room))
        }
        Err(error) => {
            let name = format!("{}, entry {}", path.display(), index + 1);
            Some(Entry::Broken { name, how: error.to_string() })
        }
    }
}
