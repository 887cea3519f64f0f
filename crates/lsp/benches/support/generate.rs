//! A workspace of generated specs: folders of depots, each with a template and specs that were written from it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Specs of a folder.
const IN_A_FOLDER: usize = 250;

/// The file of a spec.
pub fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("depot-{}/specs/{number:05}-area.md", number / IN_A_FOLDER))
}

/// Writes so many specs, and says how many bytes they have.
pub fn workspace(folder: &Path, specs: usize) -> usize {
    fs::create_dir_all(folder.join(".git")).expect("a folder");
    for depot in 0..specs.div_ceil(IN_A_FOLDER) {
        let specs = folder.join(format!("depot-{depot}/specs"));
        fs::create_dir_all(&specs).expect("a folder");
        fs::write(specs.join("template.md"), template(depot)).expect("a file");
    }
    (0..specs)
        .map(|number| {
            let text = spec(number, specs);
            fs::write(path(folder, number), &text).expect("a file");
            text.len()
        })
        .sum()
}

const SECTIONS: &[&str] = &[
    "Summary",
    "Background",
    "Goals",
    "Non-Goals",
    "Requirements",
    "Data Model",
    "Interface",
    "Configuration",
    "Risks",
    "Rollout",
    "Dependencies",
    "Checks",
];

fn template(depot: usize) -> String {
    let mut text = "# [Area]\n\nStatus: Draft | Agreed | Built\nCreated: YYYY-MM-DD\n".to_owned();
    for section in SECTIONS {
        let _ =
            write!(text, "\n## {section}\n\nWhat depot {depot} says of its {}.\n", section.to_lowercase());
    }
    text
}

fn spec(number: usize, all: usize) -> String {
    let mut text = format!(
        "# Area {number}\n\nStatus: {}\nCreated: 2026-0{}-1{}\n",
        ["Draft", "Agreed", "Built"][number % 3],
        number % 9 + 1,
        number % 9
    );
    for section in SECTIONS.iter().filter(|section| **section != "Rollout" || !number.is_multiple_of(7)) {
        let _ = write!(text, "\n## {section}\n\n");
        part(&mut text, section, number, all);
    }
    text
}

fn part(text: &mut String, section: &str, number: usize, all: usize) {
    match section {
        "Goals" | "Non-Goals" => {
            for goal in 0..4 {
                let _ = writeln!(
                    text,
                    "- Area {number} reaches its goal {goal} within {} days.",
                    goal * 7 + number % 20
                );
            }
        }
        "Requirements" => {
            for requirement in 1..=14 {
                let word = ["MUST", "SHOULD", "MAY"][requirement % 3];
                let _ = writeln!(
                    text,
                    "- FR-{requirement}: The depot {word} move pallet {requirement} of area {number} within {} minutes.",
                    requirement * 3
                );
            }
        }
        "Data Model" => {
            for entity in ["Pallet", "Shelf"] {
                let _ = write!(text, "### {entity}{number}\n\n| Field | Type | Rule |\n|---|---|---|\n");
                for field in ["id", "weight", "height", "place", "arrived", "left"] {
                    let _ = writeln!(
                        text,
                        "| {field} | string | required, at most {} letters |",
                        field.len() * 9
                    );
                }
                text.push('\n');
            }
        }
        "Interface" => {
            text.push_str("| Method | Path | Description |\n|---|---|---|\n");
            for method in ["GET", "POST", "DELETE"] {
                let _ = writeln!(
                    text,
                    "| {method} | /areas/{number}/pallets | {} pallets of the area |",
                    method.to_lowercase()
                );
            }
        }
        "Configuration" => {
            text.push_str("| Variable | Default | Description |\n|---|---|---|\n");
            for name in ["LIMIT", "PAUSE", "LANES"] {
                let _ = writeln!(text, "| `DEPOT_{}_{name}` | {} | how much |", number % 900, number % 3 + 1);
            }
        }
        "Dependencies" => {
            for step in [1, 7, 40] {
                let other = (number + step) % all;
                let _ = writeln!(
                    text,
                    "- [Area {other}](../../depot-{}/specs/{other:05}-area.md#goals)",
                    other / IN_A_FOLDER
                );
            }
        }
        "Checks" => {
            for check in 1..=5 {
                let _ = writeln!(text, "- [ ] Pallet {check} of area {number} is where FR-{check} says.");
            }
        }
        _ => {
            for sentence in 0..14 {
                let _ = writeln!(
                    text,
                    "The depot keeps {} pallets of area {number} on shelf {sentence}, and nobody moves them before the morning shift has counted them.{}",
                    sentence * number % 97,
                    if sentence % 4 == 3 { "\n" } else { "" }
                );
            }
        }
    }
}
