//! Which screens and states there are to take pictures of, as data. A new page is a new line
//! here; a vendor's tabs are found on its page and need none.

/// What a user does to get to a screen.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Chooses in the list of that label the option that begins so.
    Choose(&'static str, &'static str),
    /// Goes to a page of the window, by its address within it, as if it were just opened.
    Go(&'static str),
    /// Presses the first thing that fits, by CSS: for what has no words of its own.
    First(&'static str),
    /// Presses keys.
    Keys(&'static str),
    /// Opens the list of that label.
    Open(&'static str),
    /// Presses something by its words.
    Press(&'static str),
    /// Waits until the page says so.
    See(&'static str),
    /// Writes into the field of that label.
    Write(&'static str, &'static str),
}
use Step::{Choose, First, Go, Keys, Open, Press, See, Write};

/// A screen, or a state of one.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// The picture's name.
    pub name: &'static str,
    /// The way there.
    pub steps: &'static [Step],
}

const fn screen(name: &'static str, steps: &'static [Step]) -> Screen {
    Screen { name, steps }
}

/// The looks, as the page remembers them.
pub const LOOKS: &[&str] = &["light", "dark", "contrast"];

/// Of the sample workspace, vendors' own pages apart.
pub const SAMPLE: &[Screen] = &[
    screen("overview", &[Go("/"), See("Overview")]),
    screen("overview-filtered", &[Go("/"), First("table[aria-label='Vendors by tier and residual risk'] button")]),
    screen("overview-dates", &[Go("/"), Press("As table")]),
    screen("workspace-menu", &[Go("/"), See("Overview"), Press("Workspace")]),
    screen("look-menu", &[Go("/"), See("Overview"), Press("Look")]),
    screen("vendors", &[Go("/vendors"), See("Vendors")]),
    screen("vendors-filtered", &[Go("/vendors"), Press("Tier 1"), See("Clear")]),
    screen("vendors-sought", &[Go("/vendors"), See("Vendors"), Keys("/"), Keys("an")]),
    screen("vendors-none-found", &[Go("/vendors"), See("Vendors"), Keys("/"), Keys("no such one"), See("none with")]),
    screen("add", &[Go("/vendors/new"), See("What could go wrong")]),
    screen(
        "add-filled",
        &[
            Go("/vendors/new"),
            Write("Name", "Chatterline"),
            Write("Website", "chatterline.example"),
            Write("Country", "DE"),
            Write("Owner", "Ada Rahimi"),
            Write("Service", "Order calls"),
            Write("Purpose", "Answers the telephone when nobody is in"),
            Choose("Data sensitivity", "4 ·"),
            Choose("Access", "3 ·"),
            Choose("Criticality", "3 ·"),
            See("Tier 1"),
        ],
    ),
    screen("add-choosing", &[Go("/vendors/new"), Open("Data sensitivity")]),
    screen("add-refused", &[Go("/vendors/new"), Write("Country", "Germany"), Press("Add vendor"), See("two letters")]),
    screen("vendor-unknown", &[Go("/vendors/0"), See("All vendors")]),
    screen("notices", &[Go("/notices"), See("Sources and licences")]),
];

/// Vendors of the sample whose every tab is taken: so many, spread over the list from its first to
/// its last, and the one of whom most is known.
pub const VENDORS: usize = 4;

/// Of the vendor of whom most is known. Each begins on the vendor's page; the last two change
/// something and take it back.
pub const VENDOR: &[Screen] = &[
    screen("service-edited", &[Press("Services"), Press("Edit"), See("Data sensitivity")]),
    screen("questionnaire", &[Press("Questionnaires"), First("table[aria-label=Questionnaires] a")]),
    screen("question-answered", &[Press("Questionnaires"), First("table[aria-label=Questionnaires] a"), Keys("jjj")]),
    screen("evidence-noted", &[Press("Evidence"), Press("Note evidence")]),
    screen("endpoint-added", &[Press("TLS"), Press("Add endpoint"), Write("Host", "api.vendor.example:8443")]),
    screen("endpoint-series", &[Press("TLS"), First("summary")]),
    screen("roots", &[Press("TLS"), Press("Roots"), See("Roots of this workspace")]),
    screen("root-added", &[Press("TLS"), Press("Roots"), Press("Add root")]),
    screen("contract-added", &[Press("Contracts"), Press("Add contract")]),
    screen("contract-edited", &[Press("Contracts"), Press("Edit"), See("Notice period")]),
    screen("term-entered", &[Press("Contracts"), First("table[aria-label='Terms against the baseline'] button")]),
    screen("risk-accepted", &[Press("Acceptances"), Press("Accept a risk"), See("and no others")]),
    screen("report-saved", &[Press("Report"), See("Report saved")]),
    screen("archived", &[Press("Archive vendor"), See("This vendor is archived")]),
    screen("undone", &[Press("Take out of the archive"), See("Archive vendor")]),
];

/// Of a workspace with nothing in it.
pub const EMPTY: &[Screen] = &[
    screen("empty-overview", &[Go("/"), See("No vendors yet")]),
    screen("empty-vendors", &[Go("/vendors"), See("vendor")]),
];

/// Of a file that is no workspace.
pub const DAMAGED: &[Screen] = &[screen("workspace-damaged", &[See("could not be opened")])];

/// Where no file is.
pub const GONE: &[Screen] = &[screen("workspace-gone", &[See("could not be opened")])];
