//! Statements that tests name: the tests ran, and passed.

use crate::claim::{Claim, Needs, Outcome};
use crate::probe::{ItemContext, Probe};
use crate::project::TestMark;
use crate::stage::Stage;
use crate::tested::{Case, Ended, Report};
use abide_ledger::Strength;
use abide_model::{Item, Kind, qualified};
use abide_workspace::git::Git;
use std::time::{Duration, SystemTime};

/// Statements that tests name are as their last run says.
pub const PROBE: Probe = Probe {
    name: "tests",
    summary: "Tests that name a statement ran and passed, by the JUnit reports of their last run",
    documentation: "\
Takes every statement that a test names: with its id in the name of the test (`test_fr_1_is_stored`, `FR-1: orders are stored`), or with a comment at the test (`verifies: FR-1`). \
Needs the JUnit reports that `tests.reports` in abide.toml names; the tests are not run.

Proven is a statement where each test that names it ran and passed; refuted is one where such a test failed. A test that was skipped, or that no report has, settles nothing. Nor does a \
report that is older than the last edit of the statement, or than the code: run the tests again. An id that several documents have needs the path in front of it: `verifies: specs/orders.md#FR-1`.",
    kinds: &[
        Kind::Requirement,
        Kind::Story,
        Kind::Scenario,
        Kind::Check,
        Kind::Target,
        Kind::Entity,
        Kind::Field,
        Kind::Endpoint,
        Kind::Rpc,
        Kind::Event,
        Kind::Permission,
        Kind::Setting,
        Kind::Transition,
        Kind::Flow,
        Kind::Exception,
        Kind::Signal,
    ],
    claims,
};

/// A test that names a statement.
#[derive(Clone, Debug)]
struct Named {
    name: String,
    /// Where its mark stands; none where its name has the id.
    mark: Option<TestMark>,
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    let (spec, item) = (&context.document.path, context.stated);
    let tested = context.facts.tested();
    let mut named: Vec<Named> = Vec::new();
    for (mark, name) in tested.marks.iter().filter(|(mark, _)| mark.spec == *spec && mark.item == item.id) {
        let name = name.clone().unwrap_or_default();
        named.push(Named { name, mark: Some(mark.clone()) });
    }
    let own = item.fields.get("id").and_then(serde_json::Value::as_str);
    let elsewhere = |id: &str| {
        let all = context.facts.documents.iter().flat_map(|spec| &spec.items);
        all.filter(|other| other.fields.get("id").and_then(serde_json::Value::as_str) == Some(id)).count() > 1
    };
    let long = qualified(spec, &item.id);
    let cases = || tested.reports.iter().flat_map(|report| &report.cases);
    if let Some(id) = own {
        let plain = !elsewhere(id);
        for case in cases().filter(|case| case.name.contains(&long) || plain && has_id(&case.name, id)) {
            if !named.iter().any(|known| known.name == case.name) {
                named.push(Named { name: case.name.clone(), mark: None });
            }
        }
    }
    if named.is_empty() {
        return Vec::new();
    }
    let (path, item) = (spec.clone(), item.clone());
    let title = match named.as_slice() {
        [one] => format!("the test `{}` passes", one.name),
        several => format!("{} tests that name it pass", several.len()),
    };
    vec![Claim::new(title, Needs::Files, move |stage| passed(stage, &path, &item, &named)).minor()]
}

/// Whether the name of a test has an id: as it is written, or as a part of a name in code.
fn has_id(name: &str, id: &str) -> bool {
    let letters = id.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = id.chars().filter(char::is_ascii_digit).count();
    let parted = id.contains(['-', '_', '.', '/']);
    // "A1" may be any word, "FR-1" is not.
    if digits == 0 || letters < 2 || !parted && letters + digits < 5 {
        return false;
    }
    let (lower, id) = (name.to_lowercase(), id.to_lowercase());
    let forms =
        [id.clone(), id.replace(['-', '.', '/', ' '], "_"), id.replace(['-', '.', '/', ' ', '_'], "")];
    forms.iter().any(|form| {
        lower.match_indices(form.as_str()).any(|(at, found)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + found.len()..].chars().next();
            let camel = name.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
            let starts = before.is_none_or(|c| !c.is_alphanumeric())
                || camel && before.is_some_and(char::is_alphabetic);
            starts && !after.is_some_and(|c| c.is_ascii_digit())
        })
    })
}

/// Whether a test of a report is meant by a name in the source.
fn is_case(case: &Case, named: &Named) -> bool {
    let bare = case.name.split(['[', '(']).next().unwrap_or(&case.name).trim();
    let wanted = named.name.as_str();
    if wanted.is_empty() {
        return false;
    }
    let ends = |text: &str| {
        text == wanted
            || text
                .strip_suffix(wanted)
                .is_some_and(|before| before.ends_with([':', '.', '/', ' ', '>', '#']))
    };
    if named.mark.is_none() {
        return case.name == wanted;
    }
    ends(bare) || ends(&case.name)
}

fn passed(stage: &Stage, path: &str, item: &Item, named: &[Named]) -> Outcome {
    let tested = stage.facts.tested();
    let place = |one: &Named| match &one.mark {
        Some(mark) => format!("{}:{}", mark.path, mark.line),
        None => format!("`{}`", one.name),
    };
    let sent = format!(
        "looked for {} in {} reports",
        named.iter().map(place).collect::<Vec<_>>().join(", "),
        tested.reports.len()
    );
    if tested.reports.is_empty() {
        let reason = match tested.unreadable.first() {
            Some(error) => format!("the report cannot be read: {error}"),
            None if stage.facts.project.reports.is_empty() => format!(
                "{} names it, and no report says whether it passed; name the JUnit reports as `tests.reports` in abide.toml",
                place(&named[0])
            ),
            None => "none of the reports that `tests.reports` in abide.toml names is there; run the tests"
                .to_owned(),
        };
        return Outcome::unproven(reason).showing(sent, String::new());
    }
    let mut found: Vec<(&Report, &Case)> = Vec::new();
    for one in named {
        let mut cases: Vec<(&Report, &Case)> = tested
            .reports
            .iter()
            .flat_map(|report| report.cases.iter().map(move |case| (report, case)))
            .filter(|(_, case)| is_case(case, one))
            .collect();
        // Of several tests with that name, those of the marked file.
        if let Some(mark) = &one.mark {
            let stem =
                mark.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
            let own = |case: &Case| case.class.contains(stem) || case.name.contains(stem);
            if cases.iter().any(|(_, case)| own(case)) {
                cases.retain(|(_, case)| own(case));
            }
        }
        if cases.is_empty() {
            return Outcome::unproven(format!("no report has the test at {}", place(one)))
                .showing(sent, String::new());
        }
        found.extend(cases);
    }
    let shown: Vec<String> = found
        .iter()
        .map(|(report, case)| {
            format!("{}: {} {} {:?}", report.path, case.class, case.name, case.ended).to_lowercase()
        })
        .collect();
    let shown = shown.join("\n");
    let oldest = found.iter().filter_map(|(report, _)| Some((report.written?, &report.path))).min();
    if let Some((written, report)) = oldest
        && let Some(reason) = outdated(stage, path, item, written)
    {
        return Outcome::unproven(format!("stale: {report} is older than {reason}; run the tests again"))
            .showing(sent, shown);
    }
    if let Some((report, case)) = found.iter().find(|(_, case)| case.ended == Ended::Failed) {
        let told = case.message.lines().next().unwrap_or_default();
        return Outcome::refuted(format!("the test `{}` failed: {told}", case.name))
            .showing(sent, format!("{}: {}\n{}", report.path, case.name, case.message));
    }
    if let Some((_, case)) = found.iter().find(|(_, case)| case.ended == Ended::Skipped) {
        return Outcome::unproven(format!("the test `{}` was skipped", case.name)).showing(sent, shown);
    }
    let marked = named.iter().all(|one| one.mark.is_some());
    let strength = if marked { Strength::Asserted } else { Strength::Executed };
    let reason = match found.as_slice() {
        [(_, one)] => format!("the test `{}` ran and passed", one.name),
        several => format!("{} tests that name it ran and passed", several.len()),
    };
    Outcome::proven(strength, reason).showing(sent, shown)
}

/// What a report is older than: the last edit of the statement, or the code.
fn outdated(stage: &Stage, path: &str, item: &Item, written: SystemTime) -> Option<String> {
    // File systems and clocks differ by a little.
    let slack = Duration::from_secs(2);
    if edited(stage, path, item).is_some_and(|edited| edited > written + slack) {
        return Some("the last edit of the statement".to_owned());
    }
    let repository = &stage.facts.project.repository;
    let code = stage.sources().files().iter().filter(|source| source.is_code());
    let changed = code.filter_map(|source| {
        let changed =
            std::fs::metadata(repository.join(&source.path)).and_then(|metadata| metadata.modified());
        Some((changed.ok()?, &source.path))
    });
    let (changed, source) = changed.max()?;
    (changed > written + slack).then(|| source.clone())
}

/// When a statement was edited last: by git where it is committed, else by the file.
fn edited(stage: &Stage, path: &str, item: &Item) -> Option<SystemTime> {
    let repository = &stage.facts.project.repository;
    let changed = || std::fs::metadata(repository.join(path)).and_then(|metadata| metadata.modified()).ok();
    let spec = stage.facts.documents.iter().find(|spec| spec.path == path)?;
    let last = item.line as usize + spec.slice(item).trim_end().matches('\n').count();
    let lines = format!("{},{last}", item.line);
    let blamed = Git::new(repository).ask_text(&["blame", "--porcelain", "-L", &lines, "--", path]);
    let Ok(blamed) = blamed else { return changed() };
    if blamed.contains("\nauthor-mail <not.committed.yet>") {
        return changed();
    }
    let times = blamed.lines().filter_map(|line| line.strip_prefix("committer-time ")?.trim().parse().ok());
    times.max().map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).or_else(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup, item};
    use abide_ledger::Verdict;
    use std::fs;

    const REPORT: &str = r#"<testsuites><testsuite name="s">
        <testcase classname="orders" name="test_fr_1_orders_are_stored"/>
        <testcase classname="orders" name="FR-2: labels are printed"><failure message="no printer"/></testcase>
        <testcase classname="orders" name="test_fr_3"><skipped/></testcase>
        <testcase classname="orders" name="test_fr_10"/>
        <testcase classname="orders" name="TestFR5Prices"/>
        </testsuite></testsuites>"#;

    /// The verdicts about FR-1 to FR-5, each with its reason, given what else is in the folder.
    fn verdicts(prepare: impl Fn(&std::path::Path)) -> Vec<(String, Verdict, String)> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("specs")).unwrap();
        fs::write(folder.path().join("specs/test.md"), "x").unwrap();
        fs::create_dir_all(folder.path().join("build")).unwrap();
        fs::write(folder.path().join("build/junit.xml"), REPORT).unwrap();
        prepare(folder.path());
        let items: Vec<_> = (1..=5)
            .map(|number| {
                let id = format!("FR-{number}");
                item("requirement", &format!("{id}: the system MUST do it")).field("id", id)
            })
            .collect();
        let setup = Setup { repository: Some(folder.path().to_owned()), ..Setup::default() };
        let outcomes = testing::outcomes(&PROBE, &items, "[tests]\nreports = [\"build/**/*.xml\"]\n", setup);
        outcomes.into_iter().map(|(title, outcome)| (title, outcome.verdict, outcome.reason)).collect()
    }

    #[test]
    fn a_statement_is_as_the_tests_that_name_it() {
        let found = verdicts(|_| {});
        let shown: Vec<_> = found.iter().map(|(title, verdict, _)| (title.as_str(), *verdict)).collect();
        assert_eq!(
            shown,
            [
                ("the test `test_fr_1_orders_are_stored` passes", Verdict::Proven),
                ("the test `FR-2: labels are printed` passes", Verdict::Refuted),
                ("the test `test_fr_3` passes", Verdict::Unproven),
                ("the test `TestFR5Prices` passes", Verdict::Proven),
            ]
        );
        assert_eq!(found[1].2, "the test `FR-2: labels are printed` failed: no printer");
    }

    #[test]
    fn a_report_that_is_older_than_the_code_proves_and_refutes_nothing() {
        let found = verdicts(|folder| {
            let old = SystemTime::now() - Duration::from_secs(3600);
            let report = fs::File::options().write(true).open(folder.join("build/junit.xml")).unwrap();
            report.set_modified(old).unwrap();
            let spec = fs::File::options().write(true).open(folder.join("specs/test.md")).unwrap();
            spec.set_modified(old - Duration::from_secs(60)).unwrap();
            fs::write(folder.join("orders.py"), "price = 1\n").unwrap();
        });
        assert!(found.iter().all(|(_, verdict, _)| *verdict == Verdict::Unproven), "{found:#?}");
        assert_eq!(found[0].2, "stale: build/junit.xml is older than orders.py; run the tests again");
    }

    #[test]
    fn ids_in_names_of_tests() {
        for name in [
            "test_fr_1",
            "FR-1: stores",
            "orders::fr_1_is_stored",
            "testFR1Stores",
            "stores (FR-1)",
            "TestFR_1",
        ] {
            assert!(has_id(name, "FR-1"), "{name}");
        }
        for name in ["test_fr_10", "FR-12: stores", "xfr_1", "surf1board"] {
            assert!(!has_id(name, "FR-1"), "{name}");
        }
        assert!(!has_id("a1_b", "A1"));
    }

    #[test]
    fn a_mark_leads_to_its_test() {
        let mark = TestMark {
            spec: "specs/a.md".into(),
            item: "FR-1".into(),
            path: "src/orders.rs".into(),
            line: 3,
        };
        let named = Named { name: "are_stored".into(), mark: Some(mark) };
        let case = |name: &str| Case {
            name: name.into(),
            class: String::new(),
            ended: Ended::Passed,
            message: String::new(),
        };
        assert!(is_case(&case("orders::tests::are_stored"), &named));
        assert!(is_case(&case("are_stored[postgres]"), &named));
        assert!(!is_case(&case("orders::tests::not_are_stored"), &named));
    }
}
