//! Whether a stated version is that of a package.

/// Whether it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is.
    Yes,
    /// It is another one.
    No,
    /// Nobody can tell.
    Unknown,
}

/// Holds a stated version against what a manifest asks for and what is locked.
pub fn fit(stated: &str, requirement: &str, locked: Option<&str>) -> Fit {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let bare = |text: &str| plain(text).trim_start_matches(['^', '~', '=', '>', '<', 'v']).to_owned();
    if !requirement.is_empty()
        && (plain(stated) == plain(requirement) || bare(stated) == bare(requirement) && is_plain(stated))
    {
        return Fit::Yes;
    }
    let Some(actual) = locked.map(str::to_owned).or_else(|| lowest(requirement)) else { return Fit::Unknown };
    let Some(actual) = numbers(&actual) else { return Fit::Unknown };
    let mut fits = Fit::Yes;
    for part in stated.split(',').flat_map(|part| part.split("||").take(1)) {
        match one(part.trim(), &actual) {
            Fit::Yes => {}
            other => fits = other,
        }
    }
    fits
}

/// Whether a requirement's lower bound is above a stated version.
pub fn asks_for_more(stated: &str, requirement: &str) -> bool {
    let bound = requirement.split(',').map(str::trim).find_map(|part| part.strip_prefix(">="));
    let (Some(bound), Some(stated)) = (
        bound.and_then(|bound| numbers(bound.trim())),
        numbers(stated.trim_start_matches(['>', '=', '^', '~', ' '])),
    ) else {
        return false;
    };
    // `3` says nothing of what stands behind the point.
    let length = bound.len().min(stated.len());
    bound[..length] > stated[..length]
}

fn is_plain(stated: &str) -> bool {
    stated.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit())
}

/// The least version that a requirement allows: `^18.2.0` begins with 18.2.0.
fn lowest(requirement: &str) -> Option<String> {
    let first = requirement
        .split([',', ' ', '|'])
        .map(str::trim)
        .find(|part| part.contains(|c: char| c.is_ascii_digit()))?;
    // What is below a bound may be anything.
    (!first.starts_with('<') && !first.starts_with('!'))
        .then(|| first.trim_start_matches(['^', '~', '=', '>', 'v', '[', '(']).to_owned())
}

/// The numbers of a version: `1.2.3-rc.1` is 1, 2, 3.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let start = version.trim().trim_start_matches('v');
    let core = start.split(['-', '+', ' ']).next()?;
    let parts: Vec<u64> = core.split('.').map_while(|part| part.parse().ok()).collect();
    (!parts.is_empty()).then_some(parts)
}

fn one(stated: &str, actual: &[u64]) -> Fit {
    let rest = stated.trim_start_matches(['^', '~', '=', '>', '<', ' ']);
    let operator: String =
        stated[..stated.len() - rest.len()].chars().filter(|c| !c.is_whitespace()).collect();
    let newer = rest.ends_with('+')
        || ["or later", "or newer", "or above", "or higher"].iter().any(|ending| rest.ends_with(ending));
    let Some(wanted) = numbers(rest.trim_end_matches('+')) else { return Fit::Unknown };
    let padded = |parts: &[u64]| (0..4).map(|at| parts.get(at).copied().unwrap_or(0)).collect::<Vec<_>>();
    let (least, found) = (padded(&wanted), padded(actual));
    let holds = |holds: bool| if holds { Fit::Yes } else { Fit::No };
    match operator.as_str() {
        ">=" => holds(found >= least),
        ">" => holds(found > least),
        "<" => holds(found < least),
        "<=" => holds(found <= least || actual.starts_with(&wanted)),
        _ if newer => holds(found >= least),
        "^" | "~" | "~>" | "~=" | "" | "=" | "==" => {
            if actual.starts_with(&wanted) {
                return Fit::Yes;
            }
            // The same line of compatible versions: the same major one, of 0.x the same minor one.
            let line = |parts: &[u64]| match parts {
                [0, minor, ..] => (0, Some(*minor)),
                [major, ..] => (*major, None),
                [] => (0, None),
            };
            if line(&wanted) != line(actual) {
                return Fit::No;
            }
            if operator.starts_with('=') { Fit::Unknown } else { holds_or_unknown(found >= least) }
        }
        _ => Fit::Unknown,
    }
}

fn holds_or_unknown(holds: bool) -> Fit {
    if holds { Fit::Yes } else { Fit::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_people_write_them() {
        for (stated, requirement, locked, expected) in [
            ("0.8", "0.8", Some("0.8.7"), Fit::Yes),
            ("1", "1", Some("1.48.0"), Fit::Yes),
            ("1.x", "^1.2", None, Fit::Yes),
            ("18", "^18.2.0", None, Fit::Yes),
            (">= 18", "^20.1.0", None, Fit::Yes),
            (">= 18", "^16", None, Fit::No),
            ("^4", "4.19.2", None, Fit::Yes),
            ("4.6+", "4.7", None, Fit::Yes),
            ("~> 7.1", "~> 7.1.3", None, Fit::Yes),
            ("2", "^1.9", Some("1.9.3"), Fit::No),
            ("0.9", "0.8", Some("0.8.7"), Fit::No),
            ("3.2.1", "3.2.1", None, Fit::Yes),
            ("3.9", "3.4", Some("3.4.1"), Fit::Unknown),
            ("0.115", ">=0.110,<1", Some("0.115.2"), Fit::Yes),
            ("5", "", None, Fit::Unknown),
            ("latest", "1.2", None, Fit::Unknown),
            ("v5.7.1", "v5.7.1", None, Fit::Yes),
        ] {
            assert_eq!(fit(stated, requirement, locked), expected, "{stated} {requirement} {locked:?}");
        }
    }
}
