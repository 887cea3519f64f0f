//! How bad a finding is.

use std::fmt;
use std::str::FromStr;

/// How bad a finding is, ordered from the mildest to the worst.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Info,
    /// Probably wrong, or it will be.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// Every severity, from the mildest to the worst.
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

    /// The name used in settings and in every output format.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no severity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownSeverity(pub String);

impl fmt::Display for UnknownSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown severity `{}`: use info, warning or error", self.0)
    }
}

impl std::error::Error for UnknownSeverity {}

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Severity::ALL.into_iter().find(|severity| severity.name() == name);
        known.ok_or_else(|| UnknownSeverity(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_severity_reads_back_from_its_name() {
        for severity in Severity::ALL {
            assert_eq!(severity.to_string().parse(), Ok(severity));
        }
    }

    #[test]
    fn an_unknown_name_says_which_names_exist() {
        let error = "fatal".parse::<Severity>().unwrap_err();
        assert_eq!(error.to_string(), "unknown severity `fatal`: use info, warning or error");
    }

    #[test]
    fn an_error_is_worse_than_a_warning_and_a_warning_than_an_info() {
        assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Info);
    }
}
