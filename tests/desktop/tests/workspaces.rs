//! The first minute in the real window: the sample is opened from an empty workspace, a cell of the
//! heat map leads to its vendors, another workspace is made, and the window goes on where it was left.

use caveat_desktop_tests::Bench;
use thirtyfour::prelude::*;

async fn named(window: &WebDriver, role: &str, words: &str) -> WebDriverResult<WebElement> {
    window.query(By::XPath(format!("//{role}[contains(normalize-space(), '{words}')]"))).first().await
}

#[tokio::test(flavor = "current_thread")]
async fn the_sample_is_looked_around_and_the_window_goes_on_where_it_was_left() -> WebDriverResult<()> {
    let bench = Bench::new();
    let window = bench.open().await?;
    named(&window, "h2", "No vendors yet").await?;
    named(&window, "button", "Open the sample").await?.click().await?;
    let heat = window.query(By::Css("table[aria-label='Vendors by tier and residual risk']"));
    let heat = heat.wait(std::time::Duration::from_secs(60), std::time::Duration::from_millis(200)).first().await?;
    assert!(heat.text().await?.contains("T1"), "{}", heat.text().await?);
    bench.picture(&window, "sample").await?;

    window.query(By::Css("button[aria-label='Workspace sample.caveat']")).first().await?.click().await?;
    window.query(By::XPath("//*[@role='menuitem'][contains(., 'New workspace')]")).first().await?.click().await?;
    window.query(By::Css("button[aria-label='Workspace vendors.caveat']")).first().await?;
    named(&window, "h2", "No vendors yet").await?;
    assert!(bench.folder.path().join("vendors.caveat").is_file());

    window.query(By::Css("button[aria-label='Workspace vendors.caveat']")).first().await?.click().await?;
    window.query(By::XPath("//*[@role='menuitem'][contains(., 'sample.caveat')]")).first().await?.click().await?;
    window.query(By::Css("button[aria-label='Workspace sample.caveat']")).first().await?;
    window.query(By::XPath("//nav//a[contains(., 'Vendors')]")).first().await?.click().await?;
    window.query(By::XPath("//tbody/tr[contains(., 'Lumen Assist')]")).first().await?;
    window.quit().await?;

    let window = bench.open().await?;
    window.query(By::Css("button[aria-label='Workspace sample.caveat']")).first().await?;
    window.quit().await
}
