//! Conditions of checks: where they stand in a definition, and what they allow.

/// The conditions of the checks in a `CREATE TABLE`.
pub fn of_definition(sql: &str) -> Vec<String> {
    let blank = without_text(sql);
    let upper = blank.to_ascii_uppercase();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = upper.get(from..).and_then(|rest| rest.find("CHECK")).map(|at| at + from) {
        from = at + "CHECK".len();
        let boundary = !upper[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &upper[from..];
        let open = from + (rest.len() - rest.trim_start().len());
        if boundary
            && upper[open..].starts_with('(')
            && let Some(end) = closing(&blank, open)
        {
            found.push(one_line(&sql[open + 1..end]));
            from = end;
        }
    }
    found
}

/// The parts between the first parentheses, cut at commas: the columns of a `CREATE INDEX`.
pub fn list_in_parentheses(sql: &str) -> Vec<String> {
    let blank = without_text(sql);
    let Some(open) = blank.find('(') else { return Vec::new() };
    let Some(end) = closing(&blank, open) else { return Vec::new() };
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_u32, open + 1);
    for (at, byte) in blank.bytes().enumerate().take(end).skip(open + 1) {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(one_line(&sql[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(one_line(&sql[start..end]));
    parts
}

/// The same text with literals and comments blanked out: as long, byte by byte.
fn without_text(sql: &str) -> String {
    let bytes = sql.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    let mut blank = |from: usize, to: usize| out[from..to].fill(b' ');
    while at < bytes.len() {
        let end = |found: Option<usize>, more: usize| {
            found.map_or(bytes.len(), |found| (at + found + more).min(bytes.len()))
        };
        let rest = &bytes[at..];
        let next = if rest.starts_with(b"--") {
            end(rest.iter().position(|byte| *byte == b'\n'), 0)
        } else if rest.starts_with(b"/*") {
            end(rest.windows(2).position(|two| two == b"*/"), 2)
        } else if rest[0] == b'\'' {
            end(rest[1..].iter().position(|byte| *byte == b'\''), 2)
        } else {
            at += 1;
            continue;
        };
        blank(at, next);
        at = next;
    }
    String::from_utf8(out).unwrap_or_default()
}

fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a condition has that column in it, outside of its literals.
pub fn speaks_of(check: &str, column: &str) -> bool {
    let blank = without_text(check).to_lowercase();
    let name = |c: char| !(c.is_alphanumeric() || c == '_');
    blank.split(name).any(|word| word == column.to_lowercase())
}

/// The text literals of a condition, in order.
pub fn literals(check: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = check;
    while let Some((_, after)) = rest.split_once('\'') {
        let Some((literal, after)) = after.split_once('\'') else { break };
        if !found.iter().any(|known| known == literal) {
            found.push(literal.to_owned());
        }
        rest = after;
    }
    if found.is_empty() { numbers(check) } else { found }
}

/// The numbers of which a column has to be one: "has_lid IN (0, 1)".
fn numbers(check: &str) -> Vec<String> {
    let lower = check.to_lowercase();
    let listed = lower.split_once(" in ").or_else(|| lower.split_once(" in(")).map(|(_, behind)| behind);
    let inner = listed.map(|behind| behind.trim_start().trim_start_matches('('));
    let Some((inner, _)) = inner.and_then(|behind| behind.split_once(')')) else { return Vec::new() };
    let parts: Vec<String> = inner.split(',').map(|part| part.trim().to_owned()).collect();
    let number = |part: &String| part.parse::<f64>().is_ok();
    if parts.iter().all(number) { parts } else { Vec::new() }
}

/// The least and the most that conditions allow for a number; each with whether it is itself allowed.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Bounds {
    /// The least.
    pub least: Option<(f64, bool)>,
    /// The most.
    pub most: Option<(f64, bool)>,
}

/// What a condition of plain comparisons, joined by AND, allows for a column; none where it says more than that.
pub fn bounds(check: &str, column: &str) -> Option<Bounds> {
    let lower = check.to_lowercase();
    let bare: String = lower.chars().filter(|c| !matches!(c, '(' | ')' | '"' | '`')).collect();
    let bare = strip_casts(&bare);
    let bare = bare.replace(">=", " >= ").replace("<=", " <= ").replace('>', " > ").replace('<', " < ");
    let bare =
        bare.replace(">  =", ">=").replace("<  =", "<=").replace(" > =", " >= ").replace(" < =", " <= ");
    let words: Vec<&str> = bare.split_whitespace().collect();
    let column = column.to_lowercase();
    let mut bounds = Bounds::default();
    let mut rest = words.as_slice();
    loop {
        let (operator, value, more) = match rest {
            [name, "between", least, "and", most, ..] if *name == column => {
                bounds.least = Some((least.parse().ok()?, true));
                bounds.most = Some((most.parse().ok()?, true));
                ("", 0.0, rest.get(5..)?)
            }
            [name, operator, value, ..] if *name == column => {
                (*operator, value.parse().ok()?, rest.get(3..)?)
            }
            [value, operator, name, ..] if *name == column => {
                let turned = match *operator {
                    ">" => "<",
                    "<" => ">",
                    ">=" => "<=",
                    "<=" => ">=",
                    _ => return None,
                };
                (turned, value.parse().ok()?, rest.get(3..)?)
            }
            _ => return None,
        };
        match operator {
            ">" => bounds.least = Some((value, false)),
            ">=" => bounds.least = Some((value, true)),
            "<" => bounds.most = Some((value, false)),
            "<=" => bounds.most = Some((value, true)),
            "" => {}
            _ => return None,
        }
        match more {
            [] => return Some(bounds),
            ["and", more @ ..] => rest = more,
            _ => return None,
        }
    }
}

/// `0::numeric` is `0`.
fn strip_casts(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("::") {
        out.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_comparisons_are_bounds() {
        let said = |check: &str| bounds(check, "weight");
        assert_eq!(said("weight > 0").unwrap().least, Some((0.0, false)));
        assert_eq!(
            said("((weight >= 1) AND (weight <= 30000))").unwrap(),
            Bounds { least: Some((1.0, true)), most: Some((30000.0, true)) }
        );
        assert_eq!(said("(weight > (0)::numeric)").unwrap().least, Some((0.0, false)));
        assert_eq!(said("weight BETWEEN 1 AND 5").unwrap().most, Some((5.0, true)));
        assert_eq!(said("0 < weight").unwrap().least, Some((0.0, false)));
        for other in ["weight > 0 OR note IS NULL", "length(note) > 3", "weight > height", "weight <> 0"] {
            assert_eq!(said(other), None, "{other}");
        }
    }

    #[test]
    fn literals_are_no_code() {
        let check = "status IN ('open', 'paid', 'weight')";
        assert_eq!(literals(check), ["open", "paid", "weight"]);
        assert!(speaks_of(check, "status") && !speaks_of(check, "weight"));
        assert_eq!(literals("has_lid IN (0, 1)"), ["0", "1"]);
        assert!(literals("weight > 0").is_empty());
        assert_eq!(
            list_in_parentheses("CREATE INDEX a ON b (lower(x, ','), y DESC)"),
            ["lower(x, ',')", "y DESC"]
        );
    }
}
