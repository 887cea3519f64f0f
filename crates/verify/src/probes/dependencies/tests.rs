//! Stated libraries against manifests of several kinds.

use super::PROBE;
use crate::testing::{self, ItemDraft, Setup, item};
use abide_ledger::Verdict;

fn library(name: &str, version: &str) -> ItemDraft {
    let item = item("dependency", name).field("what", "library");
    if version.is_empty() { item } else { item.field("version", version) }
}

fn tried(files: &[(&str, &str)], items: &[ItemDraft]) -> Vec<(String, Verdict, String)> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
    let outcomes = testing::outcomes(&PROBE, items, "", setup);
    outcomes.into_iter().map(|(title, outcome)| (title, outcome.verdict, outcome.reason)).collect()
}

#[test]
fn each_sort_of_manifest_is_read() {
    for (path, text, name, version) in [
        ("Cargo.toml", "[dependencies]\nserde = { version = \"1.0\" }\n", "serde", "1"),
        ("package.json", "{\"dependencies\": {\"next\": \"^14.2.0\"}}", "Next.js", "14"),
        ("requirements.txt", "# own\nFlask[async]>=3.0,<4 # web\n", "flask", "3.x"),
        ("pyproject.toml", "[project]\ndependencies = [\"fastapi>=0.115\"]\n", "FastAPI", ">= 0.110"),
        ("pyproject.toml", "[tool.poetry.dependencies]\nsqlalchemy = \"^2.0\"\n", "SQLAlchemy", "2.0"),
        ("go.mod", "module a\ngo 1.22\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.7.1\n)\n", "pgx", "5"),
        (
            "pom.xml",
            "<dependency><groupId>a</groupId><artifactId>jackson-core</artifactId><version>${j}</version></dependency><j>2.17.1</j>",
            "jackson-core",
            "2.17",
        ),
        (
            "build.gradle.kts",
            "    implementation(\"io.ktor:ktor-server-core:2.3.9\")\n",
            "ktor-server-core",
            "2.3",
        ),
        ("Gemfile", "gem 'rails', '~> 7.1'\n", "Rails", "7.1"),
        ("composer.json", "{\"require\": {\"laravel/framework\": \"^11.0\"}}", "laravel/framework", "11"),
        ("app/App.csproj", "<PackageReference Include=\"Dapper\" Version=\"2.1.35\" />", "Dapper", "2.1"),
    ] {
        let told = tried(&[(path, text)], &[library(name, version)]);
        assert_eq!(told[0].1, Verdict::Proven, "{path}: {told:?}");
        let told = tried(&[(path, text)], &[library(name, "99")]);
        assert_eq!(told[0].1, Verdict::Refuted, "{path}: {told:?}");
    }
}

#[test]
fn what_is_locked_counts_and_a_workspace_gives_its_versions() {
    let files = [
        ("Cargo.toml", "[workspace.dependencies]\naxum = \"0.8\"\n"),
        ("app/Cargo.toml", "[dependencies]\naxum.workspace = true\n"),
        ("Cargo.lock", "[[package]]\nname = \"axum\"\nversion = \"0.8.4\"\n"),
    ];
    let told = tried(&files, &[library("axum", "0.8")]);
    assert_eq!(told[0].2, "app/Cargo.toml has axum 0.8, locked at 0.8.4");
}

#[test]
fn a_library_that_is_gone_is_refuted_only_where_the_others_are_there() {
    let manifest = [(
        "package.json",
        "{\"dependencies\": {\"pino\": \"9\", \"zod\": \"3\", \"@tanstack/react-query\": \"5\", \"left\": \"1\"}}",
    )];
    let items = [
        library("pino", ""),
        library("zod", ""),
        library("axios", ""),
        library("react-query", ""),
        library("Some Library", ""),
    ];
    let told = tried(&manifest, &items);
    let verdicts: Vec<_> = told.iter().map(|(_, verdict, _)| *verdict).collect();
    use Verdict::{Proven, Refuted, Unproven};
    assert_eq!(verdicts, [Proven, Unproven, Proven, Refuted, Proven, Unproven], "{told:#?}");
    assert_eq!(told[1].2, "no document states left");
    let told = tried(&[], &items);
    assert!(told.iter().all(|(_, verdict, _)| *verdict != Refuted), "{told:#?}");
}

#[test]
fn a_tool_that_a_manifest_knows_is_held_against_it_and_may_be_newer_than_it_asks_for() {
    let files = [(
        "pyproject.toml",
        "[project]\nrequires-python = \">=3.10\"\n[project.optional-dependencies]\ndev = [\"pytest==8.1\"]\n",
    )];
    let tool =
        |name: &str, version: &str| item("dependency", name).field("what", "tool").field("version", version);
    let verdicts = |name: &str, version: &str| tried(&files, &[tool(name, version)])[0].1;
    assert_eq!(verdicts("Python", "3.10"), Verdict::Proven);
    assert_eq!(verdicts("Python", "4"), Verdict::Unproven);
    assert_eq!(verdicts("pytest", "7.0"), Verdict::Refuted);
    assert_eq!(verdicts("Docker", "24"), Verdict::Unproven);
}

#[test]
fn a_tool_that_has_to_be_newer_than_stated_is_refuted() {
    let document =
        "# T\n## Tech Stack\n| Layer | Technology |\n|---|---|\n| Language | Python 3.10 or newer |\n";
    for (asked, expected) in
        [(">=3.10", Verdict::Proven), (">=3.9", Verdict::Proven), (">=3.12", Verdict::Refuted)]
    {
        let folder = tempfile::tempdir().unwrap();
        let manifest = format!("[project]\nname = \"shelf\"\nrequires-python = \"{asked}\"\n");
        std::fs::write(folder.path().join("pyproject.toml"), manifest).unwrap();
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let facts = std::sync::Arc::new(testing::facts_of_markdown(document, "", setup));
        let plan = crate::plan::Plan::of(&facts, &[&PROBE], &[]).unwrap();
        let shared = crate::stage::Shared::new(crate::Limits::default(), crate::Stop::new(), 1);
        let (_, claim) = &plan.items.iter().find_map(|item| item.claims.first()).unwrap();
        let outcome = claim.attempt(&crate::stage::Stage::new(&facts, &shared, None));
        assert_eq!(
            outcome.verdict == Verdict::Refuted,
            expected == Verdict::Refuted,
            "{asked}: {}",
            outcome.reason
        );
    }
}
