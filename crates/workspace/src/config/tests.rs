use std::time::Duration;

use abide_diagnostics::Severity;
use abide_rules::{Level, OptionValue};

use super::*;

const RULES: &[KnownRule<'_>] = &[
    KnownRule {
        name: "missing-section",
        options: &[
            KnownOption { name: "siblings", kind: OptionKind::Integer },
            KnownOption { name: "allow", kind: OptionKind::List },
        ],
    },
    KnownRule { name: "vague-term", options: &[] },
];

fn read(text: &str) -> Result<Config, ConfigError> {
    Config::read(text, "specs/abide.toml", Path::new("/repo/specs"), RULES)
}

fn errors(text: &str) -> String {
    read(text).expect_err("the file has problems").to_string()
}

#[test]
fn a_whole_file_is_read() {
    let config = read(
        r#"
        specs = ["specs/**/*.md"]
        templates = ["specs/template.md"]
        exclude = ["specs/old/**"]

        [rules]
        vague-term = "off"

        [rules.missing-section]
        level = "error"
        siblings = 5
        allow = ["Risks"]

        [template.rfc]
        path = "rfcs/0000-template.md"
        require = ["Rollback"]
        optional = ["Prior art"]
        rename = { "Motivation" = "Why" }
        synonyms = { "Goals" = ["Aims", "Objectives"] }
        applies_to = ["rfcs/*.md"]

        [targets.local]
        url = "http://127.0.0.1:{port}"
        start = ["./serve", "--port", "{port}"]
        stop = ["./serve", "stop"]
        ready = "/health"
        env = { FOO = "1" }
        database = "sqlite:{database}"
        migrate = ["./serve", "migrate"]
        timeout = "1m 30s"

        [targets.local.roles.admin]
        headers = { X-API-Key = "${ADMIN_KEY}" }

        [commands]
        unit-tests = ["cargo", "test"]

        [tests]
        reports = ["build/**/TEST-*.xml"]

        [ledger]
        url = "postgres://ledger/abide"
        "#,
    )
    .unwrap();

    assert!(config.specs.unwrap().matches("specs/a/b.md"));
    assert_eq!(config.rules.rules["vague-term"].level, Some(Level::Off));
    let missing = &config.rules.rules["missing-section"];
    assert_eq!(missing.level, Some(Level::At(Severity::Error)));
    assert_eq!(missing.options["siblings"], OptionValue::Integer(5));
    assert_eq!(missing.options["allow"], OptionValue::List(vec!["Risks".to_owned()]));
    let rfc = &config.template["rfc"];
    assert_eq!(rfc.rename["Motivation"].value, "Why");
    assert_eq!(rfc.synonyms["Goals"][1].value, "Objectives");
    let local = &config.targets["local"];
    assert_eq!(local.timeout, Duration::from_secs(90));
    assert_eq!(local.start.as_deref().unwrap(), ["./serve", "--port", "{port}"]);
    assert_eq!(local.roles["admin"].headers["X-API-Key"], "${ADMIN_KEY}");
    assert_eq!(config.commands["unit-tests"], ["cargo", "test"]);
    assert!(config.reports.matches("build/reports/TEST-orders.xml"));
    assert_eq!(config.ledger_url, "postgres://ledger/abide");
}

#[test]
fn an_empty_file_gives_the_defaults() {
    let config = read("").unwrap();
    assert!(config.specs.is_none() && config.templates.is_none() && config.exclude.is_empty());
    assert_eq!(config.ledger_url, DEFAULT_LEDGER);
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_where() {
    let text = r#"spec = ["a"]
specs = "a.md"

[rules]
mising-section = "error"
vague-term = "fatal"
[rules.missing-section]
siblings = "many"
sibling = 3

[targets.local]
redy = "/health"
ready = "health"
url = "localhost:8080"
start = "./serve"
migrate = []
timeout = 60
[targets.local.roles.admin]
header = {}

[template.rfc]
require = ["A"]
optional = ["A"]
"#;
    insta::assert_snapshot!(errors(text));
}

#[test]
fn lengths_of_time_need_a_unit_and_must_be_above_zero() {
    for wrong in ["60", "0s", "-5s", "soon", "1 fortnight"] {
        let text = errors(&format!("[targets.a]\ntimeout = \"{wrong}\""));
        assert!(text.contains("must be a length of time"), "{wrong}: {text}");
    }
    let config = read("[targets.a]\ntimeout = \"250ms\"").unwrap();
    assert_eq!(config.targets["a"].timeout, Duration::from_millis(250));
}

#[test]
fn toml_errors_have_their_place_too() {
    insta::assert_snapshot!(errors("specs = [\"a\"\n[rules\nurl = 1 2\n"));
    insta::assert_snapshot!(errors("specs = []\nspecs = []\n"));
}

#[test]
fn columns_count_characters() {
    assert!(errors("commands = { \"é\" = [] }").starts_with("specs/abide.toml:1:20: `commands.\"é\"`"));
}

#[test]
fn a_malformed_variable_is_found_when_the_file_is_read() {
    let text = errors("[targets.a.roles.r]\nheaders = { K = \"${KEY\" }");
    assert!(text.contains("2:17: `targets.a.roles.r.headers.K` has `${KEY`"), "{text}");
}

#[test]
fn globs_stay_in_the_folder_of_the_file() {
    for wrong in ["/etc/*.md", "../other/*.md", "a/../../b.md", "", "a[", "{a"] {
        let text = errors(&format!("specs = [\"{wrong}\"]"));
        assert!(text.starts_with("specs/abide.toml:1:10: `specs` has the glob"), "{wrong}: {text}");
    }
}

#[test]
fn a_glob_without_an_extension_means_the_markdown_files_there() {
    let specs = |glob: &str| read(&format!("specs = [\"{glob}\"]")).unwrap().specs.unwrap();
    for glob in ["docs", "docs/", "./docs", "docs/**", "docs/*/*", "**"] {
        let globs = specs(glob);
        assert!(globs.matches("docs/deep/a.md") && globs.matches("docs/deep/B.MARKDOWN"), "{glob}");
        assert!(!globs.matches("docs/deep/picture.png"), "{glob}");
    }
    assert!(specs("docs/*.txt").matches("docs/a.txt"));
    assert!(!specs("docs/*.md").matches("docs/deep/a.md"), "`*` does not cross folders");
    assert!(specs(".kiro").matches(".kiro/specs/a.md"));
}

#[test]
fn an_unknown_target_says_which_there_are() {
    let config = read("[targets.local]\n[targets.staging]").unwrap();
    let error = config.target("locale").unwrap_err().to_string();
    assert_eq!(error, "`specs/abide.toml` has no target `locale`; did you mean `local`?");
    let error = Config::defaults("/").target("local").unwrap_err().to_string();
    assert_eq!(error, "`abide.toml` has no target `local`; add `[targets.local]` to `abide.toml`");
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let config =
        read("[targets.a]\nenv = { A = \"s3cret\" }\ndatabase = \"postgres://u:s3cret@h/d\"\n[targets.a.roles.r]\nheaders = { K = \"s3cret\" }")
            .unwrap();
    let shown = format!("{:?}", config.targets);
    assert!(shown.contains("\"K\"") && !shown.contains("s3cret"), "{shown}");
}
