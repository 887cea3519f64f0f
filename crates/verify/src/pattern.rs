//! Regular expressions that are compiled once, at their first use.

/// `pattern!(NAME, r"…")`: a static regular expression.
macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).expect("a valid pattern"));
    };
}

pub(crate) use pattern;
