//! Whole commands as in documentation: one page a topic under `commands/`, run in a copy of its `.in` folder.
//! `TRYCMD=overwrite cargo test -p abide --test commands` writes what the commands print; read it before you keep it.

#[test]
fn commands_do_what_their_pages_say() {
    let cases = trycmd::TestCases::new();
    cases.env("CI", "").env("NO_COLOR", "1").case("tests/commands/*.md");
}
