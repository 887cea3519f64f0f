use super::*;
use abide_model::Spec;

/// The body of a document, with marks written out.
fn body(text: &str) -> String {
    let document = Document::parse(text);
    let spec = Spec::read("a.md", &document);
    let resolve = |link: &str| match link {
        "b.md" => Some("/spec/b.md".to_owned()),
        link if link.starts_with("https://") => Some(link.to_owned()),
        link => link.strip_prefix('#').map(|anchor| format!("/spec/a.md#s-{anchor}")),
    };
    let sheet = Sheet { document: &document, items: &spec.items, findings: &[], resolve: &resolve };
    render(&sheet, |mark| match mark {
        Mark::Statements(items) => {
            let kinds: Vec<&str> =
                items.iter().filter_map(|at| spec.items.get(*at)).map(|item| item.kind.name()).collect();
            format!("[{}]", kinds.join(" "))
        }
        Mark::Finding(at) => format!("[finding {at}]"),
        Mark::Drawing(text) => format!("[drawing {}]", text.lines().next().unwrap_or_default()),
        Mark::Image { destination, said } => format!("[image {destination}: {said}]"),
        Mark::Task(done) => format!("[task {done}]"),
        Mark::WideBegin(section) => format!("[wide {section}]"),
        Mark::WideEnd => "[end]".to_owned(),
    })
    .html
}

#[test]
fn a_statement_is_marked_where_it_begins() {
    let html = body(
        "# Fees\n\n## Requirements\n\n- The system MUST add fees.\n- The system MUST round up.\n\nSome prose.\n",
    );
    assert_eq!(
        html,
        "<h1 id=\"s-fees\">Fees</h1>\n<h2 id=\"s-requirements\">Requirements</h2>\n<ul>\n<li>[requirement]The system MUST add \
         fees.</li>\n<li>[requirement]The system MUST round up.</li>\n</ul>\n<p>Some prose.</p>\n"
    );
}

#[test]
fn the_cells_of_a_row_share_one_mark() {
    let html = body("# A\n\n## Settings\n\n| Variable | Default |\n|:--|--:|\n| `FEE_DAYS` | 14 |\n");
    assert!(
        html.contains(
            "<tr><td class=\"left\">[setting]<code>FEE_DAYS</code></td><td class=\"right\">14</td></tr>"
        ),
        "{html}"
    );
    assert!(html.contains("[wide Settings]") && html.contains("</table>\n[end]"), "{html}");
}

#[test]
fn a_finding_is_told_behind_its_block() {
    let text = "# A\n\nOne.\n\n- two\n- three\n\n| a | b |\n|---|---|\n| c | d |\n";
    let document = Document::parse(text);
    let at = |word: &str| {
        let start = text.find(word).unwrap();
        TextRange::new(start, start + word.len())
    };
    let findings = [at("One"), at("two"), at("c |")];
    let sheet = Sheet { document: &document, items: &[], findings: &findings, resolve: &|_| None };
    let html = render(&sheet, |mark| match mark {
        Mark::Finding(number) => format!("({number})"),
        _ => String::new(),
    });
    assert!(html.html.contains("<p>One.</p>\n(0)"), "{}", html.html);
    assert!(html.html.contains("<li>two(1)"), "{}", html.html);
    assert!(html.html.contains("</table>\n(2)"), "{}", html.html);
}

#[test]
fn drawings_of_characters_stay_and_those_in_mermaid_are_drawn() {
    let html = body("# A\n\n```\n┌──┐\n│ a│\n└──┘\n```\n\n```mermaid\nflowchart LR\n a --> b\n```\n");
    assert!(html.contains("<pre tabindex=\"0\"><code>┌──┐\n│ a│\n└──┘\n</code></pre>"), "{html}");
    assert!(html.contains("[drawing flowchart LR]"), "{html}");
}

#[test]
fn links_lead_to_pages_and_nowhere_else() {
    let html = body(
        "# A\n\n[b](b.md) [here](#a) [net](https://example.com/) [file](src/main.rs) ![img](https://example.com/x.png)\n",
    );
    for expected in [
        "href=\"/spec/b.md\"",
        "href=\"/spec/a.md#s-a\"",
        "href=\"https://example.com/\"",
        "[image https://example.com/x.png: img]",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert!(!html.contains("main.rs") && !html.contains("<img"), "{html}");
}

#[test]
fn images_have_a_place_however_they_are_written() {
    let html = body(
        "# A\n\n![the *yard*](img/yard.png)\n\n<p align=\"center\">\n<img src=\"img/gate.png\" alt=\"the gate\" onerror=\"x()\">\n</p>\n\nSee <img src='img/key.svg'>.\n",
    );
    for expected in
        ["[image img/yard.png: the yard]", "[image img/gate.png: the gate]", "See [image img/key.svg: ]."]
    {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert!(!html.contains("<img") && !html.contains("onerror"), "{html}");
}

#[test]
fn tasks_say_whether_they_are_done() {
    let html = body("# A\n\n- [x] one\n- [ ] two\n");
    assert!(
        html.contains("[task true]one") && html.contains("[task false]two") && !html.contains("<input"),
        "{html}"
    );
}

#[test]
fn front_matter_is_no_text_and_shifts_no_mark() {
    let html = body(
        "---\ntitle: Fees\nstatus: draft\n---\n\n# Fees\n\n## Requirements\n\n- The system MUST add fees.\n",
    );
    assert!(html.starts_with("<h1 id=\"s-fees\">"), "{html}");
    assert!(html.contains("<li>[requirement]The system MUST add fees.</li>"), "{html}");
}

#[test]
fn repeated_headings_have_anchors_of_their_own_as_the_search_knows_them() {
    let text = "# A\n\n## Goals\n\na\n\n## Goals\n\nb\n\n## `Code` & more\n\nc\n";
    let html = body(text);
    for anchor in anchors(&Document::parse(text)) {
        assert!(html.contains(&format!("id=\"s-{}\"", anchor.id)), "{} in {html}", anchor.id);
    }
    assert!(html.contains("id=\"s-goals-1\""), "{html}");
}

/// Every way to run something that we know of.
pub const HOSTILE: &str = include_str!("../../tests/hostile.md");

#[test]
fn nothing_in_a_hostile_document_survives_that_could_run_load_or_fake() {
    let html = body(HOSTILE);
    let tags: Vec<String> =
        html.split('<').skip(1).map(|part| part.split('>').next().unwrap_or(part).to_lowercase()).collect();
    for tag in &tags {
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        for forbidden in [
            "script", "style", "iframe", "object", "embed", "form", "input", "button", "svg", "math", "link",
            "meta", "base", "img", "video", "audio", "template", "textarea",
        ] {
            assert_ne!(name, forbidden, "<{tag}>");
        }
        // What stands between quotation marks is text; what is left are names.
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on") && !names.contains("style=") && !names.contains("data-"), "<{tag}>");
        for value in tag.split('"').skip(1).step_by(2) {
            let compact: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            for scheme in ["javascript:", "data:", "vbscript:", "file:", "//"] {
                assert!(!compact.starts_with(scheme), "<{tag}>");
            }
        }
    }
    assert!(html.contains("The end of it."), "the whole document is there: {html}");
}

#[test]
fn a_document_cannot_write_a_mark() {
    let html = body(
        "# A\n\n<span data-mark=\"0000-0\"></span> <p data-mark=\"x-1\"></p>\n\n- The system MUST stay.\n",
    );
    assert!(html.contains("data-mark=\"0000-0\""), "a mark that is none stays a plain attribute: {html}");
    assert_eq!(html.matches("[requirement]").count(), 1, "{html}");
}
