//! The codes of findings are words that others rely on: reports, saved looks, the policy. One that
//! is renamed, regraded or dropped shows in the snapshot, and has to be meant.

use caveat_core::tls::code::Code;

#[test]
fn the_codes_of_findings_are_those_of_the_snapshot() {
    let mut lines: Vec<String> =
        Code::ALL.iter().map(|code| format!("{} {}: {}", code.id(), code.severity(), code.remedy())).collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}
