//! Settings in tables.

use super::names;
use crate::grid::{Grid, Row};
use crate::items::Draft;
use crate::text::is_upper_snake;
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::{Concept, concepts_of_heading};

pub(super) const ENV: &[&str] =
    &["env", "dotenv", "bash", "sh", "shell", "properties", "ini", "conf", "zsh", "text", "txt"];

/// Heads that name a setting beyond doubt, wherever the table stands.
const SURE: &[&str] = &[
    "env var",
    "env vars",
    "environment variable",
    "environment variables",
    "env variable",
    "config key",
    "setting",
    "flag",
    "cli flag",
    "config option",
    "configuration key",
    "variable de entorno",
    "umgebungsvariable",
    "variable d'environnement",
    "variável de ambiente",
    "環境変数",
    "환경 변수",
    "환경변수",
    "环境变量",
    "配置项",
    "переменная окружения",
    "env",
];

/// Heads that name a setting in a section about configuration.
const LIKELY: &[&str] = &[
    "variable",
    "key",
    "option",
    "parameter",
    "name",
    "property",
    "setting",
    "config",
    "field",
    "argument",
    "clave",
    "opción",
    "parámetro",
    "clé",
    "schlüssel",
    "chave",
    "変数",
    "キー",
    "設定",
    "項目",
    "키",
    "변수",
    "설정",
    "变量",
    "参数",
    "键",
    "名称",
    "переменная",
    "параметр",
    "ключ",
];

pub(super) fn table(context: &Context, grid: &Grid, items: &mut Items) {
    if crate::readers::entity::is_introduced(context, grid) {
        return;
    }
    let holds = context.outline.holds(grid.section, Kind::Setting);
    let sure = grid.column(SURE).or_else(|| grid.heads.iter().position(|head| head.contains("env var")));
    let key = match sure {
        Some(key) => key,
        None if holds => match grid.column(LIKELY) {
            Some(key) => key,
            // The first column, where it holds names of variables.
            None if most_are_variables(context, grid) => 0,
            None => return,
        },
        None if (is_about_values(grid) || is_of_variables(grid)) && most_are_variables(context, grid) => 0,
        None => match keys_of_file(context, grid) {
            Some(key) => key,
            None => return,
        },
    };
    // "Feature | Flag" in a rollout table and the like: only names count, so the cells decide.
    let other = |column: Option<usize>| column.filter(|column| *column != key);
    let kind = other(grid.exact_column(&["type", "data type", "typ", "tipo", "型", "타입", "类型", "тип"]));
    let default = other(grid.column(&[
        "default",
        "default value",
        "defaults",
        "value",
        "por defecto",
        "valor por defecto",
        "défaut",
        "standard",
        "standardwert",
        "padrão",
        "デフォルト",
        "既定値",
        "初期値",
        "기본값",
        "默认值",
        "默认",
        "по умолчанию",
    ]));
    let required = other(grid.column(&[
        "required",
        "mandatory",
        "requerido",
        "obligatorio",
        "requis",
        "pflicht",
        "erforderlich",
        "obrigatório",
        "必須",
        "필수",
        "必填",
        "必需",
        "обязательно",
    ]));
    let describing = other(grid.column(&[
        "description",
        "meaning",
        "purpose",
        "notes",
        "prompt",
        "effect",
        "what",
        "use",
        "comment",
        "details",
        "descripción",
        "propósito",
        "beschreibung",
        "zweck",
        "descrição",
        "説明",
        "用途",
        "설명",
        "描述",
        "说明",
        "описание",
    ]));
    for row in grid.filled_rows() {
        let Some(cell) = row.cell(Some(key)) else { continue };
        let names = names(cell.codes(context.document), &cell.text);
        let Some(first) = names.first() else { continue };
        let mut separate: Vec<&str> = vec![first];
        let mut aliases: Vec<&str> = Vec::new();
        for name in names.iter().skip(1) {
            if is_upper_snake(name) && is_upper_snake(first) {
                separate.push(name)
            } else {
                aliases.push(name)
            }
        }
        for name in separate {
            push(items, grid.section, row, name, &aliases, (kind, default, required, describing));
        }
    }
}

type Columns = (Option<usize>, Option<usize>, Option<usize>, Option<usize>);

pub(super) fn push(
    items: &mut Items,
    section: SectionId,
    row: &Row,
    name: &str,
    aliases: &[&str],
    columns: Columns,
) {
    let (kind, default, required, describing) = columns;
    let mut draft = Draft::new(Kind::Setting, section, row.range)
        .key(name)
        .rank(2)
        .said("type", row.said(kind))
        .said("description", row.said(describing));
    let default = row.said(default).filter(|default| !is_no_default(default));
    draft = draft.said(
        "default",
        default.filter(|default| !matches!(default.to_lowercase().as_str(), "required" | "(required)")),
    );
    let need = required_word(row.text(required))
        .or_else(|| default.filter(|default| default.to_lowercase().contains("required")).map(|_| true));
    if let Some(need) = need {
        draft = draft.field("required", need);
    }
    if !aliases.is_empty() {
        draft = draft.field("aliases", aliases.iter().map(|alias| (*alias).to_owned()).collect::<Vec<_>>());
    }
    items.push(draft);
}

fn is_no_default(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "-" | "–" | "—" | "none" | "n/a" | "unset" | "not set" | "(none)" | "required"
    )
}

fn required_word(text: &str) -> Option<bool> {
    // "yes, by `serve`" says when, beside the word.
    let word = text.split([',', ';', '(']).next().unwrap_or(text);
    match word.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "required" | "✅" | "✓" | "✔" | "x" | "sí" | "si" | "oui" | "ja" | "sim"
        | "必須" | "是" | "예" | "да" | "○" => Some(true),
        "no" | "n" | "false" | "optional" | "❌" | "✗" | "-" | "–" | "—" | "non" | "nein" | "não"
        | "任意" | "否" | "아니오" | "нет" => Some(false),
        _ => None,
    }
}

/// The column of keys, where the headings above say that a file of settings is told about and each key has its default.
fn keys_of_file(context: &Context, grid: &Grid) -> Option<usize> {
    const FILES: &[&str] = &[
        "config",
        "configuration",
        "settings",
        "yaml",
        "toml",
        "configuración",
        "konfiguration",
        "einstellungen",
    ];
    const PARTS: &[&str] = &["設定", "配置", "설정", "настройк", "конфигурац"];
    const KEYS: &[&str] =
        &["key", "option", "setting", "clave", "schlüssel", "clé", "キー", "項目", "키", "键", "ключ"];
    // "`press.toml`" as the heading of a table of its fields.
    let of_file = context.document.section(grid.section).is_some_and(|section| {
        let name = section.title.trim().trim_matches('`');
        [".toml", ".yaml", ".yml", ".ini"].iter().any(|end| name.ends_with(end)) && !name.contains(' ')
    });
    let field = || grid.exact_column(&["field", "フィールド", "字段", "필드", "campo", "champ", "feld"]);
    let key = grid.exact_column(KEYS).or_else(|| field().filter(|_| of_file))?;
    let defaults = grid.column(&[
        "default",
        "default value",
        "デフォルト",
        "既定値",
        "기본값",
        "默认值",
        "по умолчанию",
    ]);
    // In a document on configuration and nothing else, it is enough to tell which keys are needed.
    let titled = context.document.title().is_some_and(|title| {
        concepts_of_heading(&title).first() == Some(&Concept::Configuration)
            && grid.column(&["required", "必須", "필수", "必填", "обязательно"]).is_some()
    });
    if defaults.is_none() && !titled {
        return None;
    }
    // "`Lamp` holds:" before a table of keys is a record.
    let document = context.document;
    let taken = context.before(grid.node).is_some_and(|before| {
        let end = document.node(before).end;
        let mut codes = crate::text::code_spans(document, before, end);
        codes.any(|(_, code)| code.starts_with(char::is_uppercase) && code.contains(char::is_lowercase))
    });
    let names = |title: &str| {
        let lower = title.to_lowercase();
        FILES.iter().any(|word| crate::text::find_word(&lower, word).is_some())
            || PARTS.iter().any(|word| lower.contains(word))
    };
    let titled = || context.document.section_path(grid.section).iter().any(|title| names(title));
    (!taken && (of_file || titled() || stand_in_a_file(context, grid, key))).then_some(key)
}

/// Whether a block of code in the document shows a file of settings with the keys of a table.
fn stand_in_a_file(context: &Context, grid: &Grid, key: usize) -> bool {
    const LEAST: usize = 2;
    let mut fences = context.fences().iter().filter(|fence| fence.is(&["toml", "yaml", "yml", "ini"]));
    fences.any(|fence| {
        let lines = fence.lines(context.document);
        let opens = |name: &str| {
            lines.iter().any(|line| {
                let rest = line.text.trim_start().strip_prefix(name);
                rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ':']))
            })
        };
        let named = grid.filled_rows().filter_map(|row| row.said(Some(key)));
        named.filter(|name| opens(name.rsplit('.').next().unwrap_or(name).trim_matches('`'))).count() >= LEAST
    })
}

fn most_are_variables(context: &Context, grid: &Grid) -> bool {
    let (mut variables, mut single) = (0usize, 0usize);
    for row in grid.rows() {
        let Some(cell) = row.cells.first() else { continue };
        let name = cell.codes(context.document).first().copied().unwrap_or(cell.text.trim());
        variables += usize::from(is_upper_snake(name) && name.contains('_') || name.starts_with("--"));
        // `PORT` among others that say more of whose they are.
        single += usize::from(is_upper_snake(name) && name.len() > 2 && !name.contains('_'));
    }
    let rows = grid.rows().len();
    rows > 0 && (variables * 4 >= rows * 3 || variables * 2 > rows && variables + single == rows)
}

/// "Variable | Field": what stands beside is more than a value, as that of a constant.
fn is_of_variables(grid: &Grid) -> bool {
    let first = grid.heads.first().map_or("", String::as_str);
    matches!(first, "variable" | "variables" | "var" | "変数" | "변수" | "变量" | "variável" | "переменная")
        && grid
            .exact_column(&["value", "values", "valor", "wert", "valeur", "値", "값", "值", "значение"])
            .is_none()
}

/// A table of variables tells what they are for; one of constants or error codes does not tell a default.
fn is_about_values(grid: &Grid) -> bool {
    grid.column(&["default", "required", "default value"]).is_some()
        && grid.column(&["description", "purpose", "notes", "meaning"]).is_some()
        && grid.column(&["constant", "code", "error", "http"]).is_none()
}
