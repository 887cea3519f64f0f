//! The rules of `abide check`, one file each.
//!
//! A rule looks at one document through a [`Context`] and reports findings. It prints nothing, reads no file, and knows
//! of other documents only what [`Siblings`](abide_template::Siblings), [`Files`] and [`Landscape`] tell.
//! Rules about the form of a document ask what governs it; rules about what it states hold its items against each other.

mod beginnings;
mod calendar;
mod changes;
mod context;
mod cover;
mod dates;
pub mod documentation;
mod fields;
mod json;
mod landscape;
mod layout;
mod links;
mod machines;
mod misfit;
mod named_values;
mod needs;
mod operations;
mod paths;
mod places;
mod plan;
mod prose;
mod ranges;
mod records;
mod requirements;
mod rule;
mod rules;
mod sequences;
mod settings;
mod settle;
mod spelling;
mod stages;
mod statuses;
mod suppression;
#[cfg(test)]
mod testing;
mod types;
mod versions;
mod wording;
mod words;

pub use context::{Context, Files, Governing, Known, NoFiles, Report};
pub use landscape::{Alone, Landscape, Names, Other, Told};
pub use links::{End, Pointer, follow, joined, pointers};
pub use needs::Want;
pub use rule::{Rule, RuleOption};
pub use rules::RULES;
pub use settings::{Level, OptionValue, RuleSettings, Settings};
pub use suppression::{SuppressionComment, suppression_comments};

use abide_diagnostics::{Diagnostic, Fix};

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// What checking one document gave.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, those that comments suppress left out.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings comments suppress.
    pub suppressed: usize,
}

/// Runs all rules that are on over one document.
pub fn check(context: &Context) -> Outcome {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Some(severity) = context.settings.severity(rule) {
            let mut report = Report::new(context, rule, severity, &mut findings);
            (rule.check)(context, &mut report);
        }
    }
    let mut outcome = suppression::apply(context, findings);
    if has_windows_lines(context.document.text()) {
        outcome
            .diagnostics
            .iter_mut()
            .filter_map(|finding| finding.fix.as_mut())
            .for_each(with_windows_lines);
    }
    outcome
}

// Rules write `\n`; what they put into a document ends its lines as the document does.
fn has_windows_lines(text: &str) -> bool {
    text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'))
}

fn with_windows_lines(fix: &mut Fix) {
    for edit in fix.edits.iter_mut().filter(|edit| edit.replacement.contains('\n')) {
        edit.replacement = edit.replacement.replace("\r\n", "\n").replace('\n', "\r\n");
    }
}
