//! What `action.yml`, `docs/ci.md` and `.pre-commit-hooks.yaml` run, run here with what surrounds it faked.

use crate::scratch::{BAD, GOOD, Scratch, TEMPLATE};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

fn repository_file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// One step of `action.yml`.
#[derive(Debug, Default)]
struct Step {
    name: String,
    env: Vec<(String, String)>,
    script: String,
}

/// The steps of the action; it is written so that indentation tells all.
fn steps() -> Vec<Step> {
    let action = repository_file("action.yml");
    let (_, runs) = action.split_once("  steps:\n").unwrap();
    let mut steps: Vec<Step> = Vec::new();
    let mut part = "";
    for line in runs.lines() {
        if let Some(name) = line.strip_prefix("    - name: ") {
            steps.push(Step { name: name.to_owned(), ..Step::default() });
            part = "";
            continue;
        }
        let step = steps.last_mut().unwrap();
        let key = line.strip_prefix("      ").filter(|line| !line.starts_with(' ') && !line.is_empty());
        if let Some(key) = key {
            part = key.split(':').next().unwrap();
        } else if part == "env" && !line.is_empty() {
            let (name, value) = line.trim().split_once(": ").unwrap();
            step.env.push((name.to_owned(), value.to_owned()));
        } else if part == "run" {
            step.script.push_str(line.strip_prefix("        ").unwrap_or_default());
            step.script.push('\n');
        }
    }
    steps
}

/// The program of a forge: it notes what it is asked, with the files that are sent.
const FORGE: &str = r#"
printf '%s\n' "$@" >> "$GH_LOG"
for word in "$@"; do case $word in body=@*) cat "${word#body=@}" >> "$GH_LOG" ;; esac; done
case " $* " in *' --jq '*) printf '%s' "$GH_KNOWN" ;; esac
exit "${GH_EXIT:-0}"
"#;

/// A runner: a folder for programs, one for temporary files, and the values of expressions.
struct Runner<'a> {
    scratch: &'a Scratch,
    values: Vec<(&'a str, String)>,
}

impl<'a> Runner<'a> {
    fn new(scratch: &'a Scratch, values: &[(&'a str, &str)]) -> Self {
        let programs = scratch.path("../programs");
        fs::create_dir_all(&programs).unwrap();
        let _ = symlink(env!("CARGO_BIN_EXE_abide"), programs.join("abide"));
        program(&programs.join("cargo"), "echo 'something is built' >&2; exit 9");
        program(&programs.join("gh"), FORGE);
        let defaults = [
            ("github.action_path", "/nowhere"),
            ("inputs.paths", ""),
            ("inputs.args", ""),
            ("inputs.allow-run", "false"),
        ];
        let all = defaults.iter().chain(values).map(|(name, value)| (*name, (*value).to_owned()));
        Self { scratch, values: all.collect() }
    }

    fn value(&self, written: &str) -> String {
        let expression = written.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}"));
        let Some(name) = expression else { return written.to_owned() };
        let known = self.values.iter().rev().find(|(known, _)| *known == name);
        known.unwrap_or_else(|| panic!("no value for `{name}`")).1.clone()
    }

    /// Bash in the folder, with the programs on its path.
    fn bash(&self) -> Command {
        let mut bash = Command::new("bash");
        bash.current_dir(self.scratch.path(""));
        for (name, value) in self.scratch.abide(&[]).get_envs() {
            match value {
                Some(value) => bash.env(name, value),
                None => bash.env_remove(name),
            };
        }
        let programs = self.scratch.path("../programs");
        bash.env("PATH", format!("{}:{}", programs.display(), std::env::var("PATH").unwrap()));
        bash
    }

    /// Runs a step as a runner does: how it ended, and what it printed.
    fn run(&self, name: &str, env: &[(&str, &str)]) -> (i32, String) {
        let steps = steps();
        let step = steps.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("no step `{name}`"));
        let script = self.file("step.sh");
        fs::write(&script, &step.script).unwrap();
        let mut bash = self.bash();
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script);
        bash.env("RUNNER_TEMP", self.scratch.path("..")).env("GH_LOG", self.file("gh.log"));
        bash.env("GITHUB_STEP_SUMMARY", self.file("summary.md")).env("GITHUB_PATH", self.file("path"));
        bash.envs(step.env.iter().map(|(name, value)| (name, self.value(value)))).envs(env.iter().copied());
        let output = bash.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.scratch.path("..").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_default()
    }
}

fn program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn repository() -> Scratch {
    Scratch::repository(&[
        ("specs/template.md", TEMPLATE),
        ("specs/fines.md", BAD),
        ("specs/lending.md", GOOD),
    ])
}

#[test]
fn the_action_takes_what_is_on_the_path_and_annotates() {
    let scratch = repository();
    let paths = "specs/fines.md\n\nspecs/lending.md\n";
    let runner = Runner::new(&scratch, &[("inputs.paths", paths), ("inputs.args", "--unsafe-fixes")]);
    let (exit, said) = runner.run("Find Abide", &[]);
    assert_eq!((exit, said.starts_with("abide ")), (0, true), "{said}");
    let (exit, said) = runner.run("Check", &[]);
    assert_eq!(exit, 1, "{said}");
    assert!(said.starts_with("::error file=specs/fines.md,line=6,"), "{said}");
    assert!(said.contains("::warning file=specs/fines.md,line=4,"), "{said}");
    let summary = runner.read("summary.md");
    assert!(summary.starts_with("### Abide\n"), "{summary}");
    assert!(summary.contains("| error | `specs/fines.md:6:4` | `unfilled-section` |"), "{summary}");
}

#[test]
fn the_action_comments_once_and_writes_the_comment_anew() {
    let scratch = repository();
    scratch.write("specs/lending.md", &GOOD.replace("cannot be borrowed", "can be borrowed"));
    let values = [
        ("github.event.pull_request.base.sha", "HEAD"),
        ("github.event.pull_request.number", "7"),
        ("github.repository", "ada/tools"),
        ("inputs.token", "t"),
    ];
    let runner = Runner::new(&scratch, &values);
    let (exit, said) = runner.run("Report", &[("GH_KNOWN", "")]);
    assert_eq!(exit, 0, "{said}");
    let log = runner.read("gh.log");
    assert!(log.contains("POST\nrepos/ada/tools/issues/7/comments\n") && !log.contains("PATCH"), "{log}");
    assert!(log.contains("<!-- abide report -->\n## Abide: 1 statement promises less\n"), "{log}");
    let (exit, _) = runner.run("Report", &[("GH_KNOWN", "41\n42")]);
    assert_eq!(exit, 0);
    assert!(runner.read("gh.log").contains("PATCH\nrepos/ada/tools/issues/comments/41\n"));
    // A pull request of a fork may not comment, and is told all the same.
    let (exit, said) = runner.run("Report", &[("GH_EXIT", "1")]);
    assert_eq!(exit, 0);
    assert!(said.contains("::notice title=abide::"), "{said}");
    assert!(runner.read("summary.md").contains("## Abide: 1 statement promises less"));
}

#[test]
fn the_action_verifies_against_a_target() {
    let spec = "# Stock\n\n## Checks\n\n- `always` passes.\n";
    let settings = "[targets.local]\nurl = \"http://127.0.0.1:9\"\n\n[commands]\nalways = [\"sh\", \"-c\", \"exit 0\"]\n";
    let scratch = Scratch::repository(&[("specs/stock.md", spec), ("abide.toml", settings)]);
    let verify = |target: &str| {
        Runner::new(&scratch, &[("inputs.target", target), ("inputs.allow-run", "true")]).run("Verify", &[])
    };
    let (exit, said) = verify("local");
    assert!(said.contains("specs/stock.md"), "{exit} {said}");
    assert_eq!(verify("elsewhere").0, 2);
}

#[test]
fn what_docs_say_of_gitlab_runs() {
    let docs = repository_file("docs/ci.md");
    let (_, gitlab) = docs.split_once("## GitLab").unwrap();
    let scripts: Vec<&str> = gitlab.lines().filter_map(|line| line.strip_prefix("    - ")).collect();
    let scratch = repository();
    let runner = Runner::new(&scratch, &[]);
    let run = |script: &&str| {
        let mut bash = runner.bash();
        bash.args(["-c", script]).env("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD");
        bash.output().unwrap().status.code()
    };
    let commands: Vec<&str> = scripts.into_iter().filter(|script| script.starts_with("abide ")).collect();
    let exits: Vec<Option<i32>> = commands.iter().map(run).collect();
    assert_eq!(exits, [Some(1), Some(0), Some(0)], "{commands:?}");
    assert!(scratch.read("abide-quality.json").contains("\"fingerprint\""));
    assert!(scratch.read("abide-check.xml").contains("<testsuite"));
    assert!(scratch.read("abide-report.md").contains("## Abide: nothing was weakened"));
}

#[test]
fn the_hook_of_single_files_takes_only_documents() {
    let hooks = repository_file(".pre-commit-hooks.yaml");
    let entry = hooks.lines().rfind(|line| line.trim().starts_with("entry: abide ")).unwrap();
    let arguments: Vec<&str> = entry.split_whitespace().skip(2).collect();
    let scratch = repository();
    scratch.write("README.md", "# Tools\n\n[gone](gone.md)\n");
    scratch.write("abide.toml", "specs = [\"specs/*.md\"]\n");
    let exit = |files: &[&str]| scratch.run(&[&arguments, files].concat()).exit;
    assert_eq!(exit(&["specs/fines.md", "README.md"]), 1);
    assert_eq!(exit(&["specs/lending.md"]), 0);
    assert_eq!(exit(&["README.md", "specs/template.md"]), 0, "neither is a document");
}
