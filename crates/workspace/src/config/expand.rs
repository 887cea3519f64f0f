//! `${NAME}` in settings: filled in when a value is used, from an environment that the caller passes.

/// A value that cannot be filled in.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExpandError {
    /// The environment has no such variable.
    #[error("the environment variable `{0}` is not set; set it, or change the setting that uses it")]
    Unset(String),
    /// `${` without a `}`, or with something in between that is no name.
    #[error("`{0}` is not a variable; write `${{NAME}}`, or `$${{` for the characters themselves")]
    Malformed(String),
}

impl ExpandError {
    pub(super) fn message(&self, setting: &str) -> String {
        match self {
            Self::Unset(name) => format!("`{setting}` uses the unset variable `{name}`"),
            Self::Malformed(text) => format!("`{setting}` has `{text}`, which is not a variable"),
        }
    }

    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Unset(_) => "set it, or change the setting",
            Self::Malformed(_) => "write `${NAME}`, or `$${` for the characters themselves",
        }
    }
}

/// Replaces every `${NAME}` in `text` by what `lookup` gives for it; `$${` stands for `${` itself.
///
/// What a variable holds is taken as it is: a `${` in it is not looked at.
pub fn expand(text: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<String, ExpandError> {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        if let Some(before) = before.strip_suffix('$') {
            result.push_str(before);
            result.push_str("${");
            rest = from.strip_prefix("${").unwrap_or_default();
            continue;
        }
        result.push_str(before);
        let name = from.strip_prefix("${").and_then(|from| from.split_once('}'));
        let Some((name, after)) = name.filter(|(name, _)| is_name(name)) else {
            let shown = from.split_inclusive('}').next().unwrap_or(from);
            return Err(ExpandError::Malformed(shown.chars().take(40).collect()));
        };
        result.push_str(&lookup(name).ok_or_else(|| ExpandError::Unset(name.to_owned()))?);
        rest = after;
    }
    result.push_str(rest);
    Ok(result)
}

/// The variables that `text` uses, in order, each as often as it is used.
pub fn variables(text: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    // A malformed reference was refused when the file was read; here it ends the list.
    let _ = expand(text, |name| {
        names.borrow_mut().push(name.to_owned());
        Some(String::new())
    });
    names.into_inner()
}

/// Whether every `${` is a reference, or escaped.
pub(super) fn check(text: &str) -> Result<(), ExpandError> {
    expand(text, |_| Some(String::new())).map(|_| ())
}

fn is_name(name: &str) -> bool {
    let first = name.chars().next();
    first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Result<String, ExpandError> {
        expand(text, |name| match name {
            "KEY" => Some("secret".to_owned()),
            "ODD" => Some("${KEY}".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn variables_are_filled_in_and_everything_else_stays() {
        assert_eq!(expanded("Bearer ${KEY}!").unwrap(), "Bearer secret!");
        assert_eq!(expanded("a $5 {port} ${ODD}").unwrap(), "a $5 {port} ${KEY}");
        assert_eq!(expanded("$${KEY} and ${KEY}").unwrap(), "${KEY} and secret");
    }

    #[test]
    fn an_unset_variable_is_an_error_and_never_empty() {
        assert_eq!(expanded("${NOPE}"), Err(ExpandError::Unset("NOPE".to_owned())));
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in ["${KEY", "${}", "${a-b}", "${1}"] {
            assert!(matches!(check(text), Err(ExpandError::Malformed(_))), "{text}");
        }
    }

    #[test]
    fn the_variables_of_a_text_are_known_without_their_values() {
        assert_eq!(variables("${A}-$${B}-${C}${A}"), ["A", "C", "A"]);
    }
}
