//! Operations of the public interface that are not HTTP: commands, flags, functions, procedures.

mod calls;
mod lines;
mod listed;
mod provided;
mod signatures;
mod tool;
mod usage;

use super::Reader;
use crate::items::Draft;
use crate::shape::{Form, Operation};
use crate::text::{self, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::{HeadingStyle, NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;
use calls::{
    calls_with_parts, commands_beside, listed_calls, named_actions, tabled_calls, told_calls, usages,
};
use lines::{bare_program, heading, line, signature};
use listed::{grouped, labelled_lists};
use provided::provided;
use signatures::{headed_signature, labelled_signatures, opening_signatures};

pub(in crate::readers) const READER: Reader = Reader {
    name: "rpc",
    kinds: &[Kind::Rpc],
    documentation: "\
An operation of the public interface that is not HTTP: a GraphQL field, a gRPC method, a contract or library function given with its \
signature, a command or flag of the command line (in lists, tables, headings, behind \"Synopsis:\", and in blocks that show its usage; below any heading where the document is about a command line), a tool that JSON declares by its name and the schema of what it takes. The key is the name up to its parameters: `tool export <file>` is keyed `tool export`.",
    read,
};

/// Where functions in code are the interface.
const INTERFACES: &[Concept] = &[Concept::Api, Concept::Interface, Concept::ClientSdk, Concept::Endpoints];
/// Where operations are talked about that are not decided, or not ours.
const OPEN: &[Concept] = &[
    Concept::OpenQuestions,
    Concept::Clarifications,
    Concept::Alternatives,
    Concept::Alternative,
    Concept::PriorArt,
    Concept::ChangeLog,
    Concept::NonGoals,
    Concept::OutOfScope,
];
/// Where only definitions without bodies are.
const DESIGNS: &[Concept] = &[Concept::Components, Concept::Design, Concept::Architecture];

/// Whether a heading or a line says "interface".
fn names_interface(told: &str) -> bool {
    const WORDS: &[&str] = &[
        "interface",
        "インターフェース",
        "インタフェース",
        "인터페이스",
        "接口",
        "interfaz",
        "schnittstelle",
    ];
    let lower = told.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Whether a short line right above a block says that it shows an interface: "Adapter interface:".
fn shape_caption(context: &Context, fence: NodeId) -> bool {
    const SHORT: usize = 60;
    let Some(before) = context.before(fence) else { return false };
    let node = context.document.node(before);
    let line = context.document.slice(node.range).trim().trim_end_matches('*');
    node.kind == NodeKind::Paragraph
        && line.len() <= SHORT
        && line.ends_with([':', '：'])
        && names_interface(line)
}

fn read(context: &Context, items: &mut Items) {
    tool::read(context, items);
    for (fence, definitions) in context.definitions() {
        if context.outline.within(fence.section, crate::readers::entity::NOT_OWN)
            || context.outline.within(fence.section, &[Concept::ImplementationPlan, Concept::Tasks])
        {
            continue;
        }
        // "`Printer` interface" shows what can be called, wherever it stands.
        let titled =
            context.document.section(fence.section).is_some_and(|section| names_interface(&section.title))
                || shape_caption(context, fence.node);
        let public = context.outline.within(fence.section, INTERFACES);
        let design = public || context.outline.within(fence.section, DESIGNS);
        let diagram = fence.is(&["mermaid", "plantuml", "puml", "uml"]);
        let contract = fence.is(&["solidity", "sol"]);
        let remote = fence.is(&["proto", "protobuf", "proto3"]);
        for shape in &definitions.shapes {
            if fence.is(&["graphql", "gql"]) && shape.form == Form::Service {
                for field in &shape.attributes {
                    let signature = field.description.clone().unwrap_or_else(|| field.name.clone());
                    push(items, fence.section, field.range, &field.name, Some(&signature));
                }
                continue;
            }
            let service =
                shape.form == Form::Service || (shape.attributes.is_empty() && shape.form != Form::Class);
            let taken = diagram
                || remote
                || (service && design)
                || (public && shape.attributes.is_empty())
                || titled && shape.operations.len() > shape.attributes.len();
            if taken {
                for operation in shape.operations.iter().filter(|operation| !operation.event) {
                    function(items, fence.section, operation);
                }
            }
        }
        for operation in definitions.operations.iter().filter(|operation| !operation.event) {
            // A block without a language may show anything.
            let told = !crate::spoken::is_plain(fence)
                || !definitions.shapes.is_empty()
                || crate::shape::plainly(context.code_lines(fence)).is_some();
            if public || (design && told && (contract || !operation.has_body)) {
                function(items, fence.section, operation);
            }
        }
    }
    // "Usage" shows the commands where the document is about a command line.
    let titled = context.document.title().is_some_and(|title| {
        let lower = title.to_lowercase();
        text::find_word(&lower, "cli").is_some() || lower.contains("command line")
    });
    for (id, section) in context.sections().skip(1) {
        if context.outline.within(id, OPEN) {
            continue;
        }
        let holds = context.outline.holds(id, Kind::Rpc)
            || context
                .outline
                .within(id, &[Concept::CommandLine, Concept::Interface, Concept::ClientSdk, Concept::Api]);
        let command_line = context.outline.within(id, &[Concept::CommandLine])
            || context.outline.within(id, &[Concept::Interface]) && is_command_line(context, id);
        let synopsis = || text::unnumbered(&section.title).eq_ignore_ascii_case("synopsis");
        if !holds && titled && (synopsis() || context.outline.concepts(id).contains(&Concept::Usage)) {
            usages(context, id, items);
        }
        if holds {
            heading(context, id, section.heading, section.title_range, command_line, items);
            for statement in context.statements(id) {
                // A numbered list of commands is a procedure.
                let steps = statement.ordered && !statement.text.contains('(');
                if !says_nothing(&statement.text) && !steps {
                    line(context, statement, command_line, items);
                }
            }
            if command_line {
                usages(context, id, items);
                bare_program(context, id, items);
            } else if context.outline.within(id, &[Concept::Interface]) {
                for fence in context.fences_of(id).filter(|fence| crate::spoken::is_plain(fence)) {
                    usage::listed(context, id, fence, items);
                }
            }
            for call in calls_with_parts(context, id) {
                line(context, &call, command_line, items);
            }
            for (node, range) in context.paragraphs(id) {
                signature(context, id, (node, range), command_line, items);
            }
            for grid in context.grids_of(id) {
                let Some(column) = grid.exact_column(&[
                    "command",
                    "flag",
                    "option",
                    "function",
                    "method",
                    "subcommand",
                    "argument",
                    "signature",
                    "name",
                    "comando",
                    "コマンド",
                    "命令",
                    "함수",
                    "関数",
                    "tool",
                    "rpc",
                    "procedure",
                    "mutation",
                    "query",
                    "opción",
                    "befehl",
                    "commande",
                    "オプション",
                    "フラグ",
                    "选项",
                    "参数",
                    "옵션",
                    "명령",
                    "команда",
                    "флаг",
                ]) else {
                    continue;
                };
                let describing = grid
                    .column(&["description", "purpose", "meaning", "what", "notes", "effect", "説明", "描述"])
                    .filter(|at| *at != column);
                let specific = grid.heads.get(column).is_some_and(|head| {
                    [
                        "tool",
                        "function",
                        "rpc",
                        "procedure",
                        "mutation",
                        "query",
                        "command",
                        "subcommand",
                        "comando",
                        "commande",
                        "befehl",
                        "コマンド",
                        "명령",
                        "命令",
                        "команда",
                        "関数",
                        "함수",
                    ]
                    .contains(&head.as_str())
                });
                for row in grid.filled_rows() {
                    let Some(cell) = row.cell(Some(column)) else { continue };
                    let Some(code) = cell.codes(context.document).into_iter().next() else { continue };
                    let before = items.drafts().len();
                    name_in_code(items, id, row.range, code, row.said(describing), true);
                    // A column of tools or functions names them without brackets.
                    let named = code.len() > 2
                        && code
                            .chars()
                            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-' | '/'))
                        && !code.starts_with(['-', '/']);
                    if specific && named && items.drafts().len() == before {
                        items.push(
                            Draft::new(Kind::Rpc, id, row.range)
                                .key(code)
                                .said("description", row.said(describing)),
                        );
                    }
                }
            }
        }
        if !holds && titled {
            listed::of_program(context, id, items);
        }
        let foreign = context.outline.within(id, crate::readers::entity::NOT_OWN);
        let plain = context.outline.kinds(id).is_empty() && !foreign;
        if !holds && (plain || context.outline.within(id, DESIGNS)) {
            listed_calls(context, id, items);
        }
        if !holds && plain {
            told_calls(context, id, items);
        }
        if !holds && !foreign {
            headed_signature(context, id, items);
        }
        if !foreign {
            labelled_signatures(context, id, items);
            opening_signatures(context, id, items);
        }
        provided(context, id, items);
        labelled_lists(context, id, items);
        grouped(context, id, items);
        if !foreign {
            for grid in context.grids_of(id) {
                named_actions(context, id, grid, items);
                commands_beside(id, grid, context, items);
            }
        }
        if !holds {
            tabled_calls(context, id, items);
        }
    }
}

/// Whether a section tells that it is about the command line, or is part of one that does: "accepts command-line arguments".
fn is_command_line(context: &Context, id: SectionId) -> bool {
    const WORDS: &[&str] = &[
        "command-line",
        "command line",
        "línea de comandos",
        "ligne de commande",
        "kommandozeile",
        "linha de comando",
        "コマンドライン",
        "命令行",
        "명령줄",
        "командной строк",
    ];
    let tells = |id: SectionId| {
        context.paragraphs(id).any(|(_, range)| {
            let said = range.slice(context.document.text()).to_lowercase();
            WORDS.iter().any(|word| said.contains(word))
        })
    };
    // Labels in bold are headings of their own.
    let above = context.document.section(id).filter(|section| section.style == HeadingStyle::Bold);
    tells(id) || above.is_some_and(|section| tells(section.parent))
}

fn function(items: &mut Items, section: SectionId, operation: &Operation) {
    let filler =
        crate::readers::entity::is_filler(operation.name.trim_end_matches(|c: char| c.is_ascii_digit()));
    if !filler && !operation.name.starts_with('_') && operation.name.len() > 1 && operation.name != "main" {
        push(items, section, operation.range, &operation.name, Some(&operation.signature));
    }
}

fn push(items: &mut Items, section: SectionId, range: TextRange, name: &str, signature: Option<&str>) {
    let name = name.trim();
    if name.is_empty() || text::is_placeholder(name) {
        return;
    }
    items.push(Draft::new(Kind::Rpc, section, range).key(name).said("signature", signature));
}

/// An operation in code: `name(args)`, `tool verb <arg>`, `--flag`. Others are not taken.
fn name_in_code(
    items: &mut Items,
    section: SectionId,
    range: TextRange,
    code: &str,
    description: Option<&str>,
    command_line: bool,
) {
    let code = code.trim();
    if crate::readers::endpoint::operation::leading(code).is_some() {
        return;
    }
    // `-c, --config <path>` is known by its long name.
    let long = code.strip_prefix('-').and_then(|rest| rest.split_once(", --")).filter(|(short, _)| {
        let mut letters = short.chars();
        letters.next().is_some_and(char::is_alphanumeric)
            && letters.all(|c| c.is_whitespace() || c.is_alphanumeric() || matches!(c, '<' | '>' | '[' | ']'))
    });
    let code = long.map_or(code, |(_, name)| code.get(code.len() - name.len() - 2..).unwrap_or(code));
    // `(*Client) Close(ctx context.Context) error` is called on what stands in brackets.
    let own = code.strip_prefix('(').and_then(|rest| rest.split_once(") ")).map(|(_, own)| own);
    let called = own.filter(|own| own.starts_with(char::is_alphabetic) && own.contains('(')).unwrap_or(code);
    let (key, is_call) =
        if let Some((name, _)) = called.split_once('(').filter(|(name, _)| !name.ends_with(' ')) {
            let name = name
                .trim()
                .trim_start_matches("def ")
                .trim_start_matches("fn ")
                .trim_start_matches("func ")
                .trim_start_matches("query ")
                .trim_start_matches("mutation ")
                .trim_start_matches("subscription ")
                .trim_start_matches("rpc ")
                .trim_start_matches("function ")
                .trim_start_matches("async ");
            (
                name.to_owned(),
                !name.is_empty()
                    && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '$')),
            )
        } else if code.starts_with("--") && command_line {
            let flag = code.split([' ', '=', '<', '[', ',']).next().unwrap_or(code);
            (flag.to_owned(), flag.len() > 3)
        } else if command_line {
            let words: Vec<&str> = code
                .split_whitespace()
                .take_while(|word| {
                    // `python press.py run` calls a script.
                    let script = [".py", ".js", ".mjs", ".ts", ".rb", ".sh", ".php", ".pl"];
                    let bare = script.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
                    bare.chars().all(|c| {
                        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | ':')
                    }) && !word.starts_with('-')
                        && !word.ends_with(':')
                })
                .collect();
            (words.join(" "), words.len() > 1 || code.starts_with('/') && words.len() == 1)
        } else {
            (String::new(), false)
        };
    if is_call && !key.is_empty() {
        items.push(
            Draft::new(Kind::Rpc, section, range)
                .key(key)
                .said("signature", Some(code))
                .said("description", description.map(str::trim).filter(|text| !text.is_empty())),
        );
    }
}

#[cfg(test)]
mod tests;
