#![allow(clippy::all, clippy::disallowed_methods, clippy::print_stdout)]
use std::io::Read;
fn main() {
    let mut t = String::new();
    std::io::stdin().read_to_string(&mut t).unwrap();
    let o = pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_FOOTNOTES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS;
    for (e, r) in pulldown_cmark::Parser::new_ext(&t, o).into_offset_iter() {
        println!("{r:?} {e:?} {:?}", &t.get(r.clone()));
    }
    let d = abide_syntax::Document::parse(t.as_str());
    for (i, n) in d.nodes().iter().enumerate() {
        println!("{i} {n:?} {:?}", n.range.slice(&t));
    }
    for s in d.sections() {
        println!("{s:?}");
    }
    for s in d.fields() {
        println!("{}={:?} {s:?}", s.name(&t), s.value.slice(&t));
    }
    println!("{:?}", d.front_matter());
    println!("{:?}", abide_syntax::check_invariants(&d));
}
