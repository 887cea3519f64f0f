//! What a default gives, whatever its spelling.

/// The value that a default gives.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// No value.
    Null,
    /// This text or number.
    Literal(String),
    /// The time of the insertion.
    Now,
    /// A new identifier, or the next number.
    Identifier,
    /// Something else.
    Other(String),
}

impl DefaultValue {
    /// Reads a default as a database or a document writes it.
    pub fn read(written: &str) -> Self {
        let mut text = written.trim().trim_matches('`').trim();
        while let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
            text = inner.trim();
        }
        let quoted = |text: &str| {
            let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
            let rest = &text[1..];
            let end = rest.find(quote)?;
            // What follows may only be a cast.
            (rest[end + 1..].is_empty() || rest[end + 1..].trim_start().starts_with("::"))
                .then(|| rest[..end].to_owned())
        };
        if let Some(literal) = quoted(text) {
            return Self::Literal(literal);
        }
        let text = text.split("::").next().unwrap_or(text).trim();
        let lower = text.to_lowercase();
        let bare: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
        match bare.as_str() {
            "null" | "nil" => return Self::Null,
            "now" | "currenttimestamp" | "currentdate" | "currenttime" | "getdate" | "getutcdate"
            | "sysdate" | "utcnow" | "datetimenow" | "datetimeutcnow" | "localtimestamp" | "creationtime" => {
                return Self::Now;
            }
            "autoincrement" | "auto" | "generated" | "serial" | "identity" => return Self::Identifier,
            _ => {}
        }
        if lower.contains("nextval")
            || ((lower.contains("uuid") || lower.contains("ulid")) && !lower.contains(' '))
        {
            return Self::Identifier;
        }
        if lower.contains("'now'")
            || lower.contains("current time")
            || lower.starts_with("now")
            || lower.contains("current_timestamp")
        {
            return Self::Now;
        }
        let simple = !text.is_empty() && !text.contains(['(', ' ', '<', '|', '$', '{']);
        let plain = simple || text == "{}" || text == "[]";
        if plain { Self::Literal(text.to_owned()) } else { Self::Other(text.to_owned()) }
    }

    /// Whether two defaults are the same value.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(two)) => {
                let truth = |text: &str| match text.to_lowercase().as_str() {
                    "true" | "t" | "yes" | "on" => "1".to_owned(),
                    "false" | "f" | "no" | "off" => "0".to_owned(),
                    other => other.to_owned(),
                };
                let number = |text: &str| text.replace('_', "").parse::<f64>().ok();
                // A cell that is not to look empty says so in words.
                let empty = |text: &str| text.is_empty() || text.eq_ignore_ascii_case("empty");
                truth(one) == truth(two)
                    || empty(one) && empty(two)
                    || matches!((number(one), number(two)), (Some(one), Some(two)) if one == two)
            }
            _ => self == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_in_other_spellings() {
        for (one, two) in [
            ("'open'", "open"),
            ("'open'::text", "`'open'`"),
            ("1", "true"),
            ("'t'", "TRUE"),
            ("0.00", "0"),
            ("(datetime('now'))", "CURRENT_TIMESTAMP"),
            ("strftime('%Y', 'now')", "now()"),
            ("gen_random_uuid()", "uuid_generate_v4()"),
            ("nextval('a_seq'::regclass)", "auto"),
            ("'{}'::jsonb", "{}"),
            ("NULL::character varying", "null"),
            ("''", "empty"),
        ] {
            assert!(
                DefaultValue::read(one).same(&DefaultValue::read(two)),
                "{one} {two}: {:?} {:?}",
                DefaultValue::read(one),
                DefaultValue::read(two)
            );
        }
        for (one, two) in [("1", "2"), ("'open'", "closed"), ("now()", "1"), ("null", "0")] {
            assert!(!DefaultValue::read(one).same(&DefaultValue::read(two)), "{one} {two}");
        }
    }
}
