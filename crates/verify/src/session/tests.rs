//! Which commands are played, and what they are called.

use super::*;

#[test]
fn what_installs_or_reaches_out_is_not_played() {
    for command in [
        "pip install shelf",
        "npm ci",
        "git clone x",
        "sudo shelf",
        "python3 -m pip install x",
        "curl localhost",
        "shelf lend <id>",
        "shelf add ...",
        "cargo install shelf",
        "A=1 docker run x",
        "cd app && npm install",
        "shelf init; git push",
        "cat x | psql",
        "rm -rf /var/lib/shelf",
        "cp ../other .",
        "echo \"$(git log)\"",
        "echo \"$(date)\" && git push",
        "echo \"$(date; git log)\"",
        "shelf list > /var/list",
        "cd /srv/shelf",
    ] {
        assert!(!is_playable(command), "{command}");
    }
    for command in [
        "shelf add emma",
        "python3 -m shelf list",
        "A=1 shelf list",
        "cat a.txt",
        "shelf list > out.txt",
        "sort < a > b",
        "shelf add 'a; git b'",
        "shelf add \"rm | git\"",
        "shelf list 2>/dev/null || true",
        "shelf list 2>&1 | head -n 1",
        "mkdir demo && cd demo && shelf init",
        "rm -rf books",
    ] {
        assert!(is_playable(command), "{command}");
    }
}

#[test]
fn a_program_is_what_its_calls_have_in_common() {
    for (command, program) in [
        ("shelf add emma", "shelf"),
        ("A=1 shelf list", "shelf"),
        ("python3 -m shelf list", "python3 -m shelf"),
        ("node cli.js list", "node cli.js"),
        ("cargo run -- list", "cargo run --"),
        ("./shelf list", "./shelf"),
    ] {
        assert_eq!(program_of(command), program);
    }
    assert!(is_common("cat a.txt") && is_common("ls") && !is_common("shelf list"));
}

#[test]
fn tools_for_builds_and_tests_are_told_apart_from_what_is_built() {
    for command in [
        "npm test",
        "cargo test -q",
        "python3 --version",
        "node -v",
        "ruby",
        "python3 -m unittest",
        "pytest -q",
        "make all",
        "uv run pytest",
    ] {
        assert!(is_tool(command), "{command}");
    }
    for command in [
        "npm run shelf -- list",
        "cargo run -- list",
        "python3 -m shelf list",
        "node cli.js",
        "./shelf list",
        "uv run shelf list",
    ] {
        assert!(!is_tool(command), "{command}");
    }
    assert!(is_help("shelf list --help") && is_help("shelf help") && !is_help("shelf add helper"));
}
