//! Settings of the running system.

use super::Reader;
use crate::fence::Fence;
use crate::grid::{Grid, Row};
use crate::items::Draft;
use crate::statement::Statement;
use crate::text::{self, is_upper_snake};
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, SectionId, TextRange};
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "setting",
    kinds: &[Kind::Setting],
    documentation: "\
A configuration key, environment variable or flag of the running system: a row of a table (columns such as variable, flag, key; type, \
default, required, description), a line `KEY=value` of an env block, a key of a TOML or YAML block under a heading about configuration, or \
a bullet that starts with the name: `` `LOG_LEVEL`: … (default: `info`) ``. The first of several spellings is the key, the others are \
`aliases`.",
    read,
};

fn read(context: &Context, items: &mut Items) {
    for grid in context.grids() {
        table(context, grid, items);
    }
    for (id, _) in context.sections_of(Kind::Setting) {
        for statement in context.statements(id) {
            line(context, statement, items);
        }
    }
    for fence in context.fences() {
        let holds = context.outline.holds(fence.section, Kind::Setting);
        if fence.is(ENV) || (fence.language.is_empty() && holds) {
            assignments(context, fence, holds, items);
        } else if holds && fence.is(&["toml", "yaml", "yml", "ini"]) {
            keys(context, fence, items);
        }
    }
}

const ENV: &[&str] =
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

fn table(context: &Context, grid: &Grid, items: &mut Items) {
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
        None if most_are_variables(context, grid) && is_about_values(grid) => 0,
        None => return,
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

fn push(items: &mut Items, section: SectionId, row: &Row, name: &str, aliases: &[&str], columns: Columns) {
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
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "required" | "✅" | "✓" | "✔" | "x" | "sí" | "si" | "oui" | "ja" | "sim"
        | "必須" | "是" | "예" | "да" | "○" => Some(true),
        "no" | "n" | "false" | "optional" | "❌" | "✗" | "-" | "–" | "—" | "non" | "nein" | "não"
        | "任意" | "否" | "아니오" | "нет" => Some(false),
        _ => None,
    }
}

/// The names in a cell: code spans that look like keys, or the cell's only word.
fn names<'a>(codes: Vec<&'a str>, text: &'a str) -> Vec<&'a str> {
    if codes.is_empty() {
        let bare = text.trim();
        let word = bare.split([' ', '(', ',']).next().unwrap_or_default();
        return if is_key(word) && (word == bare || is_upper_snake(word) || word.starts_with("--")) {
            vec![word]
        } else {
            Vec::new()
        };
    }
    codes.into_iter().map(flag_name).filter(|code| is_key(code)).collect()
}

/// `--port <n>` and `--port=8080` name `--port`.
fn flag_name(code: &str) -> &str {
    if code.starts_with('-') { code.split([' ', '=', '<', '[']).next().unwrap_or(code) } else { code }
}

fn is_key(name: &str) -> bool {
    let bare =
        name.trim_start_matches('-').trim_start_matches('[').trim_end_matches(']').trim_start_matches('$');
    !bare.is_empty()
        && bare.len() <= 80
        && bare.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && bare.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '*' | '/' | '<' | '>' | '{' | '}')
        })
        && !name.contains("//")
        && !name.ends_with(':')
}

fn most_are_variables(context: &Context, grid: &Grid) -> bool {
    let mut variables = 0usize;
    for row in grid.rows() {
        let Some(cell) = row.cells.first() else { continue };
        let name = cell.codes(context.document).first().copied().unwrap_or(cell.text.trim());
        variables += usize::from(is_upper_snake(name) && name.contains('_') || name.starts_with("--"));
    }
    !grid.rows().is_empty() && variables * 4 >= grid.rows().len() * 3
}

/// A table of variables tells what they are for; one of constants or error codes does not tell a default.
fn is_about_values(grid: &Grid) -> bool {
    grid.column(&["default", "required", "default value"]).is_some()
        && grid.column(&["description", "purpose", "notes", "meaning"]).is_some()
        && grid.column(&["constant", "code", "error", "http"]).is_none()
}

/// A bullet that starts with the name of a setting.
fn line(context: &Context, statement: &Statement, items: &mut Items) {
    let document = context.document;
    let mut names: Vec<&str> = Vec::new();
    let mut end = statement.range.start;
    for (node, code) in text::code_spans(document, statement.first, statement.end) {
        let gap = document.slice(TextRange { start: end, end: node.range.start });
        let joined = gap.chars().all(|c| c.is_whitespace() || "*_,/|".contains(c))
            || matches!(gap.trim(), "or" | "and");
        if !joined {
            break;
        }
        names.push(flag_name(code));
        end = node.range.end;
    }
    let rest = document.slice(TextRange { start: end, end: statement.range.end });
    if names.is_empty() {
        // `PORT: the port` without marks.
        let Some(cut) = text::labelled(&statement.text) else { return };
        let name = cut.label.split([' ', '(']).next().unwrap_or_default();
        if is_upper_snake(name) && name.len() > 2 && name.contains('_')
            || name.starts_with("--") && is_key(name)
        {
            let description = cut.rest.to_owned();
            let name = name.to_owned();
            describe(items, statement, &name, &[], &description);
        }
        return;
    }
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    // `KEY=value` names the key and its value.
    if let [only] = names.as_slice()
        && let Some((name, value)) = only.split_once('=')
        && is_key(name)
        && !only.contains(' ')
    {
        describe(
            items,
            statement,
            name,
            &[],
            &format!("{} (default: {value})", rest.trim_start_matches([':', '—', '–', '-', ' '])),
        );
        return;
    }
    let separated = rest.is_empty() || rest.starts_with([':', '—', '–', '-', '(', '=', '：', '（', '→']);
    if !separated || !names.iter().all(|name| is_key(name)) {
        return;
    }
    // A path, a call or a type is no key.
    if names.iter().any(|name| {
        name.ends_with('/')
            || name.contains('/')
            || name.ends_with(".md")
            || name.ends_with(".toml")
            || name.ends_with(".json")
            || name.ends_with(".yaml")
            || name.ends_with(".yml")
    }) {
        return;
    }
    let behind = (statement.first.index()..statement.end.index())
        .find(|at| document.nodes().get(*at).is_some_and(|node| node.range.start >= end));
    let description =
        behind.map_or(String::new(), |at| text::plain(document, NodeId(at as u32), statement.end));
    let Some((first, others)) = names.split_first() else { return };
    let variables = others.iter().all(|name| is_upper_snake(name)) && is_upper_snake(first);
    if variables {
        for name in &names {
            describe(items, statement, name, &[], &description);
        }
    } else {
        describe(items, statement, first, others, &description);
    }
}

fn describe(items: &mut Items, statement: &Statement, name: &str, aliases: &[&str], description: &str) {
    let bare = description.trim_start_matches(|c: char| c.is_whitespace() || "-—–:=：→*".contains(c)).trim();
    let mut draft = Draft::new(Kind::Setting, statement.section, statement.range).key(name);
    let lower = bare.to_lowercase();
    draft = draft.said("default", default_in(bare).as_deref());
    let group = statement.groups.last().map(|group| group.to_lowercase()).unwrap_or_default();
    if lower.contains("(required") || lower.starts_with("required") || group.contains("required") {
        draft = draft.field("required", true);
    } else if lower.contains("(optional") || lower.starts_with("optional") || group.contains("optional") {
        draft = draft.field("required", false);
    }
    let kind = bare
        .strip_prefix('(')
        .and_then(|inner| inner.split([')', ',']).next())
        .filter(|kind| is_type_word(kind));
    draft = draft.said("type", kind);
    let described = match kind {
        Some(_) => {
            bare.split_once(')').map_or(bare, |(_, rest)| rest).trim_start_matches([':', ' ', '—', '–', '-'])
        }
        None => bare,
    };
    draft = draft.said("description", Some(described));
    if !aliases.is_empty() {
        draft = draft.field("aliases", aliases.iter().map(|alias| (*alias).to_owned()).collect::<Vec<_>>());
    }
    items.push(draft);
}

fn is_type_word(word: &str) -> bool {
    matches!(
        word.trim().to_lowercase().trim_end_matches("[]"),
        "string"
            | "int"
            | "integer"
            | "bool"
            | "boolean"
            | "number"
            | "float"
            | "duration"
            | "url"
            | "path"
            | "enum"
            | "list"
            | "array"
            | "object"
            | "map"
            | "secret"
            | "json"
            | "seconds"
    )
}

/// The value behind "default".
fn default_in(description: &str) -> Option<String> {
    let lower = description.to_lowercase();
    if lower.len() != description.len() {
        return None;
    }
    for phrase in [
        "default:",
        "defaults to ",
        "default is ",
        "default =",
        "default ",
        "por defecto:",
        "デフォルト:",
        "默认:",
        "기본값:",
    ] {
        let Some(at) = lower.find(phrase) else { continue };
        let rest = description.get(at + phrase.len()..)?.trim_start_matches([' ', '`', '"', '=']);
        // A comma or a full stop ends the value, unless they stand within it.
        let end = rest
            .char_indices()
            .find(|(at, c)| {
                matches!(c, ')' | '`' | '"' | ';' | '\n')
                    || (matches!(c, ',' | '.')
                        && rest.get(at + 1..).is_none_or(|next| next.is_empty() || next.starts_with(' ')))
            })
            .map_or(rest.len(), |(at, _)| at);
        let value = rest.get(..end)?.trim();
        let words = value.split_whitespace().count();
        if !value.is_empty() && words <= 4 {
            return Some(value.to_owned());
        }
    }
    None
}

/// `KEY=value` lines.
fn assignments(context: &Context, fence: &Fence, holds: bool, items: &mut Items) {
    if context.outline.within(
        fence.section,
        &[Concept::Examples, Concept::Usage, Concept::TestPlan, Concept::Verifications, Concept::Appendix],
    ) && !holds
    {
        return;
    }
    let lines = fence.lines(context.document);
    let mut found = Vec::new();
    let mut about = String::new();
    for line in &lines {
        let bare = line.text.trim();
        if bare.is_empty() {
            about.clear();
            continue;
        }
        if let Some(comment) = bare.strip_prefix('#') {
            let comment = comment.trim();
            // `# KEY=value` is an optional variable.
            match comment.split_once('=') {
                Some((name, value)) if is_upper_snake(name) => {
                    found.push((name, value, about.clone(), line.range))
                }
                _ => comment.clone_into(&mut about),
            }
            continue;
        }
        let assignment = bare.strip_prefix("export ").unwrap_or(bare);
        let Some((name, value)) = assignment.split_once('=') else {
            // One line that is something else: the block is a script.
            return;
        };
        if !is_upper_snake(name.trim())
            || (!holds && value.contains(' ') && !value.starts_with(['"', '\'']) && !value.contains('#'))
        {
            return;
        }
        found.push((name.trim(), value, about.clone(), line.range));
    }
    if found.is_empty() || (!holds && found.len() < 2) {
        return;
    }
    for (name, value, about, range) in found {
        let (value, comment) = match value.split_once(" #") {
            Some((value, comment)) => (value.trim(), comment.trim().to_owned()),
            None => (value.trim(), about),
        };
        let value = value.trim_matches(['"', '\'']);
        let draft = Draft::new(Kind::Setting, fence.section, range)
            .key(name)
            .said("default", Some(value).filter(|value| !is_sample(value)))
            .said("description", Some(&comment));
        items.push(draft);
    }
}

/// A value that stands for another: `<redacted>`, `your-key`, `xxxx`.
fn is_sample(value: &str) -> bool {
    let lower = value.to_lowercase();
    value.is_empty()
        || value.contains(['<', '>', '…'])
        || lower.contains("your")
        || lower.contains("xxx")
        || lower.contains("...")
        || lower.contains("change")
}

/// Keys of a TOML, INI or YAML block, tables and nesting in front with dots.
fn keys(context: &Context, fence: &Fence, items: &mut Items) {
    let yaml = fence.is(&["yaml", "yml"]);
    // Manifests of other systems are their configuration, not this one's.
    let source = fence.range.slice(context.document.text());
    if yaml
        && ["apiVersion:", "\njobs:", "\nservices:", "openapi:", "$ref:"]
            .iter()
            .any(|word| source.contains(word))
    {
        return;
    }
    // A table or list of settings in the same section says it better; the block is then an example.
    let body = context.document.section(fence.section).map(|section| section.body);
    if context.grids_of(fence.section).next().is_some()
        || body.is_some_and(|body| items.any_in(Kind::Setting, body))
    {
        return;
    }
    let mut found: Vec<Key> = Vec::new();
    let mut table = String::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for line in fence.lines(context.document) {
        let bare = line.text.trim();
        if bare.is_empty() || bare.starts_with(['#', ';', '-', '"', '{', '}', ']']) {
            continue;
        }
        let range = line.range.trim(context.document.text());
        if !yaml && let Some(name) = bare.strip_prefix('[') {
            table = name.split(']').next().unwrap_or_default().trim_matches(['[', ' ']).to_owned();
            found.push(Key {
                table: String::new(),
                name: table.clone(),
                value: None,
                comment: String::new(),
                range,
            });
            continue;
        }
        let Some((name, value)) = bare.split_once(if yaml { ':' } else { '=' }) else { continue };
        let name = name.trim().trim_matches('"');
        if !is_key(name) {
            continue;
        }
        let (value, comment) = value.split_once(" #").unwrap_or((value, ""));
        let value = value.trim().trim_matches(['"', '\'']);
        if yaml {
            let column = line.text.len() - line.text.trim_start().len();
            while open.last().is_some_and(|(at, _)| *at >= column) {
                open.pop();
            }
            table = open.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(".");
            if value.is_empty() {
                open.push((column, name.to_owned()));
            }
        }
        let value = (!(yaml && value.is_empty())).then(|| value.to_owned());
        found.push(Key {
            table: table.clone(),
            name: name.to_owned(),
            value,
            comment: comment.trim().to_owned(),
            range,
        });
    }
    for key in &found {
        // A table of variables is one setting, its entries are the user's own.
        let is_map = |table: &str| {
            let mut entries = found.iter().filter(|key| key.value.is_some() && key.table == table).peekable();
            entries.peek().is_some() && entries.all(|key| is_upper_snake(&key.name))
        };
        let path =
            if key.table.is_empty() { key.name.clone() } else { format!("{}.{}", key.table, key.name) };
        let stands = match &key.value {
            None => is_map(&path),
            Some(_) => key.table.is_empty() || !is_map(&key.table),
        };
        if !stands {
            continue;
        }
        let draft = Draft::new(Kind::Setting, fence.section, key.range)
            .key(path)
            .said("default", key.value.as_deref().filter(|value| !is_sample(value)))
            .said("description", Some(&key.comment));
        items.push(draft);
    }
}

/// One entry of a configuration file; a table has no value.
struct Key {
    table: String,
    name: String,
    value: Option<String>,
    comment: String,
    range: TextRange,
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        tables_with_their_columns,
        "# T\n## Configuration\n| Flag | Type | Default | Description |\n|---|---|---|---|\n| `--port`, `-p` | int | `80` | the port |\n| `--quiet` | bool | — | say less |\n\n## Deploy\n| Env var | Required |\n|---|---|\n| `DB_URL` | yes |\n| `A_KEY` / `B_KEY` | no |\n",
        [
            "5 setting --port type=int description=the port default=80 aliases=[\"-p\"]",
            "6 setting --quiet type=bool description=say less",
            "11 setting DB_URL required=true",
            "12 setting A_KEY required=false",
            "12 setting B_KEY required=false",
        ]
    );
    reader_test!(
        env_blocks,
        "# T\n## Setup\n```env\n# where to listen\nPORT=80\nAPI_KEY=your-key  # secret\n```\n```bash\nLOG=1 tool run\n```\n",
        ["5 setting PORT default=80 description=where to listen", "6 setting API_KEY description=secret"]
    );
    reader_test!(
        bullets,
        "# T\n## Configuration\n- Optional flags:\n  - `--output`, `-o`: target file (default: `./a.toml`)\n- `LOG_LEVEL` (string): how much to say, defaults to info.\n- `tool run` writes files\n- `env` in this text is a map\n- CACHE_TTL: seconds to keep\n",
        [
            "4 setting --output default=./a.toml required=false description=target file (default: ./a.toml) aliases=[\"-o\"]",
            "5 setting LOG_LEVEL default=info type=string description=how much to say, defaults to info.",
            "8 setting CACHE_TTL description=seconds to keep",
        ]
    );
    reader_test!(
        toml_and_yaml_keys,
        "# T\n## Configuration\n### File\n```toml\nname = \"x\"\n[server]\nport = 80 # where\n```\n### Overrides\n```yaml\nserver:\n  host: a\n```\n",
        [
            "5 setting name default=x",
            "7 setting server.port default=80 description=where",
            "12 setting server.host default=a",
        ]
    );
    reader_test!(
        other_tables_are_none,
        "# T\n## API\n| Parameter | Type |\n|---|---|\n| `page` | int |\n\n| Constant | Value |\n|---|---|\n| `MAX_SIZE` | 4 |\n",
        []
    );
}
