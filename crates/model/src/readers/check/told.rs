//! Entries of a command line that say what a command prints, or how it ends: "`press list` prints `no jobs` and exits with 0".

use super::program::Programs;
use crate::items::Draft;
use crate::{Context, Items, Kind};
use abide_template::Concept;

/// Reads the entries of parts about commands that open with one.
pub(super) fn commands<'a, 'b>(
    context: &Context<'a>,
    items: &mut Items,
    programs: &dyn Fn() -> &'b Programs<'a>,
) where
    'a: 'b,
{
    for (id, _) in context.sections() {
        if !context.outline.within(id, &[Concept::CommandLine]) || context.outline.holds(id, Kind::Check) {
            continue;
        }
        for statement in context.statements(id) {
            let text = statement.text.as_str();
            if !says_what_it_does(text) {
                continue;
            }
            let Some(command) = programs().command(context, statement.first, statement.end) else { continue };
            let opens = text.strip_prefix(command);
            if let Some(rest) = opens
                && rest.starts_with(' ')
                && !command.contains(['<', '[', '{'])
            {
                items.push(
                    Draft::new(Kind::Check, statement.section, statement.range)
                        .text(text)
                        .field("text", text)
                        .field("done", false)
                        .field("command", command)
                        .field("told", true),
                );
            }
        }
    }
}

/// Whether a sentence says what is printed, or with which code something ends.
fn says_what_it_does(text: &str) -> bool {
    let lower = text.to_lowercase();
    let ends =
        ["exits with", "exit code", "exit status", "ends with exit", "returns exit", "exits 0", "exits 1"];
    let prints = [" prints ", " outputs ", " writes ", " shows "];
    ends.iter().any(|words| lower.contains(words))
        || prints.iter().any(|words| lower.contains(words)) && text.split('`').count() > 1
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn entries_that_say_how_a_command_ends() {
        let text = "# T\n## Commands\n- `press run --all` prints `0 jobs` and exits with 0.\n- `press run --dry`: only looks\n- `press stop <job>` exits with 1 when there is none\n- Somebody prints `x`\n";
        assert_eq!(
            shown(&[Kind::Check], text),
            [
                "3 check \"press run --all prints 0 jobs and exits with 0.\" done=false command=press run --all told=true"
            ]
        );
    }
}
