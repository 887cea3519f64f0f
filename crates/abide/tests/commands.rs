//! Whole commands as in documentation: one page a topic under `commands/`, run in a copy of its `.in` folder.
//! `TRYCMD=overwrite cargo test -p abide --test commands` writes what the commands print; read it before you keep it.

// The program of git is looked for on the path.
#![allow(clippy::disallowed_methods)]

#[test]
fn commands_do_what_their_pages_say() {
    let cases = trycmd::TestCases::new();
    // Pages about what changed make a repository of their folder; nothing of the person who runs them may matter.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let git = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file());
    cases.register_bin("git", git.expect("git is on the path").as_path());
    for (variable, value) in [
        ("CI", ""),
        ("NO_COLOR", "1"),
        ("GITHUB_STEP_SUMMARY", ""),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "Ada Novak"),
        ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ("GIT_AUTHOR_DATE", "2026-01-12T12:00:00Z"),
        ("GIT_COMMITTER_NAME", "Ada Novak"),
        ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        ("GIT_COMMITTER_DATE", "2026-01-12T12:00:00Z"),
    ] {
        cases.env(variable, value);
    }
    cases.case("tests/commands/*.md");
}
