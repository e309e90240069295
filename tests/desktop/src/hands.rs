//! What a user does in the window: finds a thing by its words, presses it, writes into it.
//! Each waits until the thing is there; none knows how the page is made.

use thirtyfour::prelude::*;

/// A field by its label.
pub async fn labelled(window: &WebDriver, label: &str) -> WebDriverResult<WebElement> {
    let path =
        format!("//label[normalize-space()={}]/following-sibling::*[self::input or self::textarea]", quoted(label));
    window.query(By::XPath(path)).first().await
}

/// A button by words that stand in it.
pub async fn button(window: &WebDriver, words: &str) -> WebDriverResult<WebElement> {
    window.query(By::XPath(format!("//button[contains(normalize-space(), {})]", quoted(words)))).first().await
}

/// Waits until the page says so.
pub async fn sees(window: &WebDriver, words: &str) -> WebDriverResult<()> {
    window.query(By::XPath(format!("//main//*[contains(normalize-space(), {})]", quoted(words)))).first().await?;
    Ok(())
}

/// Anything that can be pressed, by its words or its name: those that fit exactly before those
/// that only begin so, and those before any that hold them.
pub async fn pressable(window: &WebDriver, words: &str) -> WebDriverResult<WebElement> {
    let kinds = "self::button or self::a or self::summary or self::label or @role='tab' or @role='option' \
                 or @role='menuitem' or @role='row' or parent::tbody";
    let said = quoted(words);
    let among = |fits: String| By::XPath(format!("//*[{kinds}][{fits}]"));
    window
        .query(among(format!("normalize-space()={said} or @aria-label={said}")))
        .or(among(format!("starts-with(normalize-space(), {said}) or starts-with(@aria-label, {said})")))
        .or(among(format!("contains(normalize-space(), {said}) or contains(@aria-label, {said})")))
        .first()
        .await
}

/// Text as XPath takes it, which knows no escapes.
pub fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
