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

/// Runs a script of `consumers/` with Python.
fn python(script: &str, arguments: &[PathBuf]) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers").join(script);
    accepts(Command::new(tools().join("python/bin/python")).arg(own).args(arguments), script);
}

/// What the validator of SARIF says of a log; nothing where it has nothing to complain about.
fn sarif_complaints(log: &Path) -> String {
    let system = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let program = tools().join(format!("node_modules/@microsoft/sarif-multitool-{system}/Sarif.Multitool"));
    // Packages are installed without their scripts, which would do this.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the validator is there");
    }
    let mut validate = Command::new(program);
    validate.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").arg("validate").arg(log);
    validate.arg("--output").arg(log.with_extension("validated"));
    let output = validate.output().expect("the validator starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("Analysis completed successfully"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = said.lines().filter(|line| line.contains(": error ") || line.contains(": warning "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn code_scanning_takes_the_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("abide.sarif");
    let drafts = repository().join("examples/drafts");
    let output = abide(&["check", &drafts.to_string_lossy(), "--output-format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    fs::write(&log, &output.stdout).expect("the log is written");
    assert_eq!(sarif_complaints(&log), "");
    // The validator itself is awake.
    let text = String::from_utf8_lossy(&output.stdout).replace("\"ruleId\"", "\"rule\"");
    let broken = folder.path().join("broken.sarif");
    fs::write(&broken, text).expect("the log is written");
    assert!(sarif_complaints(&broken).contains(": error "));
}

#[test]
fn mermaid_parses_the_diagrams() {
    let folder = tempfile::tempdir().expect("a folder");
    let artifacts = ["mermaid-class", "mermaid-er", "mermaid-sequence", "mermaid-state"];
    let files: Vec<PathBuf> =
        artifacts.iter().flat_map(|artifact| emit_all(artifact, folder.path())).collect();
    node("mermaid.mjs", &files);
}

#[test]
fn cucumber_parses_the_features() {
    let folder = tempfile::tempdir().expect("a folder");
    node("gherkin.mjs", &emit_all("gherkin", folder.path()));
}

#[test]
fn cedar_parses_the_policies() {
    let folder = tempfile::tempdir().expect("a folder");
    node("cedar.mjs", &emit_all("cedar", folder.path()));
}

/// The artifact of each specification beside it, for scripts that compare the two.
fn emit_pairs(artifact: &str, folder: &Path) -> Vec<PathBuf> {
    let mut arguments = vec![PathBuf::from(env!("CARGO_BIN_EXE_abide"))];
    for spec in specs() {
        let files = emit(artifact, &spec, folder);
        arguments.extend(files.into_iter().flat_map(|file| [spec.clone(), file]));
    }
    assert!(arguments.len() > 1, "no specification states anything for {artifact}");
    arguments
}

#[test]
fn variables_are_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    python("env.py", &emit_pairs("env-example", folder.path()));
}

#[test]
fn settings_are_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    python("settings_schema.py", &emit_pairs("settings-schema", folder.path()));
}

#[test]
fn node_takes_the_load_tests() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in emit_all("k6", folder.path()) {
        let module = file.with_extension("mjs");
        fs::rename(&file, &module).expect("a module by its name");
        accepts(Command::new("node").arg("--check").arg(module), "node --check");
    }
}

#[test]
fn prometheus_takes_the_alert_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = emit_all("prometheus", folder.path());
    accepts(Command::new("promtool").args(["check", "rules"]).args(files), "promtool");
}

#[test]
fn spreadsheets_read_the_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    python("requirements_csv.py", &emit_all("requirements-csv", folder.path()));
}

#[test]
fn strictdoc_imports_the_requirements() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in emit_all("reqif", folder.path()) {
        let output = file.with_extension("sdoc");
        let mut strictdoc = Command::new(tools().join("python/bin/strictdoc"));
        strictdoc.args(["convert", "--output-format", "sdoc"]).args([&file, &output]);
        accepts(&mut strictdoc, "strictdoc");
    }
}

#[test]
fn schemas_are_valid_and_their_examples_fit() {
    let folder = tempfile::tempdir().expect("a folder");
    python("json_schema.py", &emit_all("json-schema", folder.path()));
}

#[test]
fn openapi_is_valid_and_schemathesis_loads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = emit_all("openapi", folder.path());
    node("openapi.mjs", &files);
    python("openapi.py", &files);
}

#[test]
fn asyncapi_parses_the_events() {
    let folder = tempfile::tempdir().expect("a folder");
    node("asyncapi.mjs", &emit_all("asyncapi", folder.path()));
}

/// Executes the DDL of all specifications, and compares what the database says that it holds with the model.
fn databases(dialect: &str, pairs: Vec<PathBuf>) {
    python("database.py", &[vec![PathBuf::from(dialect)], pairs].concat());
}

#[test]
fn postgresql_holds_what_the_model_says() {
    let folder = tempfile::tempdir().expect("a folder");
    databases("postgresql", emit_pairs("sql-postgresql", folder.path()));
}

#[test]
fn sqlite_holds_what_the_model_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let pairs = emit_pairs("sql-sqlite", folder.path());
    databases("sqlite", pairs.clone());
    // What is missing in a database is seen.
    let program = pairs.iter().take(1);
    let rental = pairs.iter().skip_while(|path| !path.ends_with("specs/rental.md")).take(2);
    let rental: Vec<PathBuf> = program.chain(rental).cloned().collect();
    let file = rental.last().expect("the DDL of a specification with tables");
    let stated = fs::read_to_string(file).expect("the DDL");
    for (part, instead) in [(" NOT NULL", ""), (" DEFAULT 12", ""), ("CREATE UNIQUE INDEX", "CREATE INDEX")] {
        fs::write(file, stated.replace(part, instead)).expect("other DDL");
        let seen = std::panic::catch_unwind(|| databases("sqlite", rental.clone()));
        assert!(seen.is_err(), "nobody sees that{part} is missing");
    }
}

#[test]
fn clients_of_both_protocols_drive_every_tool() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("specs")).expect("a folder for the specification");
    let settings = "specs = [\"specs/*.md\"]\n[commands]\nstock = [\"test\", \"-f\", \"stock.txt\"]\n";
    fs::write(folder.path().join("abide.toml"), settings).expect("settings");
    let lending = "# Lending\n\n## Requirements\n\n- FR-1: A member MUST return a tool within 14 days.\n- FR-2: The system \
                   MUST refuse to lend a tool that is out, see FR-1.\n\n## Checks\n\n- [ ] `test -f stock.txt` exits with 0\n";
    fs::write(folder.path().join("specs/lending.md"), lending).expect("a specification");
    node("mcp.mjs", &[PathBuf::from(env!("CARGO_BIN_EXE_abide")), folder.path().to_owned()]);
}

#[test]
fn a_consumer_can_refuse() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.mmd");
    fs::write(&broken, "stateDiagram-v2\n  a --> --> b\n").expect("a file");
    let refused = std::panic::catch_unwind(|| node("mermaid.mjs", &[broken]));
    assert!(refused.is_err(), "the parser takes anything");
}
