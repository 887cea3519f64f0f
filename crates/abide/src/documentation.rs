//! The reference under `docs/`, generated from the code that it speaks of. A test fails when a page is stale.

use crate::cli::Cli;
use crate::exit::Exit;
use abide_diagnostics::OutputFormat;
use abide_model::Kind;
use abide_template::builtin::BUILTINS;
use abide_verify::probes::PROBES;
use abide_workspace::config::SETTINGS;
use clap::CommandFactory;
use std::fmt::Write;

/// All generated pages: the file's name under `docs/`, and its text.
pub fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("rules.md", abide_rules::documentation::reference()),
        ("settings.md", settings()),
        ("commands.md", commands()),
        ("templates.md", templates()),
        ("kinds.md", kinds()),
        ("probes.md", probes()),
        ("artifacts.md", abide_emit::documentation::reference(GENERATED)),
        ("check.schema.json", format!("{:#}\n", abide_diagnostics::render::json::schema())),
        ("diff.schema.json", format!("{:#}\n", abide_diff::schema())),
        ("report.schema.json", format!("{:#}\n", crate::commands::report::schema())),
        ("trace.schema.json", format!("{:#}\n", abide_workspace::trace::schema())),
        ("status.schema.json", format!("{:#}\n", abide_verify::board::status_schema())),
        ("why.schema.json", format!("{:#}\n", abide_verify::board::why_schema())),
        ("search.schema.json", format!("{:#}\n", abide_workspace::search::schema())),
        ("model.schema.json", format!("{:#}\n", abide_model::json::schema())),
    ]
}

const GENERATED: &str = "Generated from the code; `scripts/docs` writes it anew.";

fn settings() -> String {
    let mut text = format!(
        "# Settings\n\n{GENERATED}\n\n`abide.toml` is found by walking up from the file that is checked; the nearest one \
         wins, and nested ones are fine. Paths, globs and commands are relative to its folder.\n\n\
         | setting | type | default | what it is |\n|---|---|---|---|\n"
    );
    for setting in SETTINGS {
        let cell = |text: &str| text.replace('|', "\\|");
        let default =
            if setting.default.is_empty() { String::new() } else { format!("`{}`", cell(setting.default)) };
        let _ = writeln!(
            text,
            "| `{}` | {} | {default} | {} |",
            setting.name,
            cell(setting.kind),
            cell(setting.text)
        );
    }
    text
}

fn commands() -> String {
    let mut whole = Cli::command().term_width(100);
    whole.build();
    let mut text = format!(
        "# Commands\n\n{GENERATED}\n\n## Exit codes\n\nThe output format never changes them.\n\n| code | meaning |\n|---|---|\n"
    );
    for (exit, meaning) in Exit::ALL {
        let _ = writeln!(text, "| {} | {meaning} |", *exit as u8);
    }
    text.push_str("\n## Output formats of `abide check`\n\n| format | what it is |\n|---|---|\n");
    for format in OutputFormat::ALL {
        let _ = writeln!(text, "| `{}` | {} |", format.name(), format.description());
    }
    command(&mut text, &mut whole);
    text
}

fn command(text: &mut String, one: &mut clap::Command) {
    let name = one.get_bin_name().unwrap_or(one.get_name()).to_owned();
    let help = one.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(text, "\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    for below in one.get_subcommands_mut().filter(|below| below.get_name() != "help") {
        command(text, below);
    }
}

fn templates() -> String {
    let mut text = format!(
        "# Built-in templates\n\n{GENERATED}\n\n`abide new NAME TITLE` starts a document from one, `abide template show NAME` \
         prints it. They govern documents that share at least half of their headings, or that stand where documents of the \
         layout stand.\n\n| name | what it is for | where its documents stand |\n|---|---|---|\n"
    );
    for builtin in BUILTINS {
        let paths: Vec<String> = builtin.paths.iter().map(|path| format!("`{path}`")).collect();
        let _ = writeln!(text, "| `{}` | {} | {} |", builtin.name, builtin.summary, paths.join(", "));
    }
    text
}

fn probes() -> String {
    let mut text = format!(
        "# Probes\n\n{GENERATED}\n\nA probe turns statements into checks of the real system. A statement that no probe takes is \
         `unproven`, with the reason. So is a statement of which a clause was not tried, however much of the rest is so: \
         it is proven `in part`, and the reason names the clause.\n\n| probe | what it tries | kinds of statements |\n|---|---|---|\n"
    );
    for probe in PROBES {
        let kinds: Vec<String> = probe.kinds.iter().map(|kind| format!("`{kind}`")).collect();
        let _ = writeln!(text, "| [{0}](#{0}) | {1} | {2} |", probe.name, probe.summary, kinds.join(", "));
    }
    for probe in PROBES {
        let _ = write!(text, "\n## {}\n\n{}\n", probe.name, probe.documentation.trim());
    }
    text
}

fn kinds() -> String {
    let mut text = format!("# Kinds of statements\n\n{GENERATED}\n\n| kind | what it is |\n|---|---|\n");
    for kind in Kind::ALL {
        let _ = writeln!(text, "| `{kind}` | {} |", kind.summary());
    }
    text
}
