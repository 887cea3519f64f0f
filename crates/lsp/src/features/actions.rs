//! What can be done about findings: their fixes, a comment that suppresses them, their rule's page.

use crate::edits::of_document;
use crate::features::diagnostics::written;
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_diagnostics::{Applicability, Diagnostic, Edit, Fix, apply};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Command};
use serde_json::json;

/// The kind of the action that applies all safe fixes.
pub const FIX_ALL: &str = "source.fixAll.abide";

/// `textDocument/codeAction`
pub fn actions(world: &mut World, params: CodeActionParams) -> Answer<Option<Vec<CodeActionResponse>>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let live = world.folders.get_mut(folder).and_then(|folder| folder.live.as_mut());
    let Some(findings) = live.map(|live| live.findings(number)) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let asked = params.context.only.unwrap_or_default();
    let wants = |kind: &str| {
        asked.is_empty()
            || asked.iter().any(|asked| {
                let asked = name(asked);
                kind == asked
                    || kind.strip_prefix(asked.as_str()).is_some_and(|rest| rest.starts_with('.'))
                    || asked.is_empty()
            })
    };
    let range = spot.places().bytes(params.range);
    let mut actions = Vec::new();
    if wants("quickfix") {
        let touches =
            |finding: &&Diagnostic| finding.range.start <= range.end && range.start <= finding.range.end;
        for finding in findings.iter().filter(touches) {
            actions.extend(of_finding(&spot, finding));
        }
        // What mends comes before what hides.
        actions.sort_by_key(|action| {
            (action.edit.is_none(), action.is_preferred != Some(true), action.title.starts_with("Suppress"))
        });
    }
    // Sources are offered where they are asked for: they are about the whole document, not about a place.
    if !asked.is_empty() && wants(FIX_ALL) {
        actions.extend(fix_all(&spot, &findings));
    }
    Ok(Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect()))
}

fn name(kind: &CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn of_finding(spot: &Spot, finding: &Diagnostic) -> Vec<CodeAction> {
    let diagnostics = Some(vec![written(spot, finding)]);
    let action = |title: String| CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: diagnostics.clone(),
        ..CodeAction::default()
    };
    let mut actions = Vec::new();
    if let Some(fix) = &finding.fix {
        let safe = fix.applicability == Applicability::Safe;
        let title = if safe {
            fix.title.clone()
        } else {
            format!("{} (look at it: it may change the meaning)", fix.title)
        };
        actions.push(CodeAction {
            edit: Some(of_document(spot, &fix.edits)),
            is_preferred: safe.then_some(true),
            ..action(title)
        });
    }
    actions.push(CodeAction {
        edit: Some(of_document(spot, &[suppression(spot, finding)])),
        ..action(format!("Suppress `{}` here", finding.rule))
    });
    let title = format!("Explain `{}`", finding.rule);
    actions.push(CodeAction {
        command: Some(Command {
            title: title.clone(),
            command: "abide.explain".to_owned(),
            arguments: Some(vec![json!(finding.rule)]),
            ..Command::default()
        }),
        ..action(title)
    });
    actions
}

/// The comment that keeps a finding from being reported, where such a comment speaks of it.
fn suppression(spot: &Spot, finding: &Diagnostic) -> Edit {
    let (document, text) = (spot.document(), spot.text());
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let order = |scope: &str| format!("<!-- abide: {scope} {} because it is meant so -->", finding.rule);
    let section = document.section_at(finding.range.start);
    let heading = document.section(section).filter(|_| section != SectionId::ROOT);
    let line_end = |offset: u32| document.lines().line_range(text, document.line(offset)).end();
    // Under a heading, a comment speaks of its section.
    if let Some(heading) =
        heading.filter(|heading| finding.has_position() && heading.title_range.overlaps(finding.range))
    {
        let end = line_end(heading.body.start.saturating_sub(1).max(heading.title_range.end));
        let end = end.max(document.node(heading.heading).range.trim(text).end());
        return Edit::insert(end, format!("{line_break}{line_break}{}", order("ignore")));
    }
    let block = block_at(spot, finding.range);
    match block.filter(|_| finding.has_position()) {
        Some(block) => Edit::insert(block.start(), format!("{}{line_break}", order("ignore"))),
        // What stands in no block, such as the front matter, can only be spoken of as a whole.
        None => {
            let end = text.trim_end().len();
            Edit::insert(end, format!("{line_break}{line_break}{}{line_break}", order("ignore-document")))
        }
    }
}

/// The outermost block that holds a place.
fn block_at(spot: &Spot, range: TextRange) -> Option<TextRange> {
    let document = spot.document();
    document.children(NodeId::ROOT).find_map(|block| {
        let node = document.node(block);
        let holds = node.range.start <= range.start && range.start < node.range.end;
        (holds && node.kind != NodeKind::FrontMatter).then_some(node.range)
    })
}

/// All safe fixes that can be made together.
fn fix_all(spot: &Spot, findings: &[Diagnostic]) -> Option<CodeAction> {
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let fixes: Vec<&Fix> = fixes.into_iter().filter(|fix| fix.applicability == Applicability::Safe).collect();
    let applied = apply(spot.text(), &fixes);
    let made = |index: &usize| !applied.skipped.iter().any(|skipped| skipped.index == *index);
    let mut edits: Vec<Edit> = Vec::new();
    for (_, fix) in fixes.iter().enumerate().filter(|(index, _)| made(index)) {
        for edit in &fix.edits {
            if !edits.contains(edit) {
                edits.push(edit.clone());
            }
        }
    }
    edits.sort();
    (!edits.is_empty()).then(|| CodeAction {
        title: "Apply all safe fixes".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(of_document(spot, &edits)),
        ..CodeAction::default()
    })
}
