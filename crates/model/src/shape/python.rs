//! Python: classes with annotated attributes, enumerations, ORM models, functions.

use super::{Attribute, Definitions, Form, Operation, Shape, range_of, uncommented, word};
use crate::fence::CodeLine;

pub(super) fn read(lines: &[CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    let mut open: Option<(usize, Shape)> = None;
    let mut in_text: Option<&str> = None;
    for line in lines {
        let (code, comment) = uncommented(line.text, &["#"]);
        let trimmed = code.trim();
        if let Some(mark) = in_text {
            if line.text.contains(mark) {
                in_text = None;
            }
            continue;
        }
        if trimmed.is_empty() || trimmed.starts_with('@') {
            continue;
        }
        if let Some(mark) = ["\"\"\"", "'''"].into_iter().find(|mark| trimmed.starts_with(mark)) {
            if trimmed.matches(mark).count() == 1 {
                in_text = Some(mark);
            }
            continue;
        }
        let column = line.text.len() - line.text.trim_start().len();
        if open.as_ref().is_some_and(|(start, _)| column <= *start) {
            found.shapes.extend(open.take().map(|(_, shape)| shape));
        }
        if let Some(rest) = trimmed.strip_prefix("class ") {
            let name = word(rest);
            let bases = rest.get(name.len()..).unwrap_or_default();
            let enumeration = bases.contains("Enum");
            let service = bases.contains("Protocol") || bases.contains("ABC");
            let form = if enumeration {
                Form::Enumeration
            } else if service {
                Form::Service
            } else {
                Form::Class
            };
            found.shapes.extend(open.take().map(|(_, shape)| shape));
            if !name.is_empty() {
                open = Some((
                    column,
                    Shape { name: name.to_owned(), form, range: range_of(line, trimmed), ..Shape::default() },
                ));
            }
            continue;
        }
        let definition = trimmed.strip_prefix("async def ").or_else(|| trimmed.strip_prefix("def "));
        if let Some(rest) = definition {
            let name = word(rest);
            let operation = Operation {
                name: name.to_owned(),
                signature: trimmed.trim_end_matches(':').to_owned(),
                range: range_of(line, trimmed),
                event: false,
                has_body: !trimmed.ends_with("..."),
            };
            match &mut open {
                Some((_, shape)) if !name.starts_with('_') => shape.operations.push(operation),
                Some(_) => {}
                None if column == 0 && !name.starts_with("test_") => found.operations.push(operation),
                None => {}
            }
            continue;
        }
        let Some((start, shape)) = &mut open else { continue };
        // What stands deeper belongs to an operation.
        let first = shape.attributes.first().map(|_| ()).is_some();
        if column > *start + 8 || (column > *start + 4 && (first || !shape.operations.is_empty())) {
            continue;
        }
        if shape.form == Form::Enumeration {
            if let Some((name, _)) = trimmed.split_once('=')
                && name.trim().chars().all(|c| c.is_alphanumeric() || c == '_')
            {
                shape.values.push(name.trim().to_owned());
            }
            continue;
        }
        if let Some(mut attribute) = attribute(trimmed) {
            attribute.range = range_of(line, trimmed);
            attribute.description = comment.map(str::to_owned);
            shape.attributes.push(attribute);
        }
    }
    found.shapes.extend(open.map(|(_, shape)| shape));
    found
}

/// `name: type = default`, `name = Column(String, …)`, `name = models.CharField(…)`.
fn attribute(code: &str) -> Option<Attribute> {
    let name = word(code);
    let rest = code.get(name.len()..)?.trim_start();
    if name.is_empty()
        || matches!(
            name,
            "return" | "if" | "for" | "else" | "pass" | "raise" | "with" | "try" | "class" | "model_config"
        )
        || name.starts_with("__")
    {
        return None;
    }
    if let Some(annotated) = rest.strip_prefix(':') {
        let (kind, default) = split_default(annotated);
        let kind = kind.trim();
        if kind.is_empty() {
            return None;
        }
        let optional = kind.starts_with("Optional[")
            || kind.contains("| None")
            || default.is_some_and(|value| value == "None");
        let built = default.unwrap_or_default();
        let is_call =
            built.starts_with("Field(") || built.starts_with("mapped_column(") || built.starts_with("field(");
        let inner = kind.strip_prefix("Mapped[").and_then(|inner| inner.strip_suffix(']')).unwrap_or(kind);
        return Some(Attribute {
            name: name.to_owned(),
            kind: Some(inner.to_owned()),
            required: optional.then_some(false),
            primary: built.contains("primary_key=True"),
            unique: built.contains("unique=True"),
            default: default.filter(|_| !is_call).map(str::to_owned),
            ..Attribute::default()
        });
    }
    let call = rest.strip_prefix('=')?.trim();
    let column = call.strip_prefix("Column(").or_else(|| call.strip_prefix("db.Column("));
    let kind = match column {
        Some(inner) => word(inner.strip_prefix("db.").unwrap_or(inner)),
        None => word(call.strip_prefix("models.")?),
    };
    (!kind.is_empty()).then(|| Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        required: if call.contains("nullable=False") {
            Some(true)
        } else if call.contains("null=True") || call.contains("nullable=True") {
            Some(false)
        } else {
            None
        },
        primary: call.contains("primary_key=True"),
        unique: call.contains("unique=True"),
        references: call.split_once("ForeignKey(").map(|(_, rest)| {
            rest.trim_matches(['"', '\'']).split(['"', '\'', ',', ')']).next().unwrap_or_default().to_owned()
        }),
        ..Attribute::default()
    })
}

/// Cuts at the `=` outside brackets.
fn split_default(text: &str) -> (&str, Option<&str>) {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth -= 1,
            '=' if depth == 0 => {
                return (text.get(..at).unwrap_or_default(), text.get(at + 1..).map(str::trim));
            }
            _ => {}
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn classes() {
        assert_eq!(
            shown(
                "```python\n@dataclass\nclass Order(BaseModel):\n    \"\"\"One order.\"\"\"\n    id: UUID\n    note: Optional[str] = None  # free\n    total: int = 0\n\n    def pay(self) -> bool:\n        x: int = 1\n\nclass State(str, Enum):\n    OPEN = \"open\"\n\nclass User(Base):\n    id = Column(Integer, primary_key=True)\n    team = Column(Integer, ForeignKey(\"teams.id\"), nullable=False)\n\ndef load(path: str) -> Order:\n    pass\n```\n"
            ),
            [
                "3 Class Order",
                "5   .id: UUID",
                "6   .note: Optional[str] optional =None #free",
                "7   .total: int =0",
                "9   pay() def pay(self) -> bool",
                "12 Enumeration State OPEN",
                "15 Class User",
                "16   .id: Integer primary",
                "17   .team: Integer required ->teams.id",
                "19 load() def load(path: str) -> Order",
            ]
        );
    }
}
