//! The rules of `abide check`, one file each.
//!
//! A rule looks at one document through a [`Context`] and reports findings. It prints nothing, reads no file, and knows
//! of other documents only what [`Siblings`](abide_template::Siblings) and [`Files`] tell.

mod context;
mod cover;
mod dates;
pub mod documentation;
mod fields;
mod layout;
mod links;
mod ranges;
mod rule;
mod rules;
mod settings;
mod suppression;
#[cfg(test)]
mod testing;

pub use context::{Context, Files, Governing, NoFiles, Report};
pub use rule::{Rule, RuleOption};
pub use rules::RULES;
pub use settings::{Level, OptionValue, RuleSettings, Settings};

use abide_diagnostics::Diagnostic;

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
    suppression::apply(context, findings)
}
