//! Settings in code of several languages, and on a process.

use super::PROBE;
use crate::testing::{self, ItemDraft, Setup, item};
use abide_ledger::Verdict;
use std::path::Path;

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn setting(name: &str, default: &str) -> ItemDraft {
    let item = item("setting", name);
    if default.is_empty() { item } else { item.field("default", default) }
}

/// The claim for all variables of the code at once.
const MENTIONED: &str = "every variable that the code reads is mentioned";

fn verdicts(files: &[(&str, &str)], items: &[ItemDraft], config: &str) -> Vec<(String, Verdict)> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
    let outcomes = testing::outcomes(&PROBE, items, config, setup);
    outcomes
        .into_iter()
        .filter(|(title, _)| *title != MENTIONED)
        .map(|(title, outcome)| (format!("{title}: {}", outcome.reason), outcome.verdict))
        .collect()
}

/// One setting with the default 20 as each language reads it.
const READS: &[(&str, &str)] = &[
    ("a.py", "SIZE = int(os.environ.get(\"APP_SIZE\", \"20\"))"),
    ("a.py", "SIZE = os.getenv('APP_SIZE', 20)"),
    ("a.py", "size = env.int(\"APP_SIZE\", default=20)"),
    ("a.ts", "const size = Number(process.env.APP_SIZE ?? 20);"),
    ("a.js", "const size = process.env['APP_SIZE'] || '20';"),
    ("a.go", "size := getEnv(\"APP_SIZE\", \"20\")"),
    ("a.rs", "settings.number(\"APP_SIZE\", 20, 1, 1_000)?"),
    ("a.rs", "std::env::var(\"APP_SIZE\").unwrap_or(\"20\".into())"),
    ("a.rb", "size = ENV.fetch('APP_SIZE', 20).to_i"),
    ("a.php", "$size = getenv('APP_SIZE') ?: '20';"),
    ("A.java", "@Value(\"${APP_SIZE:20}\") int size;"),
    ("A.cs", "var size = Environment.GetEnvironmentVariable(\"APP_SIZE\") ?? \"20\";"),
    ("run.sh", "size=\"${APP_SIZE:-20}\""),
];

#[test]
fn a_default_is_read_in_each_language() {
    for (path, text) in READS {
        let told = verdicts(&[(path, text)], &[setting("APP_SIZE", "20")], "");
        assert!(told.iter().all(|(_, verdict)| *verdict == Verdict::Proven), "{text}: {told:#?}");
    }
}

#[test]
fn another_default_is_refuted_where_it_can_be_nothing_else() {
    for (path, text) in READS {
        let told = verdicts(&[(path, &text.replace("20", "25"))], &[setting("APP_SIZE", "20")], "");
        let expected = if text.contains("1_000") { Verdict::Unproven } else { Verdict::Refuted };
        assert_eq!(told[1].1, expected, "{text}: {told:#?}");
    }
    for text in ["required('APP_SIZE', 'many')", "check(\"APP_SIZE\", 1, 100)", "map.put(\"APP_SIZE\", 5)"] {
        let told = verdicts(&[("a.py", text)], &[setting("APP_SIZE", "20")], "");
        assert_eq!(told[1].1, Verdict::Unproven, "{text}: {told:#?}");
    }
}

#[test]
fn a_setting_that_no_code_knows_is_refuted_only_where_others_are_found_as_written() {
    let items = [setting("APP_SIZE", ""), setting("APP_HOST", ""), setting("APP_TOKEN_LIFE", "")];
    let both = "env('APP_SIZE'); env('APP_HOST');";
    let last = |files: &[(&str, &str)]| verdicts(files, &items, "")[2].1;
    assert_eq!(last(&[("a.py", both)]), Verdict::Refuted);
    assert_eq!(
        last(&[("a.py", &format!("{both} token_life = 1"))]),
        Verdict::Unproven,
        "a prefix may be added"
    );
    assert_eq!(last(&[("a.py", both), ("compose.yml", "APP_TOKEN_LIFE: 3")]), Verdict::Unproven);
    assert_eq!(last(&[("a.py", "pass")]), Verdict::Unproven);
    assert_eq!(last(&[]), Verdict::Unproven);
}

/// A target that is this script; it wants `APP_KEY`, and a number as `APP_SIZE`.
fn target(folder: &Path, script: &str) -> String {
    write(folder, &[("serve.sh", script)]);
    "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"sh\", \"serve.sh\"]\ntimeout = \"20s\"\n[targets.local.env]\nAPP_KEY = \"k\"\nSYSTEM_PORT = \"{port}\"\n".to_owned()
}

#[test]
fn a_required_variable_is_asked_for_and_a_bad_one_is_refused() {
    let words: Vec<String> = serde_json::from_str(&testing::system_words()).unwrap();
    let serve = format!("exec {}\n", shell_words::join(words));
    let strict = "[ -n \"$APP_KEY\" ] || { echo APP_KEY is not set >&2; exit 2; }\ncase \"$APP_SIZE\" in *[!0-9]*) echo bad APP_SIZE >&2; exit 2;; esac\n";
    let items = [
        item("requirement", "An invalid value stops the start with a message."),
        item("setting", "APP_KEY").field("required", true),
        item("setting", "APP_SIZE").field("type", "integer"),
    ];
    let tried = |script: &str| {
        let folder = tempfile::tempdir().unwrap();
        let config = target(folder.path(), script);
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let outcomes = testing::outcomes(&PROBE, &items, &config, setup);
        let told = outcomes.into_iter().filter(|(title, _)| title.contains("does not start"));
        told.map(|(_, outcome)| outcome.verdict).collect::<Vec<_>>()
    };
    assert_eq!(tried(&format!("{strict}{serve}")), [Verdict::Proven, Verdict::Proven]);
    assert_eq!(tried(&serve), [Verdict::Refuted, Verdict::Refuted]);
}

#[test]
fn variables_that_no_document_mentions_are_told_in_each_language() {
    let reads = [
        ("a.rs", "let x = std::env::var(\"APP_RS\");"),
        ("a.go", "x := os.Getenv(\"APP_GO\")"),
        ("a.py", "x = os.environ[\"APP_PY\"]"),
        ("a.ts", "const x = process.env.APP_TS;"),
        ("A.java", "String x = System.getenv(\"APP_JAVA\");"),
        ("A.cs", "var x = Environment.GetEnvironmentVariable(\"APP_CS\");"),
        ("a.rb", "x = ENV.fetch('APP_RB')"),
        ("a.php", "$x = getenv('APP_PHP');"),
        ("run.sh", "OWN=1\necho \"${OWN} ${APP_SH}\""),
        ("compose.yml", "image: a:${APP_COMPOSE:-1}"),
        ("Dockerfile", "ENV APP_IMAGE=1\n"),
        ("tests/a.py", "os.environ[\"APP_TEST\"]"),
        ("b.rs", "env::var(\"HOME\"); env::var(\"APP_SIZE\")"),
    ];
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &reads);
    let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
    let outcomes = testing::outcomes(&PROBE, &[setting("APP_SIZE", "")], "", setup);
    let (_, told) = outcomes.into_iter().find(|(title, _)| title == MENTIONED).unwrap();
    assert_eq!(told.verdict, Verdict::Unproven, "it informs");
    let reason = told.reason;
    for name in ["RS", "GO", "PY", "TS", "JAVA", "CS", "RB", "PHP"] {
        assert!(reason.contains(&format!("APP_{name} (")), "APP_{name}: {reason}");
    }
    for name in ["APP_SH (", "APP_COMPOSE (", "APP_IMAGE ("] {
        assert!(reason.contains(name), "{name}: {reason}");
    }
    for name in ["APP_TEST", "HOME", "APP_SIZE (", "OWN"] {
        assert!(!reason.contains(name), "{name}: {reason}");
    }
}

#[test]
fn names_that_code_puts_together_accuse_nobody() {
    let names = ["APP_SIZE", "APP_HOST", "APP_PORT", "APP_TOKEN_LIFE"];
    let items = names.map(|name| setting(name, ""));
    let last = |files: &[(&str, &str)]| verdicts(files, &items, "")[3].1;
    let read = "env('APP_SIZE'); env('APP_HOST'); env('APP_PORT'); token_life = 1";
    assert_eq!(last(&[("a.py", read)]), Verdict::Refuted);
    assert_eq!(last(&[("a.py", &format!("{read}\nenv_prefix=\"APP_\""))]), Verdict::Unproven);
    assert_eq!(last(&[("a.py", &format!("{read}\nenv(f\"APP_{{name}}\")"))]), Verdict::Unproven);
    let tested = [("a.py", "token_life = 1"), ("tests/test_a.py", read)];
    assert_eq!(last(&tested), Verdict::Unproven, "a test sets what code reads in its own way");
}

#[test]
fn only_what_the_system_reads_is_held_against_no_other_variable() {
    let tried = |text: &str, files: &[(&str, &str)]| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), files);
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let items = [setting("APP_SIZE", ""), setting("APP_HOST", ""), item("requirement", text)];
        let outcomes = testing::outcomes(&PROBE, &items, "", setup);
        let mut told = outcomes.into_iter().filter(|(title, _)| title.contains("no variable that is not"));
        told.next().map(|(_, outcome)| outcome.verdict)
    };
    let read = ("src/a.py", "os.getenv('APP_SIZE'); os.getenv('APP_HOST')");
    let text = "No other environment variable is read.";
    assert_eq!(tried(text, &[read]), Some(Verdict::Proven));
    assert_eq!(tried(text, &[read, ("src/b.py", "os.getenv('APP_EXTRA')")]), Some(Verdict::Refuted));
    assert_eq!(tried(text, &[read, ("scripts/b.py", "os.getenv('APP_EXTRA')")]), Some(Verdict::Unproven));
}

/// Lends books for so many days; the last line of what it is given says whether the setting counts.
const LENDING: &str = r#"
import datetime, http.server, json, os, sys
days = int(os.environ.get("LEND_DAYS", "10")) if sys.argv[2] == "reads" else 10
loans = {}
class Lending(http.server.BaseHTTPRequestHandler):
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        loan = loans.get(self.path.split("/")[-1])
        self.answer(200, loan) if loan else self.answer(404, {})
    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        lent = datetime.date.fromisoformat(sent["lent_on"])
        loan = {"id": str(len(loans) + 1), "lent_on": sent["lent_on"], "due_on": str(lent + datetime.timedelta(days))}
        loans[loan["id"]] = loan
        self.answer(201, loan)
    def log_message(self, *told):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Lending).serve_forever()
"#;

#[test]
fn what_is_said_under_the_name_of_a_setting_is_tried_with_another_number() {
    const SPEC: &str = r#"# Lending

## Settings

| Variable | Default | Meaning |
|---|---|---|
| `LEND_DAYS` | 10 | how long a loan lasts |

## Data model

### Loan

| Field | Type | Rules |
|---|---|---|
| `id` | string | set by the server |
| `lent_on` | date | required |
| `due_on` | date | computed |

- `due_on` is `lent_on` plus the days of `LEND_DAYS`.

## API

### POST /loans

```json
{"lent_on": "2031-04-05"}
```

Answers 201 with the loan.

### GET /loans/{id}

Answers the loan.
"#;
    let told = |reads: &str| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("lending.py", LENDING)]);
        let config = format!(
            "[targets.local]\nurl = \"http://127.0.0.1:{{port}}\"\nstart = [\"python3\", {:?}, \"{{port}}\", {reads:?}]\n",
            folder.path().join("lending.py").to_string_lossy()
        );
        let run = testing::run_markdown(&[&PROBE], SPEC, &config);
        let claims = run.items.into_iter().flat_map(|item| item.evidence);
        let effect = claims.into_iter().find(|claim| claim.claim.contains("has an effect")).unwrap();
        (effect.verdict, effect.reason)
    };
    let (verdict, reason) = told("reads");
    assert_eq!(verdict, Verdict::Proven, "{reason}");
    assert!(reason.contains("5 days after `lent_on`"), "{reason}");
    let (verdict, reason) = told("leaves");
    assert_eq!(verdict, Verdict::Refuted, "{reason}");
    assert!(reason.starts_with("with LEND_DAYS=5, "), "{reason}");
}

#[test]
fn another_number_stays_within_what_is_stated() {
    for (number, kind, expected) in [
        (20, "integer", Some(10)),
        (20, "int32", Some(10)),
        (10, "integer , 7–60", Some(7)),
        (7, "integer, 7 to 60", Some(8)),
        (60, "integer, 60 to 60", None),
        (20, "integer, at least 15", Some(15)),
        (20, "integer, at most 50", Some(10)),
        (1, "integer", Some(2)),
        (1, "0 or 1", None),
        (1, "integer, 0 to 1", None),
        (0, "integer, 0 to 9", Some(1)),
        (4, "integer, -5 to 5", None),
        (2000, "integer, 1,000 to 5,000", None),
    ] {
        assert_eq!(super::another(number, kind), expected, "{number} of {kind}");
    }
}
