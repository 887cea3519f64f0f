//! What Abide reports: diagnostics, fixes, and every output format.
//!
//! Pure: text in, text out. Whether to colour, and how wide the terminal is, are parameters.

mod diagnostic;
mod fix;
mod report;
mod severity;
mod source;

pub use diagnostic::{Diagnostic, Place, Related};
pub use fix::{Applicability, Applied, Edit, Fix, SkipReason, Skipped, apply, diff};
pub use report::{Checked, Note, Report, RuleInfo, Summary};
pub use severity::{Severity, UnknownSeverity};
pub use source::Source;
