//! Every artifact is read by the tool that it is for. `scripts/test` installs the tools.
//!
//! The specifications are those of `examples/` and of `consumers/specs/`; what `abide emit` makes of each goes to the consumer,
//! and what the consumer refuses fails the test.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// The folder of this repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// Where `scripts/test` puts the consumers.
fn tools() -> PathBuf {
    let tools = repository().join("target/consumers");
    assert!(tools.join("node_modules").is_dir(), "the consumers are not installed: run `scripts/test`");
    tools
}

/// The specifications that artifacts are made of.
fn specs() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers/specs");
    let mut specs = vec![repository().join("examples/parcels/specs/parcels.md")];
    let entries = fs::read_dir(own).into_iter().flatten().flatten();
    specs.extend(
        entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "md")),
    );
    specs.sort();
    specs
}

/// The files of an artifact of one specification, in a folder of their own; none where it states nothing for it.
fn emit(artifact: &str, spec: &Path, folder: &Path) -> Vec<PathBuf> {
    let below = folder.join(artifact).join(spec.file_stem().expect("a file's name"));
    fs::create_dir_all(&below).expect("a folder for the artifact");
    let output =
        abide(&["emit", artifact, &spec.to_string_lossy(), "--output", &format!("{}/", below.display())]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() || said.contains("is stated in 1 document"),
        "{artifact} of {}: {said}",
        spec.display()
    );
    let mut files: Vec<PathBuf> =
        fs::read_dir(&below).expect("the folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn abide(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_abide")).args(arguments).output().expect("abide runs")
}

/// The files of an artifact of all specifications; at least one states something for it.
fn emit_all(artifact: &str, folder: &Path) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = specs().iter().flat_map(|spec| emit(artifact, spec, folder)).collect();
    assert!(!files.is_empty(), "no specification states anything for {artifact}");
    files
}

/// Runs a script of `consumers/` with Node.js over files.
fn node(script: &str, files: &[PathBuf]) {
    let tools = tools();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers").join(script);
    // A script finds its packages beside itself.
    fs::copy(own, tools.join(script)).expect("the script is there");
    accepts(Command::new("node").arg(tools.join(script)).args(files), script);
}

fn accepts(command: &mut Command, consumer: &str) {
    let output = command.output().unwrap_or_else(|error| panic!("{consumer} does not start: {error}"));
    assert!(
        output.status.success(),
        "{consumer} refuses:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn mermaid_parses_the_diagrams() {
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<PathBuf> =
        ["mermaid-state"].iter().flat_map(|artifact| emit_all(artifact, folder.path())).collect();
    node("mermaid.mjs", &files);
}

#[test]
fn a_consumer_can_refuse() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.mmd");
    fs::write(&broken, "stateDiagram-v2\n  a --> --> b\n").expect("a file");
    let refused = std::panic::catch_unwind(|| node("mermaid.mjs", &[broken]));
    assert!(refused.is_err(), "the parser takes anything");
}
