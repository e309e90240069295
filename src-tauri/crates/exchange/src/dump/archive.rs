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

/// Bytes that are read from the file at once.
const BUFFER: usize = 32 << 10;

/// Threads at most: more than the writer of a library keeps up with.
const THREADS: usize = 4;

/// Stretches that may wait, for each thread.
const WAITING: usize = 4;

type Archive = ZipArchive<Nearby>;

/// A file whose entries are mostly read one after the other: going to a place that is in the
/// buffer already keeps the buffer, and costs no call of the system.
struct Nearby {
    reader: BufReader<File>,
    at: u64,
}

impl Read for Nearby {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Nearby {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let relative = match to {
            SeekFrom::Start(place) => i64::try_from(i128::from(place) - i128::from(self.at)).ok(),
            SeekFrom::Current(away) => self.at.checked_add_signed(away).map(|_| away),
            SeekFrom::End(_) => None,
        };
        match relative.and_then(|away| Some((away, self.at.checked_add_signed(away)?))) {
            Some((away, place)) => {
                self.reader.seek_relative(away)?;
                self.at = place;
            }
            None => self.at = self.reader.seek(to)?,
        }
        Ok(self.at)
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
    let next = AtomicUsize::new(0);
    Ok(std::thread::scope(|scope| {
        let (give, made) = sync_channel(threads * WAITING);
        for _ in 1..threads {
            let (next, give) = (&next, give.clone());
            // one that cannot open the file a second time leaves the work to the others
            scope.spawn(move || {
                if let Ok(archive) = opened(path) {
                    stretches(archive, path, entries, next, prepare, &give);
                }
            });
        }
        let next = &next;
        scope.spawn(move || stretches(first, path, entries, next, prepare, &give));
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
    let reader = BufReader::with_capacity(BUFFER, File::open(path)?);
    ZipArchive::new(Nearby { reader, at: 0 }).map_err(broken)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const MANY: usize = 10 * STRETCH + 7;

    /// An archive of so many records, numbered, every hundredth of them broken.
    fn dump(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("all.zip");
        let mut archive = zip::ZipWriter::new(File::create(&path).expect("a file"));
        for number in 0..MANY {
            archive.start_file(format!("{number}.json"), SimpleFileOptions::default()).expect("an entry");
            let broken = if number % 100 == 99 { "" } else { "}" };
            write!(archive, r#"{{"id": "A-{number}", "modified": "2026-01-01T00:00:00Z"{broken}"#).expect("bytes");
        }
        archive.finish().expect("an archive");
        path
    }

    fn name(entry: Entry) -> String {
        match entry {
            Entry::Record(record) => record.id.trim_start_matches("A-").to_owned(),
            Entry::Broken { name, .. } => name.trim_end_matches(".json").to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn many_threads_hand_over_every_entry_once_and_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut taken = Vec::new();
        let gone_on = read(&dump(folder.path()), &name, &mut |entry| {
            taken.push(entry);
            ControlFlow::Continue(())
        });
        assert!(gone_on.expect("read").is_continue());
        assert_eq!(taken, (0..MANY).map(|number| number.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_broken_off_hands_over_nothing_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut taken = 0;
        let gone_on = read(&dump(folder.path()), &name, &mut |_| {
            taken += 1;
            if taken == STRETCH + 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(gone_on.expect("read").is_break());
        assert_eq!(taken, STRETCH + 3);
    }
}
