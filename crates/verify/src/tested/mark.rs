//! The test that a mark stands at.

use regex::Regex;
use std::sync::LazyLock;

/// How tests begin, in languages that people write tests in.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r#"^\s*(?:pub\s+)?(?:async\s+)?fn\s+(\w+)"#,
        r#"^\s*(?:async\s+)?def\s+(\w+)"#,
        r#"^\s*func\s+(?:\([^)]*\)\s*)?(\w+)"#,
        r#"^\s*(?:it|test|specify|scenario|describe|context)(?:\.\w+)*\s*\(?\s*["'`](.+?)["'`]"#,
        r#"^\s*(?:@\w+\s+)*(?:public\s+|private\s+|internal\s+|static\s+|async\s+|override\s+)*(?:void|Task|ValueTask|suspend\s+fun|fun|function)\s+`?([\w ]+?)`?\s*\("#,
        r#"^\s*Scenario(?: Outline)?:\s*(.+?)\s*$"#,
        r#"^\s*@test\s+"(.+?)""#,
    ];
    Regex::new(&format!("(?:{})", patterns.join("|"))).unwrap_or_else(|error| unreachable!("{error}"))
});

/// How far behind a mark its test may begin.
const BEHIND: usize = 12;

/// The name of the test that the mark in a 1-based line stands above, or in.
pub fn test_at(text: &str, line: u32) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = (line as usize).checked_sub(1)?;
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = lines.get(at)?;
    if let Some(name) = name(own) {
        return Some(name);
    }
    let behind = lines.iter().skip(at + 1).take(BEHIND).find_map(|line| Some((indent(line), name(line)?)));
    match behind {
        Some((depth, name)) if depth >= indent(own) => Some(name),
        // Deeper than the next test: it stands within the one before.
        _ => lines.iter().take(at).rev().find_map(|line| name(line).filter(|_| indent(line) < indent(own))),
    }
}

fn name(line: &str) -> Option<String> {
    let found = BEGINS.captures(line)?;
    found.iter().skip(1).flatten().next().map(|name| name.as_str().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_above_its_test_or_in_it() {
        for (text, line, expected) in [
            ("// verifies: FR-1\n#[test]\nfn orders_are_stored() {\n", 1, "orders_are_stored"),
            ("# verifies: FR-1\n@pytest.mark.slow\nasync def test_store(db):\n", 1, "test_store"),
            ("def test_a():\n    # verifies: FR-1\n    assert 1\n\ndef test_b():\n", 2, "test_a"),
            ("// verifies: FR-1\nfunc TestStore(t *testing.T) {\n", 1, "TestStore"),
            ("  // verifies: FR-1\n  it('stores an order', async () => {\n", 1, "stores an order"),
            ("  it.only(\"stores\", () => { // verifies: FR-1\n", 1, "stores"),
            ("  /** verifies: FR-1 */\n  @Test\n  void storesOrders() {\n", 1, "storesOrders"),
            ("  // verifies: FR-1\n  [Fact]\n  public async Task Stores() {\n", 1, "Stores"),
            ("  // verifies: FR-1\n  public function testStores(): void\n", 1, "testStores"),
            ("  # verifies: FR-1\n  it \"stores\" do\n", 1, "stores"),
            ("  # verifies: FR-1\n  Scenario: An order is stored\n", 1, "An order is stored"),
        ] {
            assert_eq!(test_at(text, line).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(test_at("// verifies: FR-1\nlet x = 1;\n", 1), None);
    }
}
