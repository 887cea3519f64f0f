//! Python: classes with annotated attributes, enumerations, ORM models, functions.

use super::{Attribute, Definitions, Form, Operation, Shape, range_of, uncommented, word};
use crate::datatype;
use crate::fence::CodeLine;

pub(super) fn read(lines: &[CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    let mut open: Vec<Open> = Vec::new();
    let mut in_text: Option<&str> = None;
    let mut unclosed = 0;
    let brackets = |byte| match byte {
        b'(' | b'[' | b'{' => 1,
        b')' | b']' | b'}' => -1,
        _ => 0,
    };
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
        // The bases of a class may go over several lines.
        if unclosed > 0 {
            unclosed += super::nesting(trimmed, brackets);
            continue;
        }
        let column = line.text.len() - line.text.trim_start().len();
        while open.last().is_some_and(|last| column <= last.column && !trimmed.starts_with([')', ']'])) {
            found.shapes.extend(open.pop().and_then(Open::shape));
        }
        if let Some(rest) = trimmed.strip_prefix("class ") {
            unclosed = super::nesting(trimmed, brackets).max(0);
            open.extend(Open::class(rest, column, line, trimmed));
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
            match open.last_mut() {
                Some(last) if !name.starts_with('_') => last.shape.operations.push(operation),
                Some(_) => {}
                None if column == 0 && !name.starts_with("test_") => found.operations.push(operation),
                None => {}
            }
            continue;
        }
        let Some(last) = open.last_mut() else { continue };
        // What stands deeper than the first member belongs to an operation, or continues a member.
        let members = *last.members.get_or_insert(column);
        if column != members {
            if let Some(attribute) = last.shape.attributes.last_mut()
                && last.shape.operations.is_empty()
            {
                said_in_call(trimmed, attribute);
            }
            continue;
        }
        let shape = &mut last.shape;
        if shape.form == Form::Enumeration {
            if let Some((name, value)) = trimmed.split_once('=')
                && name.trim().chars().all(|c| c.is_alphanumeric() || c == '_')
            {
                // The value is what goes over the wire.
                let value = value.trim();
                let inner = value.trim_matches(['"', '\'']);
                let value = if inner.len() + 2 == value.len() { inner } else { name.trim() };
                shape.values.push(value.to_owned());
            }
            continue;
        }
        if let Some(mut attribute) = attribute(trimmed) {
            if last.partial && attribute.required.is_none() {
                attribute.required = Some(false);
            }
            attribute.range = range_of(line, trimmed);
            attribute.description = comment.map(str::to_owned).or(attribute.description);
            shape.attributes.push(attribute);
        }
    }
    while let Some(last) = open.pop() {
        found.shapes.extend(last.shape());
    }
    found.shapes.sort_by_key(|shape| shape.range.start);
    found
}

/// A class that is still open.
struct Open {
    column: usize,
    /// The column of its members, known from the first on.
    members: Option<usize>,
    shape: Shape,
    /// Whether members may be left out: `TypedDict, total=False`.
    partial: bool,
    /// Whether it only configures the class around it.
    silent: bool,
}

impl Open {
    fn class(rest: &str, column: usize, line: &CodeLine, trimmed: &str) -> Option<Self> {
        let name = word(rest);
        let bases = rest.get(name.len()..).unwrap_or_default();
        let form =
            if bases.contains("Enum") || bases.contains("TextChoices") || bases.contains("IntegerChoices") {
                Form::Enumeration
            } else if bases.contains("Protocol") || bases.contains("ABC") {
                Form::Service
            } else {
                Form::Class
            };
        let silent = column > 0 && matches!(name, "Meta" | "Config");
        let shape = Shape { name: name.to_owned(), form, range: range_of(line, trimmed), ..Shape::default() };
        (!name.is_empty()).then(|| Self {
            column,
            members: None,
            shape,
            partial: bases.contains("total=False"),
            silent,
        })
    }

    fn shape(self) -> Option<Shape> {
        (!self.silent).then_some(self.shape)
    }
}

/// `name: type = default`, `name = Column(String, …)`, `name = models.CharField(…)`.
fn attribute(code: &str) -> Option<Attribute> {
    let name = word(code);
    let rest = code.get(name.len()..)?.trim_start();
    if name.is_empty()
        || name.starts_with(|c: char| c.is_ascii_digit())
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
        if kind.is_empty() || kind.starts_with("ClassVar") {
            return None;
        }
        let optional = kind.starts_with("Optional[")
            || kind.starts_with("NotRequired[")
            || kind.contains("| None")
            || default.is_some_and(|value| value == "None");
        let built = default.unwrap_or_default();
        let is_call =
            ["Field(", "mapped_column(", "field(", "Column("].iter().any(|call| built.starts_with(call));
        let inner = ["Mapped[", "Required[", "NotRequired["]
            .iter()
            .find_map(|start| kind.strip_prefix(start)?.strip_suffix(']'))
            .unwrap_or(kind);
        let mut attribute = Attribute {
            name: name.to_owned(),
            kind: Some(inner.to_owned()),
            required: if optional { Some(false) } else { kind.starts_with("Required[").then_some(true) },
            default: default.filter(|_| !is_call).map(str::to_owned),
            ..Attribute::default()
        };
        if is_call {
            said_in_call(built, &mut attribute);
        }
        if let Some((_, annotated)) = kind.split_once("Annotated[") {
            attribute.kind = annotated.split(',').next().map(|kind| kind.trim().to_owned());
            datatype::said(annotated, &mut attribute.schema);
        }
        return Some(attribute);
    }
    let call = rest.strip_prefix('=')?.trim();
    let column = ["Column(", "db.Column(", "sa.Column(", "mapped_column("]
        .iter()
        .find_map(|start| call.strip_prefix(start));
    let kind = match column {
        Some(inner) => {
            let inner = inner.trim_start_matches("db.").trim_start_matches("sa.");
            let end = word(inner).len();
            let length =
                inner.get(end..).filter(|rest| rest.starts_with('(')).and_then(|rest| rest.split_once(')'));
            inner.get(..end + length.map_or(0, |(inner, _)| inner.len() + 1)).unwrap_or_default()
        }
        None => {
            let field = call.strip_prefix("models.").or_else(|| call.strip_prefix("serializers."))?;
            word(field)
        }
    };
    let reference = kind.starts_with("ForeignKey") || matches!(kind, "OneToOneField" | "ManyToManyField");
    let mut attribute = Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()).filter(|kind| !(kind.is_empty() || reference && column.is_some())),
        ..Attribute::default()
    };
    said_in_call(call, &mut attribute);
    if reference && attribute.references.is_none() {
        let (_, target) = call.split_once('(')?;
        let target = target.trim_start_matches("to=").trim_start_matches(['"', '\'', ' ']);
        attribute.references =
            Some(target.split(['"', '\'', ',', ')']).next().unwrap_or(target).trim().to_owned());
    }
    Some(attribute)
}

/// What the arguments of `Field(…)`, `Column(…)`, `CharField(…)` say.
fn said_in_call(call: &str, attribute: &mut Attribute) {
    let bare: String = call.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |mark: &str| bare.contains(mark);
    if has("nullable=False") || has("required=True") || has("(...)") || has("(...,") {
        attribute.required = Some(true);
    } else if has("null=True") || has("nullable=True") || has("required=False") {
        attribute.required = Some(false);
    }
    attribute.primary |= has("primary_key=True");
    attribute.unique |= has("unique=True");
    if let Some((_, rest)) = call.split_once("ForeignKey(") {
        let target = rest.trim_start_matches(['"', '\'', ' ']);
        attribute.references =
            Some(target.split(['"', '\'', ',', ')']).next().unwrap_or(target).trim().to_owned());
    }
    for key in ["default=", "server_default="] {
        if let Some(value) = argument(call, key) {
            attribute.default = Some(value.trim_matches(['"', '\'']).to_owned());
        }
    }
    if attribute.description.is_none() {
        attribute.description = ["description=", "help_text="]
            .iter()
            .find_map(|key| argument(call, key))
            .map(|text| text.trim_matches(['"', '\'']).to_owned());
    }
    datatype::said(call, &mut attribute.schema);
}

/// The value of a named argument.
fn argument<'a>(call: &'a str, key: &str) -> Option<&'a str> {
    let at = call.find(key)?;
    // `server_default=` ends with another key.
    if call.get(..at)?.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let value = call.get(at + key.len()..)?;
    let mut depth = 0;
    let mut quote = None;
    let end = value.char_indices().find(|(_, character)| {
        match (quote, *character) {
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(*character),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        quote.is_none() && (depth < 0 || depth == 0 && *character == ',')
    });
    value.get(..end.map_or(value.len(), |(at, _)| at)).map(str::trim).filter(|value| !value.is_empty())
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
                "12 Enumeration State open",
                "15 Class User",
                "16   .id: Integer primary",
                "17   .team: Integer required ->teams.id",
                "19 load() def load(path: str) -> Order",
            ]
        );
    }

    #[test]
    fn fields_built_by_calls_and_classes_within() {
        assert_eq!(
            shown(
                "```python\nclass Item(BaseModel):\n    class Config:\n        extra = \"forbid\"\n    sku: str = Field(..., min_length=3, description=\"the sku\")\n    qty: int = Field(\n        default=1,\n        ge=1,\n    )\n\nclass Movie(TypedDict, total=False):\n    title: Required[str]\n    year: int\n\nclass Book(models.Model):\n    title = models.CharField(max_length=200, unique=True)\n    author = models.ForeignKey(Author, on_delete=models.CASCADE)\n    class Meta:\n        ordering = [\"title\"]\n\nclass User(Base):\n    email: Mapped[str] = mapped_column(String(50), unique=True, nullable=False)\n    team_id = mapped_column(ForeignKey(\"teams.id\"))\n```\n"
            ),
            [
                "2 Class Item",
                "5   .sku: str required #the sku",
                "6   .qty: int =1",
                "11 Class Movie",
                "12   .title: str required",
                "13   .year: int optional",
                "15 Class Book",
                "16   .title: CharField unique",
                "17   .author: ForeignKey ->Author",
                "21 Class User",
                "22   .email: str required unique",
                "23   .team_id: ? ->teams.id",
            ]
        );
    }

    #[test]
    fn bases_over_several_lines_are_no_members() {
        assert_eq!(
            shown(
                "```python\nclass Pay(\n    Box(fields=[0, 1])\n):\n    id: int\n\nclass Any(Union({\n    0x01: Pay,\n})):\n    pass\n```\n"
            ),
            ["2 Class Pay", "5   .id: int", "7 Class Any"]
        );
    }
}
