//! `abide search`: documents, sections and statements by their words.

use super::{Place, count};
use crate::Exit;
use crate::cli::{DataFormat, Search};
use crate::terminal::{self, Paint, Tone, inline};
use abide_workspace::check::Workspace;
use abide_workspace::search::{Found, Hit, Index, Query, Sort};
use anyhow::{Result, anyhow, bail};

pub fn run(place: &Place, arguments: &Search) -> Result<Exit> {
    let only: Vec<Sort> = arguments.kind.iter().map(|name| sort(name)).collect::<Result<_>>()?;
    let workspace = Workspace::open(&place.open(&[]))?;
    let index = Index::of(&workspace);
    let words = arguments.words.join(" ");
    let found = index.search(&workspace, &Query { words: &words, only: &only, limit: arguments.limit });
    for problem in &workspace.problems {
        terminal::say(&format!("error: {problem}"));
    }
    if found.total == 0 {
        bail!("{}", nothing(&index, &workspace, &found, &arguments.kind));
    }
    let text = match arguments.format {
        DataFormat::Json => format!("{:#}", serde_json::to_value(&found)?),
        DataFormat::Table => table(&found, Paint(place.colour)),
    };
    terminal::print(&text)?;
    let exit = if workspace.problems.is_empty() { Exit::Ok } else { Exit::CouldNotRun };
    // The process is about to end, and the system takes all memory back at once.
    std::mem::forget((workspace, index));
    Ok(exit)
}

fn sort(name: &str) -> Result<Sort> {
    name.parse()
        .map_err(|error: String| anyhow!("{error}; {}", abide_workspace::did_you_mean(name, Sort::names())))
}

fn nothing(index: &Index, workspace: &Workspace, found: &Found, kinds: &[String]) -> String {
    let searched = count(workspace.asked().count(), "document");
    if found.words.is_empty() {
        return "there is no word to look for; give letters or digits".to_owned();
    }
    let of = if kinds.is_empty() { String::new() } else { format!(" of the kind {}", kinds.join(" or ")) };
    let words: Vec<String> = found.unknown.iter().map(|word| format!("`{}`", inline(word))).collect();
    let near = found.unknown.iter().find_map(|word| index.nearest(word));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "try fewer or other words, or the beginning of one".to_owned(),
    };
    if words.is_empty() {
        format!("nothing{of} was found in {searched}; {help}")
    } else {
        format!("nothing{of} was found in {searched}: none has {}; {help}", words.join(", "))
    }
}

fn table(found: &Found, paint: Paint) -> String {
    let mut text = String::new();
    for hit in &found.hits {
        text.push_str(&lines(hit, paint));
    }
    let shown = found.hits.len();
    let more = if shown < found.total {
        format!("{shown} of {} (--limit shows more)", count(found.total, "hit"))
    } else {
        count(found.total, "hit")
    };
    text.push_str(&more);
    let lacking = found.words.len().saturating_sub(found.matched as usize);
    if lacking > 0 {
        text.push_str(&format!(", none with all {} words", found.words.len()));
    }
    text + "\n"
}

fn lines(hit: &Hit, paint: Paint) -> String {
    let place = paint.text(Tone::Strong, &format!("{}:{}", inline(&hit.path), hit.line));
    let kind = paint.text(Tone::Label, hit.kind);
    let id = hit.id.as_ref().map(|id| format!("  {}", inline(id))).unwrap_or_default();
    // The first is the document's title, which its path tells.
    let titles: Vec<String> = hit.section.iter().skip(1).map(|title| inline(title)).collect();
    let titles = if titles.is_empty() { String::new() } else { format!("  {}", titles.join(" > ")) };
    // Each piece by itself would lose the spaces around it.
    let excerpt: String = hit
        .pieces()
        .into_iter()
        .map(|(piece, marked)| {
            let clean: String = piece.split(' ').map(inline).collect::<Vec<_>>().join(" ");
            if marked { paint.text(Tone::Strong, &clean) } else { clean }
        })
        .collect();
    format!("{place}  {kind}{id}{}\n    {}\n", paint.text(Tone::Faint, &titles), excerpt.trim_end())
}
