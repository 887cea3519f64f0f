//! The portal in a real browser: accessible, driven by keyboard, offline as a file, and deaf to hostile documents.
//! `scripts/test` installs the browser and what drives it.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// Where `scripts/test` puts what drives the browser.
fn tools() -> PathBuf {
    let tools = repository().join("target/portal");
    assert!(tools.join("node_modules").is_dir(), "the browser's driver is not installed: run `scripts/test`");
    tools
}

/// A repository with a large specification, a hostile one, and one that has been tried.
fn documents() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let repository = repository();
    let board = repository.join("crates/abide/tests/commands/board.in");
    let copies = [
        (board.join("abide.toml"), "abide.toml"),
        (board.join("stock.txt"), "stock.txt"),
        (board.join("specs/lending.md"), "specs/lending.md"),
        (repository.join("examples/parcels/specs/parcels.md"), "specs/parcels.md"),
        (repository.join("crates/portal/tests/hostile.md"), "specs/hostile.md"),
    ];
    fs::create_dir_all(folder.path().join("specs")).expect("a folder for specifications");
    for (from, to) in copies {
        fs::copy(&from, folder.path().join(to)).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    }
    let links = "# Readers\n\nSee [lending](lending.md) and the [parcels](parcels.md#requirements).\n\n```mermaid\n\
                 stateDiagram-v2\n  [*] --> guest\n  guest --> reader : signs\n```\n";
    let links = format!("{links}\n![A green square](square.svg) ![Elsewhere](https://example.com/x.png)\n");
    let square = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><rect width=\"40\" height=\"40\" fill=\"green\"/></svg>";
    fs::write(folder.path().join("specs/square.svg"), square).expect("an image");
    fs::write(folder.path().join("specs/readers.md"), links).expect("a specification");
    Command::new("git").args(["init", "--quiet"]).current_dir(folder.path()).status().expect("git runs");
    // What it refutes is what the board is to show.
    let run = abide(folder.path()).args(["verify", "specs/lending.md"]).output().expect("abide runs");
    assert!(folder.path().join(".abide/ledger.db").is_file(), "{}", String::from_utf8_lossy(&run.stderr));
    folder
}

fn abide(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abide"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

/// A portal that is served, and the address that it prints.
fn serve(folder: &Path) -> (Child, String) {
    let mut server = abide(folder)
        .args(["serve", "--address", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("abide runs");
    let mut address = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut address).expect("an address");
    (server, address.trim().to_owned())
}

#[test]
fn a_browser_finds_nothing_to_complain_about() {
    let tools = tools();
    let folder = documents();
    let file = folder.path().join("portal.html");
    let exported =
        abide(folder.path()).args(["export", "--output", "portal.html"]).output().expect("abide runs");
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let (mut server, address) = serve(folder.path());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/portal/portal.mjs");
    // A script finds its packages beside itself.
    fs::copy(script, tools.join("portal.mjs")).expect("the script is there");
    let browsed = Command::new("node")
        .arg(tools.join("portal.mjs"))
        .args([address.as_str(), &file.to_string_lossy(), &folder.path().to_string_lossy()])
        .output()
        .expect("node runs");
    // Ctrl-C ends it in peace.
    Command::new("kill").args(["-INT", &server.id().to_string()]).status().expect("kill runs");
    let ended = server.wait().expect("the server ends");
    assert!(
        browsed.status.success(),
        "{}{}",
        String::from_utf8_lossy(&browsed.stdout),
        String::from_utf8_lossy(&browsed.stderr)
    );
    assert_eq!(ended.code(), Some(0));
}
