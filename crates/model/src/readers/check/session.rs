//! Terminal sessions: commands as somebody typed them, and what they printed.

use super::program::is_program;
use crate::fence::{CodeLine, Fence};
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_syntax::{NodeId, NodeKind, TextRange};
use abide_template::Concept;

/// Blocks that a terminal is shown in.
const TERMINALS: &[&str] =
    &["console", "shell-session", "shellsession", "sh-session", "terminal", "term", "bash-session", "ansi"];
/// Blocks of commands, which may be a terminal as well.
const SHELLS: &[&str] = &["sh", "bash", "shell", "zsh", "fish", "shell script"];
/// Blocks that may hold anything.
const PLAIN: &[&str] = &["", "text", "txt", "plain", "plaintext", "output", "log"];
/// Blocks of what a command printed, behind the block of the command.
const PRINTED: &[&str] = &["", "text", "txt", "plain", "plaintext", "output", "json", "csv", "console"];

/// Where what is shown is not, or not yet, what the system does.
const OTHERS: &[Concept] = &[
    Concept::Alternatives,
    Concept::Alternative,
    Concept::PriorArt,
    Concept::Drawbacks,
    Concept::Motivation,
    Concept::Background,
    Concept::CurrentState,
    Concept::FutureWork,
    Concept::OpenQuestions,
    Concept::ChangeLog,
];

/// A command of a session.
struct Step {
    command: String,
    output: Vec<String>,
    range: TextRange,
}

/// Each command of a session that shows what it prints is a check; the commands before it that show nothing go with it.
pub(super) fn sessions(context: &Context, items: &mut Items) {
    let mut earlier: Vec<String> = Vec::new();
    let fences = context.fences();
    let mut taken = None;
    for (at, fence) in fences.iter().enumerate() {
        if taken == Some(at) || context.outline.within(fence.section, OTHERS) {
            continue;
        }
        let lines = context.code_lines(fence);
        let Some(steps) = prompted(fence, lines) else {
            let shell = fence.is(SHELLS) || fence.is(TERMINALS);
            let commands = if shell { plain_commands(lines) } else { Vec::new() };
            if let [(command, range)] = commands.as_slice()
                && let Some((printed, whole)) = printed_below(context, fences, at)
            {
                taken = Some(at + 1);
                let step = Step {
                    command: command.clone(),
                    output: printed,
                    range: TextRange { start: range.start, end: whole.end },
                };
                push(context, items, fence, &[step], &mut earlier);
            } else {
                earlier.extend(commands.into_iter().map(|(command, _)| command));
            }
            continue;
        };
        push(context, items, fence, &steps, &mut earlier);
    }
}

fn push(context: &Context, items: &mut Items, fence: &Fence, steps: &[Step], earlier: &mut Vec<String>) {
    let block = context.document.line(fence.range.start);
    let mut before: Vec<&str> = Vec::new();
    for step in steps {
        if step.output.is_empty() {
            before.push(&step.command);
            continue;
        }
        let mut draft = Draft::new(Kind::Check, fence.section, step.range)
            .field("text", step.command.as_str())
            .field("done", false)
            .field("command", step.command.as_str())
            .field("output", step.output.join("\n"))
            .field("block", block);
        if !earlier.is_empty() {
            draft = draft.field("earlier", std::mem::take(earlier));
        }
        if !before.is_empty() {
            draft = draft.field("before", std::mem::take(&mut before));
        }
        items.push(draft);
    }
    earlier.extend(before.into_iter().map(str::to_owned));
}

/// The steps of a block that shows prompts and what follows them; none where it shows no prompt or nothing else.
fn prompted(fence: &Fence, lines: &[CodeLine]) -> Option<Vec<Step>> {
    let terminal = fence.is(TERMINALS);
    if !terminal && !fence.is(SHELLS) && !fence.is(PLAIN) {
        return None;
    }
    let first = lines.iter().find(|line| {
        let bare = line.text.trim();
        !bare.is_empty() && !bare.starts_with('#')
    })?;
    let sign = ["$ ", "% ", "❯ ", "➜ ", "> "].into_iter().find(|sign| {
        // A quotation and a list of steps look alike elsewhere.
        (terminal || !matches!(*sign, "% " | "> ")) && behind(first.text, sign).is_some()
    })?;
    let indent = first.text.len() - first.text.trim_start().len();
    let mut steps: Vec<Step> = Vec::new();
    let mut open: Option<Open> = None;
    for (at, line) in lines.iter().enumerate() {
        let range = trimmed(line);
        if let (Some(form), Some(step)) = (&open, steps.last_mut()) {
            let bare = line.text.trim();
            step.range.end = range.end;
            match form {
                Open::Broken => {
                    let more = bare.strip_prefix("> ").unwrap_or(bare);
                    step.command.push(' ');
                    step.command.push_str(more.trim_end_matches('\\').trim());
                    open = more.ends_with('\\').then_some(Open::Broken);
                }
                Open::Until(end) => {
                    let more = bare.strip_prefix("> ").unwrap_or(bare);
                    step.command.push('\n');
                    step.command.push_str(more);
                    if more == end {
                        open = None;
                    }
                }
            }
            continue;
        }
        if let Some(command) = behind(line.text, sign) {
            let command = command.trim();
            // A remark behind a prompt is no command.
            if command.starts_with('#') {
                continue;
            }
            open = goes_on(command);
            let command = command.trim_end_matches('\\').trim_end().to_owned();
            let start = range.start + (line.text.len() - line.text.trim_start().len()) as u32;
            let range = TextRange { start, end: range.end };
            steps.push(Step { command, output: Vec::new(), range });
            continue;
        }
        let remark = line.text.trim_start().starts_with("# ")
            && lines[at + 1..]
                .iter()
                .find(|next| !next.text.trim().is_empty())
                .is_none_or(|next| behind(next.text, sign).is_some());
        if let Some(step) = steps.last_mut().filter(|_| !remark) {
            let cut = line.text.char_indices().map(|(at, _)| at).nth(indent).unwrap_or(line.text.len());
            let (margin, text) = line.text.split_at(cut.min(line.text.len()));
            let text = if margin.trim().is_empty() { text } else { line.text };
            step.output.push(text.trim_end().to_owned());
            if !text.trim().is_empty() {
                step.range.end = range.end;
            }
        }
    }
    for step in &mut steps {
        while step.output.last().is_some_and(|line| line.trim().is_empty()) {
            step.output.pop();
        }
        let blank = step.output.iter().take_while(|line| line.trim().is_empty()).count();
        step.output.drain(..blank);
    }
    let whole = steps.iter().all(|step| !step.command.is_empty());
    (whole && !steps.is_empty()).then_some(steps)
}

/// A line without the blanks behind it.
fn trimmed(line: &CodeLine) -> TextRange {
    TextRange { start: line.range.start, end: line.range.start + line.text.trim_end().len() as u32 }
}

/// How a command goes on in the next line.
enum Open {
    Broken,
    Until(String),
}

fn goes_on(command: &str) -> Option<Open> {
    if command.ends_with('\\') {
        return Some(Open::Broken);
    }
    let (_, end) = command.rsplit_once("<<")?;
    let end = end.trim_start_matches(['-', '~']).split_whitespace().next()?;
    let end = end.trim_matches(['\'', '"']);
    let plain = !end.is_empty() && end.chars().all(|c| c.is_alphanumeric() || c == '_');
    plain.then(|| Open::Until(end.to_owned()))
}

/// What stands behind the prompt of a line: `$ tool`, `ada@host:~/books$ tool`, `(venv) $ tool`.
fn behind<'a>(line: &'a str, sign: &str) -> Option<&'a str> {
    let bare = line.trim_start();
    if let Some(command) = bare.strip_prefix(sign) {
        return Some(command).filter(|command| !command.trim().is_empty());
    }
    if sign != "$ " {
        return None;
    }
    let (prefix, command) = bare.split_once("$ ")?;
    let named = prefix.starts_with(['~', '(', '['])
        || prefix.split_once('@').is_some_and(|(user, _)| !user.is_empty() && !user.contains(' '));
    let short = prefix.len() < 50
        && prefix.chars().all(|c| c.is_alphanumeric() || "@.:~/()[] -_".contains(c))
        && prefix.split_whitespace().count() <= 2;
    (named && short && !command.trim().is_empty()).then_some(command)
}

/// The commands of a block without prompts.
fn plain_commands(lines: &[CodeLine]) -> Vec<(String, TextRange)> {
    let mut found: Vec<(String, TextRange)> = Vec::new();
    let mut open: Option<Open> = None;
    for line in lines {
        let bare = line.text.trim();
        let range = trimmed(line);
        match (&open, found.last_mut()) {
            (Some(Open::Broken), Some((command, whole))) => {
                command.push(' ');
                command.push_str(bare.trim_end_matches('\\').trim());
                whole.end = range.end;
                open = bare.ends_with('\\').then_some(Open::Broken);
            }
            (Some(Open::Until(end)), Some((command, whole))) => {
                command.push('\n');
                command.push_str(bare);
                whole.end = range.end;
                if bare == end {
                    open = None;
                }
            }
            _ if bare.is_empty() || bare.starts_with('#') => {}
            _ => {
                open = goes_on(bare);
                let command = bare.split(" #").next().unwrap_or(bare);
                found.push((command.trim_end_matches('\\').trim().to_owned(), range));
            }
        }
    }
    found.retain(|(command, _)| command.split(' ').next().is_some_and(is_program));
    found
}

/// What the next block shows, where it or a line between them says that it is the output: "It prints:".
fn printed_below(context: &Context, fences: &[Fence], at: usize) -> Option<(Vec<String>, TextRange)> {
    let (fence, next) = (fences.get(at)?, fences.get(at + 1)?);
    let document = context.document;
    let titled = document.section(next.section).filter(|_| next.section != fence.section);
    if !next.is(PRINTED) {
        return None;
    }
    let between: Vec<NodeId> = document
        .section_blocks(fence.section)
        .filter(|block| {
            let range = document.node(*block).range;
            range.start >= fence.range.end && range.end <= next.range.start
        })
        .collect();
    let says = |text: &str| {
        let text = text.trim().trim_end_matches(['*', '_', '`']).trim_end();
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let prints =
            ["prints", "output", "outputs", "shows", "displays", "answers", "writes", "print", "show"];
        // What something looks like is only alike.
        let alike = ["like", "similar", "example", "might", "may"];
        text.ends_with([':', '：'])
            && words.len() <= 12
            && words.iter().any(|word| prints.contains(&word.as_str()))
            && !words.iter().any(|word| alike.contains(&word.as_str()))
    };
    let fits = match between.as_slice() {
        // A label in bold stands as a title of its own.
        _ if titled.is_some() => {
            let blocks = document.section_blocks(next.section);
            let first =
                blocks.into_iter().find(|block| document.node(*block).range.start >= next.range.start);
            first == Some(next.node)
                && titled.is_some_and(|section| says(&format!("{}:", section.title.trim_end_matches(':'))))
        }
        [] => next.is(&["output", "text", "txt", "plain"]),
        [one] => {
            let node = document.node(*one);
            matches!(node.kind, NodeKind::Paragraph) && says(document.slice(node.range))
        }
        _ => false,
    };
    let lines = next.lines(document);
    let output: Vec<String> = lines.iter().map(|line| line.text.trim_end().to_owned()).collect();
    let shown = output.iter().any(|line| !line.trim().is_empty());
    let session = lines.iter().any(|line| behind(line.text, "$ ").is_some());
    let end = lines.iter().rev().find(|line| !line.text.trim().is_empty())?.range;
    (fits && shown && !session).then_some((output, end))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    fn checks(text: &str) -> Vec<String> {
        shown(&[Kind::Check], text).iter().map(|line| line.replace('\n', "⏎")).collect()
    }

    #[test]
    fn each_command_that_shows_its_output_is_a_check() {
        let text = "# Shelf\n## Use\n```sh\nshelf init\n```\n\n```console\n$ cd books\n$ shelf add emma # the first\nadded emma\n\n$ shelf list\nemma\n$ shelf drop emma\n```\n";
        assert_eq!(
            checks(text),
            [
                "9 check \"$ shelf add emma # the first added emma\" text=shelf add emma # the first done=false command=shelf add emma # the first output=added emma block=7 earlier=[\"shelf init\"] before=[\"cd books\"]",
                "12 check \"$ shelf list emma\" text=shelf list done=false command=shelf list output=emma block=7",
            ]
        );
    }

    #[test]
    fn prompts_are_written_in_many_ways() {
        for (language, prompt) in [
            ("shell-session", "$ "),
            ("text", "$ "),
            ("", "$ "),
            ("bash", "ada@desk:~/books$ "),
            ("sh", "(venv) $ "),
            ("console", "% "),
            ("console", "> "),
            ("terminal", "❯ "),
        ] {
            let text = format!("# T\n```{language}\n{prompt}shelf list\nemma\n```\n");
            let found = checks(&text);
            assert!(
                found.len() == 1 && found[0].contains("command=shelf list"),
                "{language} {prompt}: {found:?}"
            );
        }
        for text in
            ["```text\n> a word\nof somebody\n```", "```json\n$ x\ny\n```", "```sh\n$ shelf add emma\n```"]
        {
            assert!(checks(&format!("# T\n{text}\n")).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_block_that_is_said_to_be_the_output_of_the_one_above_belongs_to_it() {
        for between in ["It prints:\n\n", "Output:\n\n", "which shows:\n\n", "**Output:**\n\n"] {
            let text = format!("# T\n```bash\nshelf list\n```\n\n{between}```text\nemma\npersuasion\n```\n");
            assert_eq!(checks(&text).len(), 1, "{between}");
        }
        for between in ["The output looks like:\n\n", "Then write to the file:\n\n", "Stored as follows.\n\n"]
        {
            let text = format!("# T\n```bash\nshelf list\n```\n\n{between}```text\nemma\n```\n");
            assert!(checks(&text).is_empty(), "{between}");
        }
    }

    #[test]
    fn commands_may_take_several_lines() {
        let text = "# T\n```console\n$ shelf add \\\n>   emma\nadded emma\n$ cat <<EOF > a\nx\nEOF\n$ shelf read a\n  x\n...\n```\n";
        let found = checks(text);
        assert!(found[0].contains("command=shelf add emma"), "{found:?}");
        assert!(
            found[1].contains("before=[\"cat <<EOF > a\\nx\\nEOF\"]")
                || found[1].contains("before=[\"cat <<EOF > a"),
            "{found:?}"
        );
        assert!(found[1].contains("output=  x⏎..."), "{found:?}");
    }

    #[test]
    fn what_others_do_is_no_check() {
        assert!(checks("# T\n## Alternatives\n```console\n$ other list\nx\n```\n").is_empty());
    }
}
