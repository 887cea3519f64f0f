//! What a call takes besides its body: query, path, header and cookie parameters.

use crate::grid::Grid;
use crate::readers::entity;
use crate::shape::{Attribute, Parameter};
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items, Kind};
use serde_json::{Map, Value, json};

/// The place of parameters that a label announces: "Query parameters", "Headers".
pub(super) fn announced(label: &str) -> Option<&'static str> {
    if label.len() > 60 {
        return None;
    }
    let squashed = text::squash(label);
    let bare =
        squashed.trim_start_matches("optional").trim_start_matches("required").trim_start_matches("request");
    Some(match bare {
        "queryparameters"
        | "queryparams"
        | "query"
        | "querystring"
        | "queryparameter"
        | "parameters"
        | "params"
        | "urlparameters"
        | "queries"
        | "filters"
        | "parámetros"
        | "parámetrosdeconsulta"
        | "paramètres"
        | "parameter"
        | "クエリパラメータ"
        | "パラメータ"
        | "查询参数"
        | "参数"
        | "쿼리파라미터"
        | "параметры" => "query",
        "pathparameters"
        | "pathparams"
        | "pathparameter"
        | "routeparameters"
        | "路径参数"
        | "パスパラメータ" => "path",
        "headers" | "header" | "httpheaders" | "cabeceras" | "entêtes" | "ヘッダー" | "请求头"
        | "заголовки" => "header",
        "cookies" | "cookie" => "cookie",
        _ => return None,
    })
}

/// A parameter in a list: "`limit` (integer, default 20): how many".
pub(super) fn item(
    context: &Context,
    items: &mut Items,
    keys: &[String],
    place: &str,
    statement: &Statement,
) {
    if let Some(attribute) = entity::field_of(context, statement) {
        add(items, keys, place, &attribute);
    }
}

/// A table of parameters; false where it is something else.
pub(super) fn table(items: &mut Items, keys: &[String], place: Option<&str>, grid: &Grid) -> bool {
    const NAMES: &[&str] = &[
        "parameter",
        "param",
        "query parameter",
        "path parameter",
        "query param",
        "header",
        "name",
        "query",
        "parámetro",
        "nombre",
        "paramètre",
        "nom",
        "パラメータ",
        "名前",
        "参数",
        "名称",
        "파라미터",
        "이름",
        "параметр",
        "имя",
    ];
    let Some(column) = grid.exact_column(NAMES).filter(|column| *column == 0) else { return false };
    let head = grid.heads.get(column).map_or("", String::as_str);
    let located = grid.exact_column(&["in", "location", "where", "place", "ubicación", "位置"]);
    let typed = grid.heads.iter().any(|head| {
        ["type", "required", "tipo", "typ", "型", "类型", "타입", "default", "тип"].contains(&head.as_str())
    });
    let general = match (place, announced(head)) {
        (Some(place), _) => place,
        (None, Some(place)) if typed || head != "parameter" => place,
        _ if located.is_some() => "query",
        _ => return false,
    };
    if !typed && located.is_none() && grid.heads.len() < 2 {
        return false;
    }
    for row in grid.filled_rows() {
        let Some(attribute) = entity::attribute_of(grid, row, column) else { continue };
        let written = row.text(located).trim().to_lowercase();
        let place =
            ["query", "path", "header", "cookie"].iter().find(|place| written.contains(**place)).copied();
        if written.contains("body") {
            continue;
        }
        add(items, keys, place.unwrap_or(general), &attribute);
    }
    true
}

fn add(items: &mut Items, keys: &[String], place: &str, attribute: &Attribute) {
    for key in keys {
        let name = attribute.name.as_str();
        // A name in the path is there, whatever the list is called.
        let in_path = [format!("{{{name}}}"), format!(":{name}"), format!("<{name}>")]
            .iter()
            .any(|mark| key.contains(mark));
        let parameter = Parameter {
            name: name.to_owned(),
            place: if in_path && place == "query" { "path".to_owned() } else { place.to_owned() },
            required: attribute.required,
            kind: attribute.kind.clone(),
            default: attribute.default.clone(),
            description: attribute.description.clone(),
            schema: entity::schema_of(attribute),
            range: attribute.range,
        };
        push(items, key, &parameter);
    }
}

/// How many parameters an operation may have.
const MOST: usize = 200;

/// Adds a parameter to an operation; what is known of it grows.
pub(super) fn push(items: &mut Items, key: &str, parameter: &Parameter) {
    let Some(draft) = items.find_mut(Kind::Endpoint, key) else { return };
    let known = draft.fields.entry("parameters").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(known) = known else { return };
    // So many no operation takes.
    if known.len() > MOST {
        return;
    }
    let mut said = Map::new();
    said.insert("name".to_owned(), json!(parameter.name));
    said.insert("in".to_owned(), json!(parameter.place));
    for (name, value) in
        [("type", &parameter.kind), ("default", &parameter.default), ("description", &parameter.description)]
    {
        if let Some(value) = value {
            said.insert(name.to_owned(), json!(value));
        }
    }
    if let Some(required) = parameter.required {
        said.insert("required".to_owned(), json!(required));
    }
    if !parameter.schema.is_empty() {
        said.insert("schema".to_owned(), Value::Object(parameter.schema.clone()));
    }
    let same = |one: &Value| one.get("name") == said.get("name");
    match known.iter_mut().find(|one| same(one)).and_then(Value::as_object_mut) {
        Some(one) => {
            for (name, value) in said {
                one.entry(name).or_insert(value);
            }
        }
        None => known.push(Value::Object(said)),
    }
}

/// The names in the query of an operation as written: `?page=1&size={n}`.
pub(super) fn of_query(items: &mut Items, key: &str, query: &str) {
    for part in query.split(['?', '&', '{', '}', '[', ']', ',']) {
        let name = part.split(['=', '#']).next().unwrap_or(part).trim();
        let named = !name.is_empty()
            && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        // Only what stands before `=` or behind a mark is a name, not a value.
        if named && (part.contains('=') || query.starts_with(['?', '{', '[']) && !query.contains('=')) {
            let parameter =
                Parameter { name: name.to_owned(), place: "query".to_owned(), ..Parameter::default() };
            push(items, key, &parameter);
        }
    }
}
