//! Procurement takes a vendor in, by mouse and keyboard, in the real window; closes it, opens
//! it again, and finds it there.

use caveat_desktop_tests::Bench;
use caveat_desktop_tests::hands::{button, labelled, sees};
use thirtyfour::prelude::*;

#[tokio::test(flavor = "current_thread")]
async fn a_vendor_is_taken_in_and_still_there_after_closing() -> WebDriverResult<()> {
    let bench = Bench::new();
    let window = bench.open().await?;
    sees(&window, "No vendors yet").await?;
    bench.picture(&window, "empty").await?;

    button(&window, "Add your first vendor").await?.click().await?;
    labelled(&window, "Name").await?.send_keys("Chatterline").await?;
    labelled(&window, "Service").await?.send_keys("Order calls").await?;
    for (factor, level) in [("Data sensitivity", "4 ·"), ("Access", "3 ·"), ("Criticality", "3 ·")] {
        let path = format!("//*[normalize-space()='{factor}']/following-sibling::button");
        window.query(By::XPath(path)).first().await?.click().await?;
        let path = format!("//*[@role='option'][starts-with(normalize-space(), '{level}')]");
        window.query(By::XPath(path)).first().await?.click().await?;
    }
    sees(&window, "Tier 1").await?;
    bench.picture(&window, "add").await?;
    button(&window, "Add vendor").await?.click().await?;
    window.query(By::XPath("//h1[normalize-space()='Chatterline']")).first().await?;
    sees(&window, "From claimed to assurance").await?;
    bench.picture(&window, "vendor").await?;
    window.query(By::XPath("//*[@role='tab'][normalize-space()='About']")).first().await?.click().await?;
    sees(&window, "not known, counts as 3 of 4").await?;

    window.query(By::Css("body")).first().await?.send_keys(Key::Escape).await?;
    sees(&window, "Order calls").await?;
    bench.picture(&window, "vendors").await?;
    window.quit().await?;

    let window = bench.open().await?;
    window.query(By::LinkText("Vendors")).or(By::XPath("//a[contains(., 'Vendors')]")).first().await?.click().await?;
    sees(&window, "Chatterline").await?;
    let row = window.query(By::XPath("//tbody/tr[contains(., 'Chatterline')]")).first().await?;
    assert!(row.text().await?.contains("T1"), "{}", row.text().await?);
    row.send_keys(Key::Enter).await?;
    window.query(By::XPath("//h1[normalize-space()='Chatterline']")).first().await?;
    button(&window, "Archive vendor").await?.click().await?;
    sees(&window, "This vendor is archived").await?;
    window.query(By::XPath("//*[@role='status']//button[contains(., 'Undo')]")).first().await?.click().await?;
    button(&window, "Archive vendor").await?;
    window.quit().await
}

#[tokio::test(flavor = "current_thread")]
async fn a_vendor_answers_is_rated_and_reported() -> WebDriverResult<()> {
    let bench = Bench::new();
    let window = bench.open().await?;
    button(&window, "Add your first vendor").await?.click().await?;
    labelled(&window, "Name").await?.send_keys("Northwind Assist").await?;
    labelled(&window, "Service").await?.send_keys("Shop assistant").await?;
    for (factor, level) in [("Data sensitivity", "2 ·"), ("Access", "2 ·"), ("Criticality", "2 ·")] {
        let path = format!("//*[normalize-space()='{factor}']/following-sibling::button");
        window.query(By::XPath(path)).first().await?.click().await?;
        let path = format!("//*[@role='option'][starts-with(normalize-space(), '{level}')]");
        window.query(By::XPath(path)).first().await?.click().await?;
    }
    button(&window, "Add vendor").await?.click().await?;
    window.query(By::XPath("//h1[normalize-space()='Northwind Assist']")).first().await?;
    window
        .query(By::XPath("//*[@role='tab'][starts-with(normalize-space(), 'Questionnaires')]"))
        .first()
        .await?
        .click()
        .await?;
    button(&window, "Issue").await?.click().await?;
    bench.picture(&window, "issue").await?;
    button(&window, "Issue questionnaire").await?.click().await?;
    window.query(By::XPath("//label[starts-with(normalize-space(), 'Fulfilled')]")).first().await?.click().await?;
    sees(&window, "1 of 12 answered").await?;
    sees(&window, "No endpoint that carries our data is listed").await?;
    bench.picture(&window, "sheet").await?;
    window.query(By::XPath("//a[contains(., 'Vendors')]")).first().await?.click().await?;
    window.query(By::XPath("//tbody/tr[contains(., 'Northwind Assist')]")).first().await?.send_keys(Key::Enter).await?;
    sees(&window, "From claimed to assurance").await?;
    bench.picture(&window, "rated").await?;
    button(&window, "Report").await?.click().await?;
    window.query(By::XPath("//header//*[contains(., 'Report saved')]")).first().await?;
    let report = bench.folder.path().join("Northwind Assist assessment.pdf");
    let bytes = std::fs::read(&report).expect("the report is where the dialog said");
    assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() > 20_000);
    button(&window, "Open it").await?.click().await?;
    window.quit().await
}
