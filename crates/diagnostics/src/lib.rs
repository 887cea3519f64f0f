//! What Abide reports: diagnostics, fixes, and every output format.
//!
//! Pure: text in, text out. Whether to colour, and how wide the terminal is, are parameters.

mod diagnostic;
mod fingerprint;
mod fix;
pub mod render;
mod report;
mod severity;
mod source;
mod statistics;

pub use diagnostic::{Diagnostic, Place, Related};
pub use fingerprint::{fingerprints, names};
pub use fix::{Applicability, Applied, Edit, Fix, SkipReason, Skipped, apply, diff};
pub use render::{OutputFormat, RenderOptions, UnknownFormat, render};
pub use report::{Checked, Note, Report, RuleInfo, Summary};
pub use severity::{Severity, UnknownSeverity};
pub use source::Source;
pub use statistics::{RuleCount, statistics, statistics_table};
