//! Tables that calls describe: Rails migrations, Ecto schemas, Laravel migrations.

use super::{Attribute, Definitions, Form, Index, Link, Shape, range_of, uncommented, word};
use crate::datatype;
use crate::fence::CodeLine;

/// What calls describe, where the language itself defines nothing.
pub(super) fn or(lines: &[CodeLine], found: Definitions) -> Definitions {
    if found.shapes.iter().any(|shape| !shape.attributes.is_empty()) { found } else { read(lines) }
}

pub(super) fn read(lines: &[CodeLine]) -> Definitions {
    let mut found = Definitions::default();
    let mut module: Option<&str> = None;
    let mut open: Option<Shape> = None;
    for line in lines {
        let (code, _) = uncommented(line.text, &["#", "//"]);
        let code = code.trim();
        if let Some(rest) = code.strip_prefix("defmodule ") {
            module = rest.split_whitespace().next().and_then(|name| name.rsplit('.').next());
            continue;
        }
        if let Some((kind, name)) = table(code) {
            found.shapes.extend(open.take());
            let name = if kind == "schema" { module.unwrap_or(name) } else { name };
            open = Some(Shape {
                name: name.to_owned(),
                form: Form::Record,
                range: range_of(line, code),
                ..Shape::default()
            });
            continue;
        }
        if code == "end" || code.starts_with("});") || code == "}" {
            found.shapes.extend(open.take());
            continue;
        }
        let Some(shape) = &mut open else { continue };
        if let Some((columns, unique)) = index(code) {
            let entity = shape.name.clone();
            found.indexes.push(Index { name: None, entity, columns, unique, range: range_of(line, code) });
        } else if let Some((attribute, to)) = member(code) {
            let range = range_of(line, code);
            if let Some(to) = to {
                found.links.push(Link {
                    from: shape.name.clone(),
                    to,
                    cardinality: Some("N:1".to_owned()),
                    label: Some(attribute.name.clone()),
                    range,
                });
            }
            shape.attributes.push(Attribute { range, ..attribute });
        } else if let Some((_, to)) = code.strip_prefix("has_many ").and_then(|rest| rest.split_once(", ")) {
            let to = to.split(',').next().unwrap_or(to).rsplit('.').next().unwrap_or(to);
            found.links.push(Link {
                from: shape.name.clone(),
                to: word(to).to_owned(),
                cardinality: Some("1:N".to_owned()),
                label: None,
                range: range_of(line, code),
            });
        }
    }
    found.shapes.extend(open);
    found
}

/// The line that opens a table: `create_table "posts" do |t|`, `schema "posts" do`, `Schema::create('posts', function …`.
fn table(code: &str) -> Option<(&str, &str)> {
    for start in ["create_table", "create table(", "schema ", "Schema::create(", "embedded_schema"] {
        let Some(rest) = code.strip_prefix(start) else { continue };
        if start == "embedded_schema" {
            return Some(("schema", "embedded"));
        }
        let name = rest.trim_start_matches([' ', '(', ':', '"', '\'']);
        let name = word(name);
        return (!name.is_empty() && code.ends_with(['{', '|', 'o', ')'])).then_some((start.trim(), name));
    }
    None
}

/// The columns of `t.index ["desk", "day"], unique: true` and `$table->unique(['desk', 'day'])`.
fn index(code: &str) -> Option<(Vec<String>, bool)> {
    let rest = code.strip_prefix("t.").or_else(|| code.strip_prefix("$table->"))?;
    let kind = word(rest);
    let (listed, behind) = rest.split_once('[')?.1.split_once(']')?;
    let names = listed.split(',').map(|name| word(name.trim_matches([' ', ':', '"', '\''])).to_owned());
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    let unique = matches!(kind, "unique" | "primary") || behind.contains("unique: true");
    (matches!(kind, "index" | "unique" | "primary") && !names.is_empty()).then_some((names, unique))
}

/// `t.string "title", null: false`, `field :price, :decimal, default: 0`, `$table->string('name')->nullable()`.
fn member(code: &str) -> Option<(Attribute, Option<String>)> {
    let (kind, rest) = if let Some(rest) = code.strip_prefix("field ").or_else(|| code.strip_prefix("add ")) {
        let (name, rest) = rest.split_once(',')?;
        let kind = rest.trim().trim_start_matches([':', '{']);
        let attribute = named(name, word(kind), code)?;
        return Some((attribute, None));
    } else if let Some(rest) = code.strip_prefix("belongs_to ") {
        let (name, to) = rest.split_once(',').unwrap_or((rest, ""));
        let mut attribute = named(name, "references", code)?;
        let to = to.trim().split(',').next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
        let to = if to.is_empty() || to.contains(':') { attribute.name.clone() } else { to.to_owned() };
        attribute.name.push_str("_id");
        attribute.kind = None;
        attribute.references = Some(to.clone());
        return Some((attribute, Some(to)));
    } else if let Some(rest) = code.strip_prefix("t.") {
        let kind = word(rest);
        (kind, rest.get(kind.len()..)?)
    } else {
        let rest = code.strip_prefix("$table->")?;
        let kind = word(rest);
        (kind, rest.get(kind.len()..)?)
    };
    if matches!(kind, "references" | "belongs_to" | "foreignId") {
        let mut attribute = named(rest, kind, code)?;
        let to = attribute.name.trim_end_matches("_id").to_owned();
        if kind != "foreignId" {
            attribute.name.push_str("_id");
        }
        attribute.kind = None;
        attribute.references = Some(to.clone());
        return Some((attribute, Some(to)));
    }
    if matches!(kind, "index" | "timestamps" | "foreign" | "unique" | "primary") {
        return None;
    }
    Some((named(rest, kind, code)?, None))
}

fn named(name: &str, kind: &str, code: &str) -> Option<Attribute> {
    let name = word(name.trim_start_matches([' ', '(', ':', '"', '\'']));
    let has = |marks: &[&str]| marks.iter().any(|mark| code.contains(mark));
    let mut attribute = Attribute {
        name: name.to_owned(),
        kind: Some(kind.to_owned()),
        primary: has(&["primary_key: true", "->primary("]),
        unique: has(&["unique: true", "->unique("]),
        required: if has(&["null: false"]) {
            Some(true)
        } else if has(&["->nullable("]) {
            Some(false)
        } else {
            None
        },
        default: code.split_once("default: ").map(|(_, value)| {
            value.split(',').next().unwrap_or(value).trim_matches(['"', '\'', ' ']).to_owned()
        }),
        ..Attribute::default()
    };
    if let Some((_, limit)) = code.split_once("limit: ") {
        datatype::limit(&mut attribute.schema, "maxLength", limit.split(',').next().unwrap_or(limit));
    }
    (!name.is_empty()).then_some(attribute)
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn migrations_and_schemas() {
        assert_eq!(
            shown(
                "```ruby\ncreate_table \"posts\" do |t|\n  t.string \"title\", null: false, limit: 20\n  t.references :user\n  t.timestamps\nend\n```\n"
            ),
            [
                "2 Record posts",
                "3   .title: string required",
                "4   .user_id: ? ->user",
                "4 posts -> user N:1"
            ]
        );
        assert_eq!(
            shown(
                "```elixir\ndefmodule Shop.Ware do\n  schema \"wares\" do\n    field :price, :decimal, default: 0\n    belongs_to :vendor, Shop.Vendor\n    has_many :reviews, Shop.Review\n  end\nend\n```\n"
            ),
            [
                "3 Record Ware",
                "4   .price: decimal =0",
                "5   .vendor_id: ? ->Vendor",
                "5 Ware -> Vendor N:1",
                "6 Ware -> Review 1:N"
            ]
        );
        assert_eq!(
            shown(
                "```php\nSchema::create('cars', function (Blueprint $table) {\n    $table->id();\n    $table->string('name')->nullable();\n    $table->foreignId('owner_id');\n    $table->unique(['name', 'owner_id']);\n});\n```\n"
            ),
            [
                "2 Record cars",
                "4   .name: string optional",
                "5   .owner_id: ? ->owner",
                "6 index cars(name,owner_id) true",
                "5 cars -> owner N:1"
            ]
        );
    }

    #[test]
    fn lifetimes_open_no_strings() {
        assert_eq!(
            shown(
                "```rust\nstruct Tray<'a, T: ?Sized + 'a> {\n    sheet: &'a T,\n}\nimpl<'a> Tray<'a> {\n    fn first(&'a self, at: Row) -> &'a str;\n}\n```\n"
            ),
            ["2 Record Tray", "3   .sheet: &'a T"]
        );
    }
}
