//! The example service, as it is and broken on purpose: the right statement is refuted, and the correct system never.

// Tests read and write files of their own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Faults, and a word of a statement that each must refute.
const FAULTS: &[(&str, &str)] = &[
    ("open-endpoint", "401 when the header"),
    ("any-key", "GET /api/v1/parcels"),
    ("field-renamed", "POST /api/v1/parcels"),
    ("create-status", "POST /api/v1/parcels"),
    ("missing-is-ok", "GET /api/v1/parcels/{id}"),
    ("any-transition", "POST /api/v1/parcels/{id}/status"),
    ("stale-version", "PATCH /api/v1/parcels/{id}"),
    ("duplicate-code", "POST /api/v1/depots"),
    ("migration-fails", "migration applies cleanly"),
    ("error-shape", "JSON body of the shape"),
    ("health-body", "GET /health"),
    ("delete-keeps", "hide a deleted parcel"),
    ("deleted-listed", "hide a deleted parcel"),
    ("page-size-unbounded", "never more than PARCELS_PAGE_SIZE_MAX"),
    ("filter-ignored", "GET /api/v1/parcels"),
    ("sort-ignored", "GET /api/v1/parcels"),
    ("idempotency-ignored", "repeated with the same Idempotency-Key"),
    ("status-from-client", "in the state registered"),
    ("malformed-crashes", "POST /api/v1/parcels"),
    ("required-ignored", "POST /api/v1/parcels"),
    ("length-unbounded", "recipient_name: string"),
    ("weight-unbounded", "weight_grams: number"),
    ("any-service", "service: \"standard\""),
    ("email-unchecked", "recipient_email: string"),
    ("wrong-type-crashes", "address: string"),
    ("unknown-field-taken", "a field that the request does not define"),
    ("media-type-ignored", "POST /api/v1/depots"),
    ("body-unbounded", "POST /api/v1/parcels"),
    ("path-is-ok", "404 for an unknown path"),
    ("method-not-found", "GET /metrics"),
    ("version-stands", "raise version by one"),
    ("time-stands", "PATCH /api/v1/parcels/{id}"),
    ("birth-moves", "PATCH /api/v1/parcels/{id}"),
    ("update-lost", "PATCH /api/v1/parcels/{id}"),
    ("read-differs", "GET /api/v1/parcels/{id}"),
    ("list-differs", "GET /api/v1/parcels"),
    ("id-from-client", "ignore the fields that it owns"),
    ("birth-from-client", "ignore the fields that it owns"),
    ("tracking-from-client", "ignore the fields that it owns"),
    ("pages-overlap", "GET /api/v1/depots"),
    ("pages-skip", "GET /api/v1/depots"),
    ("total-of-page", "GET /api/v1/parcels"),
    ("page-size-default", "list PARCELS_PAGE_SIZE_DEFAULT"),
    ("newest-first", "GET /api/v1/depots"),
    ("sort-field-ignored", "GET /api/v1/depots"),
    ("filter-by-service", "GET /api/v1/parcels"),
    ("key-with-other-body", "known Idempotency-Key with another body"),
    ("depot-delete-keeps", "DELETE /api/v1/depots/{id}"),
    ("deleted-label", "hide a deleted parcel"),
    ("label-forgets", "GET /api/v1/parcels/{id}/label"),
    ("clerk-deletes", "Delete a parcel"),
    ("courier-stuck", "Move a parcel"),
    ("key-in-query", "GET /api/v1/parcels"),
    ("key-as-bearer", "GET /api/v1/parcels"),
    ("stranger-forbidden", "401 when the header"),
    ("quotes-open", "POST /api/v1/quotes"),
    ("denial-hidden", "refuse with 403"),
    ("denial-unauthenticated", "refuse with 403"),
    ("denial-does", "refuse with 403"),
    ("clerk-opens-depots", "Open a depot"),
    ("clerk-deletes-depots", "Delete a depot"),
    ("clerk-moves", "Move a parcel"),
    ("clerk-cannot-cancel", "Cancel a parcel"),
    ("courier-reads-history", "Read the history"),
    ("courier-cancels", "Cancel a parcel"),
    ("courier-without-labels", "Print a label"),
    ("auditor-updates", "Change a parcel"),
    ("auditor-without-history", "Read the history"),
    ("admin-keeps-depots", "Delete a depot"),
    ("delivered-reopens", "every change of state that is not listed"),
    ("cancelled-moves", "every change of state that is not listed"),
    ("skips-last-mile", "every change of state that is not listed"),
    ("cancels-on-the-road", "every change of state that is not listed"),
    ("never-returned", "in_transit --> returned"),
    ("never-back-in-transit", "out_for_delivery --> in_transit"),
    ("history-forgets", "reads four events"),
    ("registration-unrecorded", "reads four events"),
    ("index-gone", "`parcels_by_status`"),
    ("column-type", "`city` | TEXT"),
    ("column-nullable", "`name` | TEXT"),
    ("column-default", "`service` | TEXT"),
    ("unique-gone", "`tracking_code` | TEXT"),
    ("reference-gone", "`parcel_id` | TEXT"),
    ("setting-ignored", "`PARCELS_IDEMPOTENCY_HOURS`"),
    ("page-setting-ignored", "`PARCELS_PAGE_SIZE_DEFAULT`"),
    ("weight-default", "`PARCELS_WEIGHT_MAX_GRAMS`"),
    ("length-tight", "recipient_name: string"),
    ("key-optional", "`PARCELS_ADMIN_KEY`"),
    ("metric-gone", "parcels_registered_total"),
    ("event-gone", "service_started"),
];

/// The same, for faults that only load or many requests show.
const FAULTS_UNDER_LOAD: &[(&str, &str)] = &[
    ("read-slow", "GET /api/v1/parcels/{id}"),
    ("list-stalls", "Response time of GET /api/v1/parcels:"),
    ("health-in-turn", "Throughput of GET /health"),
    ("rate-unbounded", "limit each key"),
    ("rate-lower", "limit each key"),
    ("rate-silent", "limit each key"),
    ("body-limit-loose", "POST /api/v1/parcels"),
    ("body-limit-tight", "POST /api/v1/parcels"),
];

/// The same service, described as other teams would: the document, how much of it is proven at least, and faults that refute
/// a statement of it.
const STYLES: &[(&str, u64, &[&str])] = &[
    (
        "feature.md",
        110,
        &[
            "open-endpoint",
            "clerk-deletes",
            "courier-stuck",
            "field-renamed",
            "create-status",
            "delete-keeps",
            "stale-version",
            "status-from-client",
            "duplicate-code",
            "delivered-reopens",
            "weight-unbounded",
            "idempotency-ignored",
            "pages-overlap",
        ],
    ),
    (
        "technical.md",
        60,
        &[
            "open-endpoint",
            "any-key",
            "clerk-deletes",
            "courier-stuck",
            "field-renamed",
            "create-status",
            "missing-is-ok",
            "required-ignored",
            "read-differs",
            "total-of-page",
            "stale-version",
        ],
    ),
];

#[test]
fn the_example_is_proven_and_each_fault_is_refuted_where_the_specification_speaks_of_it() {
    let scratch = tempfile::tempdir().unwrap();
    let service = build_with_faults(scratch.path());
    let example = copy_example(scratch.path());
    let settings = fs::read_to_string(example.join("abide.toml")).unwrap();
    let settings = settings
        .replace(
            r#""cargo", "run", "--quiet", "-p", "parcels", "--""#,
            &format!("{:?}", service.to_str().unwrap()),
        )
        .replace(
            r#"["cargo", "test", "-p", "parcels"]"#,
            &format!("[{:?}, \"--version\"]", service.to_str().unwrap()),
        );

    fs::write(example.join("abide.toml"), &settings).unwrap();
    let (exit, run) = verify(&example);
    assert_eq!(refuted(&run), [""; 0], "the correct service is never accused");
    assert_eq!(exit, 0);
    let proven = run["summary"]["proven"].as_u64().unwrap();
    assert!(proven >= 240, "{proven} statements are proven");
    let told = |item: &&Value| item["id"].as_str().is_some_and(|id| id.starts_with("statement:"));
    assert!(items(&run, "proven").filter(told).count() >= 8, "running text is proven as well");
    let probes: Vec<&str> = items(&run, "proven").filter_map(|item| item["probe"].as_str()).collect();
    for probe in [
        "authentication",
        "authorization",
        "collections",
        "command",
        "concurrency",
        "contract",
        "database",
        "dependencies",
        "flows",
        "layout",
        "lifecycle",
        "limits",
        "migration",
        "references",
        "rejection",
        "settings",
        "signals",
        "states",
        "unknown",
    ] {
        assert!(probes.contains(&probe), "{probe} proves nothing");
    }
    let text = run.to_string();
    for secret in ["local-run-admin-key", "local-run-clerk-key", "local-run-courier-key"] {
        assert!(!text.contains(secret), "a key stands in the evidence");
    }

    let quick = ["--load", "off"].map(str::to_owned);
    let mut broken: Vec<Broken> = FAULTS
        .iter()
        .map(|(fault, statement)| Broken {
            example: example.clone(),
            fault,
            statement,
            arguments: quick.iter().cloned().chain(only(&run, statement)).collect(),
        })
        .collect();
    for (document, least, faults) in STYLES {
        let example = in_another_style(&scratch.path().join(document), &settings, document, *least);
        broken.extend(faults.iter().map(|fault| Broken {
            example: example.clone(),
            fault,
            statement: "",
            arguments: quick.to_vec(),
        }));
    }
    // Each in a copy of its own, as many at once as there are processors.
    let next = AtomicUsize::new(0);
    let worker = || {
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let Some(broken) = broken.get(number) else { break };
            let folder = scratch.path().join(format!("broken-{number}"));
            copy(&broken.example, &folder);
            fs::create_dir_all(folder.join(".git")).unwrap();
            let arguments: Vec<&str> = broken.arguments.iter().map(String::as_str).collect();
            assert_refuted(&folder, &settings, broken.fault, broken.statement, &arguments);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(4) {
            scope.spawn(worker);
        }
    });
    // One after the other: they would slow each other down.
    for (fault, statement) in FAULTS_UNDER_LOAD {
        assert_refuted(&example, &settings, fault, statement, LOADED);
    }
}

/// The service with a fault: the folder to copy, and how it is verified.
struct Broken {
    example: PathBuf,
    fault: &'static str,
    statement: &'static str,
    arguments: Vec<String>,
}

/// The items that say the statement: the rest of the document was tried with the correct service, and is slow to try again.
fn only(run: &Value, statement: &str) -> Vec<String> {
    let says = |item: &&Value| item["text"].as_str().is_some_and(|text| text.contains(statement));
    let ids =
        run["items"].as_array().into_iter().flatten().filter(says).filter_map(|item| item["id"].as_str());
    let only: Vec<String> = ids.flat_map(|id| ["--only".to_owned(), id.to_owned()]).collect();
    assert!(!only.is_empty(), "the example says nothing of {statement}");
    only
}

/// Verifies the correct service against another description of it, and returns where that stands.
fn in_another_style(scratch: &Path, settings: &str, document: &str, least: u64) -> PathBuf {
    let example = copy_example(scratch);
    fs::remove_file(example.join("specs/parcels.md")).unwrap();
    fs::rename(example.join("styles").join(document), example.join("specs").join(document)).unwrap();
    fs::write(example.join("abide.toml"), settings).unwrap();
    let (_, run) = verify_with(&example, &["--load", "off"]);
    assert_eq!(refuted(&run), [""; 0], "{document}: the correct service is never accused");
    let proven = run["summary"]["proven"].as_u64().unwrap();
    assert!(proven >= least, "{document}: {proven} statements are proven");
    example
}

/// The items that load is about; the others were looked at before.
const LOADED: &[&str] = &["--only", "target", "--only", "requirement", "--only", "endpoint:POST"];

/// With that fault, the statement that speaks of it is refuted, with the reason and the evidence.
fn assert_refuted(example: &Path, settings: &str, fault: &str, statement: &str, arguments: &[&str]) {
    let section = "[targets.local.env]";
    let broken = settings.replace(section, &format!("{section}\nPARCELS_FAULT = {fault:?}"));
    fs::write(example.join("abide.toml"), broken).unwrap();
    let (exit, run) = verify_with(example, arguments);
    let refuted = refuted(&run);
    assert!(refuted.iter().any(|text| text.contains(statement)), "{fault}: {refuted:?}");
    assert_eq!(exit, 1, "{fault}");
    for item in items(&run, "refuted") {
        let told = item["reason"].as_str().is_some_and(|reason| !reason.is_empty());
        assert!(told && !item["evidence"].as_array().unwrap().is_empty(), "{fault}: {item}");
    }
}

#[test]
fn a_target_that_never_gets_ready_is_inconclusive_and_a_folder_without_specs_is_an_error() {
    let scratch = tempfile::tempdir().unwrap();
    let example = copy_example(scratch.path());
    let settings = fs::read_to_string(example.join("abide.toml")).unwrap();
    let settings: Vec<&str> = settings
        .lines()
        .filter(|line| {
            !line.starts_with("migrate") && !line.starts_with("unit-tests") && !line.starts_with("\"parcels")
        })
        .map(|line| match line {
            line if line.starts_with("start") => "start = [\"sleep\", \"60\"]",
            line if line.starts_with("timeout") => "timeout = \"1s\"",
            line => line,
        })
        .collect();
    fs::write(example.join("abide.toml"), settings.join("\n")).unwrap();
    let (exit, run) = verify(&example);
    assert_eq!(refuted(&run), [""; 0], "what did not run is not refuted");
    assert_eq!(exit, 3);
    assert!(run["run"]["trouble"]["reason"].as_str().is_some_and(|reason| reason.contains("ready")));

    let empty = tempfile::tempdir().unwrap();
    let output = abide(empty.path()).args(["verify"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no document matched"));
}

fn build_with_faults(scratch: &Path) -> PathBuf {
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "-p", "parcels", "--features", "faults", "--message-format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let messages = String::from_utf8(build.stdout).unwrap();
    let executable = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo says where the service is");
    // Copied, since another build may put the service without faults in its place.
    let copy = scratch.join("parcels");
    fs::copy(executable, &copy).unwrap();
    copy
}

/// The example as a repository of its own.
fn copy_example(scratch: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/parcels");
    let to = scratch.join("repository");
    copy(&from, &to);
    fs::create_dir(to.join(".git")).unwrap();
    to
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_name() == ".abide" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn abide(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abide"));
    // Nothing that the user of this machine trusts may matter.
    command.current_dir(folder).env("XDG_STATE_HOME", folder).env("XDG_CACHE_HOME", folder);
    command
}

fn verify(folder: &Path) -> (i32, Value) {
    verify_with(folder, &[])
}

fn verify_with(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = abide(folder).args(["verify", "--output-format", "json"]).args(arguments).output().unwrap();
    let run = serde_json::from_slice(&output.stdout);
    let run = run.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap_or(-1), run)
}

fn items<'a>(run: &'a Value, verdict: &'a str) -> impl Iterator<Item = &'a Value> {
    run["items"].as_array().into_iter().flatten().filter(move |item| item["verdict"] == verdict)
}

fn refuted(run: &Value) -> Vec<&str> {
    items(run, "refuted").filter_map(|item| item["text"].as_str()).collect()
}
