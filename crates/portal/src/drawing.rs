//! Drawings: Mermaid as SVG, without a network and without a script. What the library refuses is shown as its text.

use crate::document::clean_drawing;
use mermaid_svg::Theme;
use pulldown_cmark::CodeBlockKind;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A drawing that is larger than this is shown as text: laying it out takes longer than reading it.
const LONGEST: usize = 30_000;
/// And one of more lines.
const MOST_LINES: usize = 400;

/// Whether a fence holds a drawing that can be made.
pub fn is_drawing(kind: &CodeBlockKind<'_>) -> bool {
    crate::document::language(kind).eq_ignore_ascii_case("mermaid")
}

/// A drawing as SVG; none where it cannot be made. `number` tells the drawings of a page apart.
pub fn draw(text: &str, number: usize) -> Option<String> {
    if text.len() > LONGEST || text.lines().count() > MOST_LINES {
        return None;
    }
    // The library is young, and a document may hold anything.
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let diagram = mermaid_svg::parse(text).ok()?;
        mermaid_svg::render_diagram_with(&diagram, &theme()).ok()
    }));
    let svg = clean_drawing(&drawn.ok()??);
    let svg = apart(&sized(&svg)?, number);
    svg.contains("<svg").then_some(svg)
}

/// What a drawing is of, in words: `stateDiagram-v2` is a state diagram.
pub fn noun(text: &str) -> &'static str {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("%%") && *line != "---")
        .unwrap_or_default()
        .to_lowercase();
    const NOUNS: &[(&str, &str)] = &[
        ("erdiagram", "entity relationship diagram"),
        ("statediagram", "state diagram"),
        ("sequencediagram", "sequence diagram"),
        ("classdiagram", "class diagram"),
        ("flowchart", "flow chart"),
        ("graph", "flow chart"),
        ("gantt", "Gantt chart"),
        ("pie", "pie chart"),
        ("journey", "user journey"),
        ("mindmap", "mind map"),
        ("timeline", "timeline"),
    ];
    NOUNS.iter().find(|(start, _)| first.starts_with(start)).map_or("diagram", |(_, noun)| noun)
}

/// The size as attributes, since the policy of the pages forbids styles.
fn sized(svg: &str) -> Option<String> {
    let start = svg.find("viewBox=\"")? + "viewBox=\"".len();
    let shown = svg.get(start..)?.split('"').next()?;
    let mut numbers = shown.split_whitespace().skip(2).map(str::parse::<f64>);
    let (width, height) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let rest = svg.strip_prefix("<svg")?;
    let rest = rest.replacen(" width=\"100%\"", "", 1);
    Some(format!("<svg width=\"{width:.0}\" height=\"{height:.0}\"{rest}"))
}

/// Names of parts, made different from those of other drawings on the page.
fn apart(svg: &str, number: usize) -> String {
    svg.replace(" id=\"", &format!(" id=\"d{number}-")).replace("url(#", &format!("url(#d{number}-"))
}

/// Colours are those of the page, so that a drawing is dark on a dark page.
fn theme() -> Theme {
    const fn of(name: &'static str) -> Cow<'static, str> {
        Cow::Borrowed(name)
    }
    Theme {
        fg: of("var(--ink)"),
        fg_muted: of("var(--ink-2)"),
        bg: of("var(--paper)"),
        actor_fill: of("var(--draw-fill)"),
        actor_stroke: of("var(--draw-line)"),
        lifeline: of("var(--rule-2)"),
        arrow_stroke: of("var(--ink-2)"),
        note_fill: of("var(--draw-note)"),
        note_stroke: of("var(--rule-2)"),
        activation_fill: of("var(--draw-fill)"),
        activation_stroke: of("var(--draw-line)"),
        frame_label_fill: of("var(--draw-fill)"),
        flow_node_fill: of("var(--draw-fill)"),
        flow_node_stroke: of("var(--draw-line)"),
        flow_edge_stroke: of("var(--ink-2)"),
        flow_label_bg: of("var(--paper)"),
        flow_cluster_fill: of("var(--sunk)"),
        flow_cluster_stroke: of("var(--rule-2)"),
        font_family: of("inherit"),
        ..Theme::default_theme()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagram_is_drawn_in_the_colours_of_the_page() {
        let svg = draw("stateDiagram-v2\n  [*] --> open\n  open --> closed : paid\n", 3).unwrap();
        assert!(svg.starts_with("<svg width="), "{svg}");
        assert!(svg.contains("var(--draw-fill)") && svg.contains(">paid<"), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("#fff"), "{svg}");
        let ids = svg.matches(" id=\"").count();
        assert_eq!(svg.matches(" id=\"d3-").count(), ids, "{svg}");
    }

    #[test]
    fn what_cannot_be_drawn_is_left_to_its_text() {
        assert_eq!(draw("sequenceDiagramm\n  what is this\n", 0), None);
        assert_eq!(draw(&format!("flowchart LR\n{}", "  a --> b\n".repeat(9_000)), 0), None);
    }

    #[test]
    fn the_largest_diagram_that_is_drawn_takes_no_longer_than_a_page_may() {
        let mut text = "flowchart LR\n".to_owned();
        let mut number = 0;
        while text.lines().count() < MOST_LINES {
            text.push_str(&format!("  n{} --> n{}\n", number % 97, (number * 31 + 7) % 89));
            number += 1;
        }
        let began = std::time::Instant::now();
        assert!(draw(&text, 0).is_some());
        assert!(began.elapsed() < std::time::Duration::from_secs(4), "{:?}", began.elapsed());
    }

    #[test]
    fn nothing_in_a_diagram_runs_or_loads() {
        let hostile = [
            "flowchart LR\n  a[\"<script>alert(1)</script>\"] --> b[\"<img src=x onerror=alert(1)>\"]\n",
            "flowchart LR\n  a --> b\n  click a \"javascript:alert(1)\"\n  click b call alert(1)\n",
            "flowchart LR\n  a --> b\n  style a fill:url(https://example.com/x),stroke:red\n",
            "%%{init: {\"themeVariables\": {\"primaryColor\": \"red\\\" onload=\\\"alert(1)\"}}}%%\nflowchart LR\n a --> b\n",
            "pie title <svg onload=alert(1)>\n \"<b onclick=alert(1)>\" : 3\n",
        ];
        for text in hostile {
            let Some(svg) = draw(text, 0) else { continue };
            let tags: Vec<&str> =
                svg.split('<').skip(1).map(|part| part.split('>').next().unwrap_or(part)).collect();
            for tag in tags {
                let attributes = tag.split('"').step_by(2).collect::<String>().to_lowercase();
                assert!(!attributes.contains(" on") && !attributes.contains("href"), "{tag} of {svg}");
                assert!(
                    !tag.starts_with("script") && !tag.starts_with("img") && !tag.starts_with("foreign"),
                    "{svg}"
                );
                assert!(!tag.contains("https:"), "{svg}");
            }
        }
    }
}
