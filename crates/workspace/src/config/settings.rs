//! Every setting of `abide.toml`, documented once: the reader, the error messages and the reference page use this table.

/// One setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Setting {
    /// Where it stands: `targets.NAME.url`; a word in capitals is a name that the user gives.
    pub name: &'static str,
    /// What is written there, in words.
    pub kind: &'static str,
    /// What holds where nothing is written.
    pub default: &'static str,
    /// A line that can be written.
    pub example: &'static str,
    /// What it does.
    pub text: &'static str,
}

/// All settings, in the order of the reference page.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "specs",
        kind: "list of globs",
        default: "every `.md` and `.markdown` file below the folder of `abide.toml`",
        example: r#"specs = ["specs/**/*.md"]"#,
        text: "Which documents are checked, relative to the folder of `abide.toml`. Files that git ignores and \
               templates are left out. A file named on the command line is checked whether a glob matches it or not.",
    },
    Setting {
        name: "templates",
        kind: "list of globs",
        default: "found by their names: `template.md`, `0000-template.md`, `templates/`, `.specify/templates/`, …",
        example: r#"templates = ["specs/template.md"]"#,
        text: "Which files are templates; any Markdown file will do. Where this is given, none are looked for by \
               name. The built-in templates are always there.",
    },
    Setting {
        name: "exclude",
        kind: "list of globs",
        default: "nothing",
        example: r#"exclude = ["specs/archive/**"]"#,
        text: "Documents and templates that are left out, whatever `specs` and `templates` say.",
    },
    Setting {
        name: "rules.NAME",
        kind: "`error`, `warning`, `info` or `off`, or a table",
        default: "the rule's own severity",
        example: r#"rules.vague-term = "warning""#,
        text: "How bad the findings of a rule are, or that it does not run.",
    },
    Setting {
        name: "rules.NAME.level",
        kind: "`error`, `warning`, `info` or `off`",
        default: "the rule's own severity",
        example: r#"rules.missing-section = { level = "error" }"#,
        text: "The same, for a rule that also has options.",
    },
    Setting {
        name: "rules.NAME.OPTION",
        kind: "as the rule's page says",
        default: "as the rule's page says",
        example: r#"rules.vague-term = { level = "warning", allow = ["simple"] }"#,
        text: "An option of the rule; `abide explain RULE` lists them.",
    },
    Setting {
        name: "template.NAME.path",
        kind: "string",
        default: "the template that is found under that name, or the built-in one",
        example: r#"template.rfc.path = "rfcs/0000-template.md""#,
        text: "The file of the template called NAME, relative to the folder of `abide.toml`.",
    },
    Setting {
        name: "template.NAME.require",
        kind: "list of headings",
        default: "as inferred from the template",
        example: r#"template.rfc.require = ["Prior art"]"#,
        text: "Sections of the template that every document must have, though the template marks them as optional.",
    },
    Setting {
        name: "template.NAME.optional",
        kind: "list of headings",
        default: "as inferred from the template",
        example: r#"template.rfc.optional = ["Prior art"]"#,
        text: "Sections that a document may leave out.",
    },
    Setting {
        name: "template.NAME.rename",
        kind: "table of strings",
        default: "nothing",
        example: r#"template.rfc.rename = { "Motivation" = "Why" }"#,
        text: "Headings that documents write otherwise than the template: the template's heading, and the one to expect.",
    },
    Setting {
        name: "template.NAME.synonyms",
        kind: "table of lists of headings",
        default: "nothing",
        example: r#"template.rfc.synonyms = { "Motivation" = ["Why", "Background"] }"#,
        text: "Further headings that count as the template's.",
    },
    Setting {
        name: "template.NAME.applies_to",
        kind: "list of globs",
        default: "the documents that fit the template best",
        example: r#"template.rfc.applies_to = ["rfcs/*.md"]"#,
        text: "The documents that this template governs, whatever they look like.",
    },
    Setting {
        name: "targets.NAME.url",
        kind: "string",
        default: "none; statements about an interface stay unproven",
        example: r#"targets.local.url = "http://127.0.0.1:8080""#,
        text: "Where the system under test answers. Probes go to this origin and to no other.",
    },
    Setting {
        name: "targets.NAME.start",
        kind: "command, as a list of words",
        default: "the system already runs",
        example: r#"targets.local.start = ["./serve", "--port", "8080"]"#,
        text: "Starts the system, in the folder of `abide.toml`. It is ended together with everything it started.",
    },
    Setting {
        name: "targets.NAME.stop",
        kind: "command, as a list of words",
        default: "the process group of `start` is ended",
        example: r#"targets.local.stop = ["docker", "compose", "down"]"#,
        text: "Runs before what `start` started is ended, for systems that outlive the command that started them.",
    },
    Setting {
        name: "targets.NAME.ready",
        kind: "path",
        default: "the port of `url` accepts connections",
        example: r#"targets.local.ready = "/health""#,
        text: "Answers with a status below 400 once the system can be tested.",
    },
    Setting {
        name: "targets.NAME.env",
        kind: "table of strings",
        default: "nothing",
        example: r#"targets.local.env = { LOG_LEVEL = "warn" }"#,
        text: "Environment variables for `start`, `stop` and `migrate`, added to those that abide was given.",
    },
    Setting {
        name: "targets.NAME.database",
        kind: "string",
        default: "none; statements about stored data stay unproven",
        example: r#"targets.local.database = "sqlite:data/app.db""#,
        text: "The database of the system: `sqlite:PATH`, `postgres://…` or `mysql://…` (also of MariaDB).",
    },
    Setting {
        name: "targets.NAME.migrate",
        kind: "command, as a list of words",
        default: "none; the system migrates by itself, or not at all",
        example: r#"targets.local.migrate = ["./serve", "migrate"]"#,
        text: "Brings the database up to date. It runs before `start`, and alone on an empty database to prove it.",
    },
    Setting {
        name: "targets.NAME.timeout",
        kind: "length of time",
        default: "`60s`",
        example: r#"targets.local.timeout = "60s""#,
        text: "How long the system may take to get ready, and each command to end.",
    },
    Setting {
        name: "targets.NAME.parameters",
        kind: "table of strings",
        default: "nothing",
        example: r#"targets.local.parameters = { store_id = "12" }"#,
        text: "Values for the parameters of paths that name what is there from the start, where the interface has no way to \
               make it. `user_id` also fills the `{id}` of `/users/{id}`.",
    },
    Setting {
        name: "targets.NAME.roles.NAME.headers",
        kind: "table of strings",
        default: "nothing",
        example: r#"targets.local.roles.admin.headers = { X-API-Key = "${ADMIN_KEY}" }"#,
        text: "Sent with every call that acts as this role of the spec. `${NAME}` is an environment variable, so that \
               secrets stay out of the file.",
    },
    Setting {
        name: "commands.NAME",
        kind: "command, as a list of words",
        default: "none",
        example: r#"commands.unit-tests = ["cargo", "test"]"#,
        text: "A command that the checks of a spec may mean. Commands that are not configured do not run.",
    },
    Setting {
        name: "tests.reports",
        kind: "list of globs",
        default: "none; a test that names a statement proves nothing",
        example: r#"tests.reports = ["target/nextest/**/junit.xml"]"#,
        text: "The JUnit reports that the tests write, relative to the folder of `abide.toml`; also those that git ignores. A statement is proven \
               by a test that names it, in its name (`test_fr_1_is_stored`) or with a comment above it (`verifies: FR-1`), if the test ran and passed \
               in a report that is younger than the statement and the code.",
    },
    Setting {
        name: "ledger.url",
        kind: "string",
        default: "`sqlite:.abide/ledger.db`",
        example: r#"ledger.url = "postgres://abide:${LEDGER_PASSWORD}@ledger.example.org/abide""#,
        text: "Where evidence is stored: `sqlite:PATH`, relative to the folder of `abide.toml`, or `postgres://…`, in the schema `abide` \
            unless the url sets another `search_path` with `options`; each repository needs a database or a schema of its own. `${NAME}` is \
            filled in from the environment. A ledger only grows: to retire one, name another file or schema here and keep the old one; \
            statements are unproven until the next run.",
    },
];

/// The keys that may stand in a table.
pub(super) fn children(table: &'static str) -> impl Iterator<Item = &'static str> {
    let mut last = "";
    SETTINGS.iter().filter_map(move |setting| {
        let key = below(setting.name, table)?.split('.').next()?;
        (key != std::mem::replace(&mut last, key)).then_some(key)
    })
}

/// The pattern of `key` in a table: `targets.NAME.url` for `url` in `targets.NAME`.
pub(super) fn child(table: &'static str, key: &str) -> Option<&'static str> {
    SETTINGS.iter().find_map(|setting| {
        let rest = below(setting.name, table)?;
        let length = setting.name.len() - rest.len() + key.len();
        let found = rest == key || rest.strip_prefix(key)?.starts_with('.');
        found.then(|| setting.name.get(..length)).flatten()
    })
}

/// What to write, for the help of an error: the example of the setting, or of the first one below it.
pub(super) fn example(pattern: &str) -> String {
    let exact = SETTINGS.iter().find(|setting| setting.name == pattern);
    let setting = exact.or_else(|| SETTINGS.iter().find(|setting| setting.name.starts_with(pattern)));
    setting.map_or_else(String::new, |setting| format!("for example `{}`", setting.example))
}

fn below(name: &'static str, table: &str) -> Option<&'static str> {
    if table.is_empty() { Some(name) } else { name.strip_prefix(table)?.strip_prefix('.') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_each_table_come_from_the_documentation() {
        let top: Vec<&str> = children("").collect();
        let expected =
            ["specs", "templates", "exclude", "rules", "template", "targets", "commands", "tests", "ledger"];
        assert_eq!(top, expected);
        assert_eq!(children("ledger").collect::<Vec<_>>(), ["url"]);
        assert_eq!(children("targets.NAME.roles.NAME").collect::<Vec<_>>(), ["headers"]);
        assert_eq!(child("targets.NAME", "roles"), Some("targets.NAME.roles"));
        assert_eq!(child("targets.NAME", "role"), None);
    }

    #[test]
    fn every_example_is_a_valid_setting() {
        let rules = [
            crate::config::KnownRule {
                name: "vague-term",
                options: &[crate::config::KnownOption {
                    name: "allow",
                    kind: crate::config::OptionKind::List,
                }],
            },
            crate::config::KnownRule { name: "missing-section", options: &[] },
        ];
        for setting in SETTINGS {
            let config = crate::Config::read(setting.example, "abide.toml", "/".as_ref(), &rules);
            assert!(config.is_ok(), "{}: {}", setting.name, config.unwrap_err());
        }
    }
}
