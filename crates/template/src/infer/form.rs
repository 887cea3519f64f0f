//! Forms that a template asks for: trees, drawings, diagrams, columns of code.

use crate::schema::Form;

/// The forms that a line of prose or a heading asks for, in words.
pub fn in_words(line: &str) -> Vec<Form> {
    let lower = line.to_lowercase();
    let mut forms = Vec::new();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if any(&[
        "tree format",
        "directory tree",
        "folder tree",
        "directory structure",
        "folder structure",
        "árbol de",
        "ディレクトリ構成",
    ]) {
        forms.push(Form::Tree);
    }
    if any(&["ascii"]) && !any(&["non-ascii", "ascii-only"]) {
        forms.push(Form::Ascii);
    }
    if any(&["mermaid", "plantuml"]) {
        forms.push(Form::Diagram(String::new()));
    }
    if any(&[
        "er 図",
        "er diagram",
        "er-diagram",
        "entity relationship diagram",
        "entity-relationship diagram",
    ]) {
        forms.push(Form::Diagram("er".into()));
    }
    if any(&["sequence diagram"]) {
        forms.push(Form::Diagram("sequence".into()));
    }
    if any(&["state diagram", "state machine diagram"]) {
        forms.push(Form::Diagram("state".into()));
    }
    if any(&["sql types", "table with sql", "sql-types"]) {
        forms.push(Form::SqlTable);
    }
    if any(&["method, path", "methods, path", "endpoints, methods"]) || line.contains("METHOD /") {
        forms.push(Form::EndpointLines);
    }
    if any(&["step-by-step", "step by step", "numbered steps"]) {
        forms.push(Form::Steps);
    }
    forms
}

/// The forms that lines of code or of a comment show by example.
pub fn in_sample(lines: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut push = |form: Form| {
        if !forms.contains(&form) {
            forms.push(form);
        }
    };
    for line in lines.lines() {
        let trimmed = line.trim();
        if ["├──", "└──", "│  ", "|-- ", "`-- ", "+-- "].iter().any(|mark| trimmed.contains(mark))
        {
            push(Form::Tree);
        } else if ["┌", "└─", "──▶", "──>", "-->", " → ", "+--", "↓"]
            .iter()
            .any(|mark| trimmed.contains(mark))
            && !trimmed.starts_with("<!--")
            && trimmed != "-->"
        {
            push(Form::Ascii);
        }
        let columns: Vec<_> = trimmed.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
        let first = columns.first().copied().unwrap_or_default();
        let last = columns.last().copied().unwrap_or_default().to_lowercase();
        if columns.len() >= 2
            && (last.starts_with("desc") || last.contains("description") || last.contains("payload"))
        {
            let method = first.split(' ').next().unwrap_or_default();
            if first.contains(" /") && method.chars().all(|letter| letter.is_ascii_uppercase()) {
                push(Form::EndpointLines);
            } else if first.contains('.') && !first.contains(' ') {
                push(Form::EventLines);
            } else if columns.len() >= 3 && !first.contains(' ') {
                push(Form::FieldLines);
            }
        }
        if let Some(form) = diagram(trimmed) {
            push(form);
        }
    }
    forms
}

/// A line that opens a diagram in code.
pub fn diagram(line: &str) -> Option<Form> {
    let first = line.trim().split([' ', '\t', ':']).next()?;
    let name = match first {
        "classDiagram" | "classDiagram-v2" => "class",
        "sequenceDiagram" => "sequence",
        "stateDiagram" | "stateDiagram-v2" => "state",
        "erDiagram" => "er",
        "flowchart" | "graph"
            if line
                .trim()
                .split(' ')
                .nth(1)
                .is_some_and(|way| matches!(way, "TD" | "TB" | "LR" | "RL" | "BT")) =>
        {
            "flowchart"
        }
        "gantt" => "gantt",
        "C4Context" | "C4Container" | "C4Component" => "c4",
        _ => return None,
    };
    Some(Form::Diagram(name.to_owned()))
}

/// The form of a fenced block of code by its language.
pub fn of_language(language: &str) -> Option<Form> {
    match language {
        "" | "text" | "txt" | "plain" | "plaintext" | "markdown" | "md" => None,
        "mermaid" | "plantuml" | "puml" | "dot" => Some(Form::Diagram(String::new())),
        other => Some(Form::Code(other.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_in_words_and_by_example() {
        assert_eq!(in_words("Module/package layout (tree format)"), [Form::Tree]);
        assert_eq!(in_words("Component diagram (ASCII)"), [Form::Ascii]);
        assert_eq!(in_words("Schema definitions (as a table with SQL types)"), [Form::SqlTable]);
        assert_eq!(in_words("Endpoints (method, path, purpose)"), [Form::EndpointLines]);
        assert_eq!(in_sample("field_name      Type        Description"), [Form::FieldLines]);
        assert_eq!(in_sample("METHOD /path             Description"), [Form::EndpointLines]);
        assert_eq!(in_sample("event.name       Description / payload summary"), [Form::EventLines]);
        assert_eq!(in_sample("project/\n├── src/"), [Form::Tree]);
        assert_eq!(in_sample("sequenceDiagram\nparticipant User"), [Form::Diagram("sequence".into())]);
    }
}
