#![allow(clippy::all, clippy::disallowed_methods, clippy::print_stdout)]
use abide_syntax::*;
fn main() {
    let list = std::fs::read_to_string("/tmp/h/list").unwrap();
    for f in list.lines() {
        let t = std::fs::read_to_string(f).unwrap();
        let d = Document::parse(t.as_str());
        if let Err(e) = check_invariants(&d) {
            println!("INV {f}: {e}");
        }
        for n in d.nodes() {
            if n.kind == NodeKind::Comment && !n.range.slice(&t).ends_with("-->") {
                println!(
                    "UNCLOSED {f}:{} {:?}",
                    d.line(n.range.start),
                    n.range.slice(&t).chars().take(60).collect::<String>()
                );
            }
        }
        if let Some(p) = d.front_matter().and_then(|f| f.problem.as_ref()) {
            println!("FM {f} {p:?}");
        }
    }
}
