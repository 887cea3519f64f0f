//! Paths with parameters: `/parcels/{id}`, `/parcels/:id`, `/parcels/<id>`, `/parcels/[id]`.

/// A path as documented, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    segments: Vec<Segment>,
    trailing_slash: bool,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text as it is.
    Literal(String),
    /// A parameter, with what stands around it: `{id}.json`.
    Parameter {
        /// What stands before it.
        before: String,
        /// Its name.
        name: String,
        /// What stands after it.
        after: String,
    },
}

impl PathTemplate {
    /// Takes a path apart; a query is dropped.
    pub fn read(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default().trim();
        let segments = path.split('/').filter(|part| !part.is_empty()).map(Segment::read).collect();
        Self { segments, trailing_slash: path.len() > 1 && path.ends_with('/') }
    }

    /// The segments.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// This path below another one, unless it says that one itself.
    pub fn below(&self, base: &PathTemplate) -> PathTemplate {
        if self.starts_with(base) {
            return self.clone();
        }
        let segments = base.segments.iter().chain(&self.segments).cloned().collect();
        PathTemplate { segments, trailing_slash: self.trailing_slash }
    }

    /// Whether it begins with all of another path; names of parameters do not count.
    pub fn starts_with(&self, other: &PathTemplate) -> bool {
        self.segments.len() >= other.segments.len()
            && self.segments.iter().zip(&other.segments).all(|(one, two)| one.fits(two))
    }

    /// Whether it ends with all of another path; names of parameters do not count.
    pub fn ends_with(&self, other: &PathTemplate) -> bool {
        let skipped = self.segments.len().checked_sub(other.segments.len());
        skipped.is_some_and(|skipped| {
            self.segments.iter().skip(skipped).zip(&other.segments).all(|(one, two)| one.fits(two))
        })
    }

    /// Whether it is the same path; names of parameters do not count.
    pub fn same(&self, other: &PathTemplate) -> bool {
        self.segments.len() == other.segments.len() && self.starts_with(other)
    }

    /// Whether it is another path below a usual base: `/api/v1/doors` and `/doors`.
    pub fn is_below_base(&self, short: &PathTemplate) -> bool {
        let count = self.segments.len().saturating_sub(short.segments.len());
        let is_base = |segment: &Segment| match segment {
            Segment::Literal(text) => {
                let digits = text.strip_prefix('v').unwrap_or_default();
                matches!(text.as_str(), "api" | "rest") || digits.starts_with(|c: char| c.is_ascii_digit())
            }
            Segment::Parameter { .. } => false,
        };
        count > 0
            && !short.segments.is_empty()
            && self.ends_with(short)
            && self.segments.iter().take(count).all(is_base)
    }

    /// The first `count` segments.
    pub fn prefix(&self, count: usize) -> PathTemplate {
        PathTemplate { segments: self.segments.iter().take(count).cloned().collect(), trailing_slash: false }
    }

    /// The parameters with the numbers of their segments, from left to right.
    pub fn parameters(&self) -> impl Iterator<Item = (usize, &str)> {
        self.segments.iter().enumerate().filter_map(|(at, segment)| match segment {
            Segment::Parameter { name, .. } => Some((at, name.as_str())),
            Segment::Literal(_) => None,
        })
    }

    /// The last segment that is plain text.
    pub fn last_literal(&self) -> Option<&str> {
        self.segments.iter().rev().find_map(|segment| match segment {
            Segment::Literal(text) => Some(text.as_str()),
            Segment::Parameter { .. } => None,
        })
    }

    /// Whether it ends with a parameter: one object, not a collection of them.
    pub fn ends_with_parameter(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Parameter { .. }))
    }

    /// The path with its parameters filled in, from left to right; one without a value stays as it is written.
    pub fn fill(&self, values: &[String]) -> String {
        let mut values = values.iter();
        let mut path = String::new();
        for segment in &self.segments {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::Parameter { before, name, after } => {
                    let value = values.next().map_or_else(|| format!("{{{name}}}"), |value| encoded(value));
                    path.push_str(&format!("{before}{value}{after}"));
                }
            }
        }
        if self.trailing_slash || path.is_empty() {
            path.push('/');
        }
        path
    }
}

impl std::fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.fill(&[]))
    }
}

impl Segment {
    fn read(text: &str) -> Self {
        let parameter = |before: &str, name: &str, after: &str| Segment::Parameter {
            before: before.to_owned(),
            name: name
                .trim()
                .trim_start_matches('*')
                .split([':', '|'])
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned(),
            after: after.to_owned(),
        };
        for (open, close) in [("{", "}"), ("<", ">"), ("[", "]")] {
            if let Some((before, rest)) = text.split_once(open)
                && let Some((name, after)) = rest.split_once(close)
                && !name.is_empty()
            {
                return parameter(before, name, after);
            }
        }
        match text.strip_prefix(':') {
            Some(name) if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                parameter("", name, "")
            }
            _ => Segment::Literal(text.to_owned()),
        }
    }

    fn fits(&self, other: &Segment) -> bool {
        match (self, other) {
            (Segment::Literal(one), Segment::Literal(two)) => one == two,
            (Segment::Parameter { before, after, .. }, Segment::Parameter { before: b, after: a, .. }) => {
                before == b && after == a
            }
            _ => false,
        }
    }
}

/// A value as one segment of a path, or as one value of a query.
pub fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'@'
            | b':'
            | b'!'
            | b'$' => {
                text.push(byte as char);
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_in_their_spellings() {
        for path in [
            "/parcels/{id}/events",
            "/parcels/:id/events",
            "/parcels/<id>/events",
            "/parcels/[id]/events",
            "/parcels/{id:uuid}/events?x=1",
        ] {
            let template = PathTemplate::read(path);
            assert_eq!(template.parameters().collect::<Vec<_>>(), [(1, "id")], "{path}");
            assert_eq!(template.fill(&["a b/c".to_owned()]), "/parcels/a%20b%2Fc/events", "{path}");
        }
        assert_eq!(PathTemplate::read("/files/v{n}.json").fill(&["2".to_owned()]), "/files/v2.json");
        assert_eq!(PathTemplate::read("/").fill(&[]), "/");
        assert_eq!(PathTemplate::read("/a/").fill(&[]), "/a/");
    }

    #[test]
    fn a_base_is_put_in_front_once() {
        let base = PathTemplate::read("/api/v1/");
        assert_eq!(PathTemplate::read("/parcels").below(&base).to_string(), "/api/v1/parcels");
        assert_eq!(PathTemplate::read("/api/v1/parcels").below(&base).to_string(), "/api/v1/parcels");
        assert_eq!(PathTemplate::read("/api/v10/x").below(&base).to_string(), "/api/v1/api/v10/x");
    }

    #[test]
    fn names_of_parameters_do_not_count() {
        assert!(PathTemplate::read("/a/{id}").same(&PathTemplate::read("/a/:key")));
        assert!(!PathTemplate::read("/a/{id}").same(&PathTemplate::read("/a/b")));
    }
}
