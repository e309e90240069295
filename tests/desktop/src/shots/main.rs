//! Takes pictures from the real window: every screen and state of `screens.rs`, in every look,
//! at 1440×900. `cargo xtask shots DIR` makes the workspaces, a display and the driver, and runs
//! this with the folder for the pictures and the folder of the sample's data.
#![forbid(unsafe_code)]

mod screens;

use caveat_desktop_tests::Bench;
use caveat_desktop_tests::hands::{labelled, pressable, quoted, sees};
use screens::{DAMAGED, EMPTY, GONE, LOOKS, SAMPLE, Screen, Step, VENDOR, VENDORS};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::prelude::*;

/// What the page measures.
const SIZE: (i64, i64) = (1440, 900);
/// After this long a page that still moves is taken as it is, and what is not there is missing.
const PATIENCE: Duration = Duration::from_secs(8);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [pictures, data] = folders.as_slice() else {
        eprintln!("caveat-shots FOLDER DATA");
        return ExitCode::from(2);
    };
    let mut album = Album { folder: pictures.clone(), look: "", taken: 0, missed: 0 };
    for look in LOOKS {
        album.look = look;
        if let Err(error) = album.all(data).await {
            album.miss(look, &error);
        }
    }
    println!("{} pictures in {}, {} missing", album.taken, album.folder.display(), album.missed);
    ExitCode::from(u8::from(album.missed > 0))
}

/// The pictures, by look.
struct Album {
    folder: PathBuf,
    look: &'static str,
    taken: usize,
    missed: usize,
}

impl Album {
    /// One look: the sample, an empty workspace, and a file that is none.
    async fn all(&mut self, data: &Path) -> WebDriverResult<()> {
        let bench = Bench::with(data, "sample.caveat");
        let window = opened(&bench, self.look).await?;
        for screen in SAMPLE {
            self.take(&window, screen.name, None, screen).await;
        }
        self.vendors(&window).await?;
        window.quit().await?;

        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("damaged.caveat"), DAMAGE)?;
        self.walk(&Bench::new(), EMPTY).await?;
        self.walk(&Bench::with(folder.path(), "damaged.caveat"), DAMAGED).await?;
        self.walk(&Bench::with(folder.path(), "moved-away.caveat"), GONE).await
    }

    async fn walk(&mut self, bench: &Bench, screens: &[Screen]) -> WebDriverResult<()> {
        let window = opened(bench, self.look).await?;
        for screen in screens {
            self.take(&window, screen.name, None, screen).await;
        }
        window.quit().await
    }

    /// The tabs of several vendors, and every state of the one of whom most is known.
    async fn vendors(&mut self, window: &WebDriver) -> WebDriverResult<()> {
        let all = asked(window, "list_vendors", json!({ "archived": false })).await?["vendors"].clone();
        let mut rows = Vec::new();
        for row in all.as_array().into_iter().flatten() {
            let known = asked(window, "show_vendor", json!({ "vendor": row["id"] })).await?.to_string().len();
            let (id, name) = (row["id"].as_str().unwrap_or_default(), row["name"].as_str().unwrap_or("?"));
            rows.push((format!("/vendors/{id}"), slug(name), known));
        }
        let best = rows.iter().enumerate().max_by_key(|(_, row)| row.2).map(|(at, _)| at);
        let chosen: BTreeSet<usize> = spread(rows.len(), VENDORS).into_iter().chain(best).collect();
        for (page, name, _) in chosen.iter().map(|&at| &rows[at]) {
            go(window, page).await?;
            window.query(By::Css("[role=tab]")).first().await?;
            let mut tabs = Vec::new();
            for tab in window.find_all(By::Css("[role=tab]")).await? {
                // what counts something says so after its name
                tabs.push(tab.text().await?.split(char::is_numeric).next().unwrap_or_default().trim().to_owned());
            }
            for tab in &tabs {
                let way = async {
                    go(window, page).await?;
                    pressable(window, tab).await?.click().await
                };
                let done = way.await;
                self.keep(window, &format!("vendor-{name}-{}", slug(tab)), done).await;
            }
        }
        if let Some((page, ..)) = best.map(|at| &rows[at]) {
            for screen in VENDOR {
                self.take(window, &format!("vendor-{}", screen.name), Some(page), screen).await;
            }
        }
        Ok(())
    }

    /// Goes the way to a screen and keeps its picture.
    async fn take(&mut self, window: &WebDriver, name: &str, page: Option<&str>, screen: &Screen) {
        let way = async {
            if let Some(page) = page {
                go(window, page).await?;
            }
            for step in screen.steps {
                walk(window, *step).await.map_err(|error| {
                    let said = error.to_string();
                    let first = said.lines().next().unwrap_or_default().to_owned();
                    WebDriverError::NotFound(format!("{step:?}"), first)
                })?;
            }
            Ok(())
        };
        let done = way.await;
        self.keep(window, name, done).await;
    }

    /// Keeps a picture once nothing moves any more, or notes why there is none.
    async fn keep(&mut self, window: &WebDriver, name: &str, done: WebDriverResult<()>) {
        let path = self.folder.join(self.look).join(format!("{name}.png"));
        let kept = match done {
            Ok(()) => still(window).await.and_then(|picture| {
                std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
                Ok(std::fs::write(&path, picture)?)
            }),
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => self.taken += 1,
            Err(error) => self.miss(&format!("{}/{name}", self.look), &error),
        }
    }

    fn miss(&mut self, what: &str, why: &WebDriverError) {
        println!("missing: {what}: {why}");
        self.missed += 1;
    }
}

/// Nothing that could be taken for a workspace.
const DAMAGE: &str = "This was a workspace once; now it is a line of words.\n";

/// A window in that look, whose page measures exactly what is wanted.
async fn opened(bench: &Bench, look: &str) -> WebDriverResult<WebDriver> {
    let window = bench.open().await?;
    window.set_poller(Arc::new(ElementPollerWithTimeout::new(PATIENCE, Duration::from_millis(50))));
    window.query(By::Css("footer.status")).first().await?;
    let inner = "return [window.innerWidth, window.innerHeight]";
    let size: (i64, i64) = window.execute(inner, Vec::new()).await?.convert()?;
    if size != SIZE {
        let outer = window.get_window_rect().await?;
        let (width, height) = (outer.width + SIZE.0 - size.0, outer.height + SIZE.1 - size.1);
        let side = |length: i64| u32::try_from(length).unwrap_or_default();
        window.set_window_rect(0, 0, side(width), side(height)).await?;
    }
    let remember = format!("localStorage.setItem('look', '{look}'); location.reload();");
    window.execute(remember, Vec::new()).await?;
    window.query(By::Css(format!("html[data-theme={look}] footer.status"))).first().await?;
    let size: (i64, i64) = window.execute(inner, Vec::new()).await?.convert()?;
    if size == SIZE {
        Ok(window)
    } else {
        Err(WebDriverError::FatalError(format!("the page measures {size:?} instead of {SIZE:?}")))
    }
}

/// Goes to a page as if it were just opened.
async fn go(window: &WebDriver, page: &str) -> WebDriverResult<()> {
    let script = format!("document.body.dataset.old = ''; location.hash = '#{page}'; location.reload();");
    window.execute(script, Vec::new()).await?;
    window.query(By::Css("body:not([data-old]) footer.status")).first().await?;
    Ok(())
}

/// Does one step.
async fn walk(window: &WebDriver, step: Step) -> WebDriverResult<()> {
    match step {
        Step::Choose(label, option) => {
            choice(window, label).await?.click().await?;
            let path = format!("//*[@role='option'][starts-with(normalize-space(), {})]", quoted(option));
            window.query(By::XPath(path)).first().await?.click().await
        }
        Step::First(css) => window.query(By::Css(css)).and_clickable().first().await?.click().await,
        Step::Go(page) => go(window, page).await,
        Step::Keys(keys) => window.active_element().await?.send_keys(keys).await,
        Step::Open(label) => choice(window, label).await?.click().await,
        Step::Press(words) => pressable(window, words).await?.click().await,
        Step::See(words) => sees(window, words).await,
        Step::Write(label, words) => labelled(window, label).await?.send_keys(words).await,
    }
}

/// The button that opens the list of that label.
async fn choice(window: &WebDriver, label: &str) -> WebDriverResult<WebElement> {
    let path = format!("//*[normalize-space()={}]/following-sibling::button", quoted(label));
    window.query(By::XPath(path)).first().await
}

/// What the page would be answered to that wish.
async fn asked(window: &WebDriver, wish: &str, input: Value) -> WebDriverResult<Value> {
    let script = "const [name, input, done] = arguments;
        window.__TAURI_INTERNALS__.invoke('perform', { name, input }).then(done, () => done(null));";
    window.execute_async(script, vec![json!(wish), input]).await?.convert()
}

/// A picture of the page once two in a row are the same.
async fn still(window: &WebDriver) -> WebDriverResult<Vec<u8>> {
    let begun = Instant::now();
    let mut picture = window.screenshot_as_png().await?;
    loop {
        let next = window.screenshot_as_png().await?;
        if next == picture || begun.elapsed() > PATIENCE {
            return Ok(next);
        }
        picture = next;
    }
}

/// So many places, spread over a list from its first to its last.
fn spread(length: usize, wanted: usize) -> Vec<usize> {
    if length <= wanted {
        return (0..length).collect();
    }
    (0..wanted).map(|at| at * (length - 1) / (wanted - 1)).collect()
}

/// Words as a file's name.
fn slug(words: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let joined: String = words.chars().map(plain).collect();
    joined.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_are_spread_over_the_list() {
        assert_eq!(spread(3, 4), [0, 1, 2]);
        assert_eq!(spread(10, 4), [0, 3, 6, 9]);
        assert!(spread(0, 4).is_empty());
    }

    #[test]
    fn every_picture_has_a_name_of_its_own() {
        let names: Vec<&str> = [SAMPLE, VENDOR, EMPTY, DAMAGED, GONE]
            .iter()
            .flat_map(|screens| screens.iter().map(|one| one.name))
            .collect();
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), distinct.len());
        assert!(names.iter().all(|name| slug(name) == *name));
        assert_eq!(slug("Zürich Cloud & Co."), "z-rich-cloud-co");
    }
}
