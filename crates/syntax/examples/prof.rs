#![allow(clippy::all, clippy::disallowed_methods, clippy::print_stdout)]
use abide_syntax::*;
use std::sync::Arc;
fn main() {
    let list = std::fs::read_to_string("/tmp/h/list").unwrap();
    let files: Vec<Arc<str>> =
        list.lines().step_by(4).map(|f| std::fs::read_to_string(f).unwrap().into()).collect();
    let mode = std::env::args().nth(1).unwrap_or_default();
    let (mut n, mut b) = (0, 0);
    for f in &files {
        if mode == "bare" {
            bare(f);
        } else {
            let d = Document::parse(Arc::clone(f));
            n += d.nodes().len();
        }
        b += f.len();
    }
    println!("{n} nodes {b} bytes");
}
#[inline(never)]
fn bare(t: &str) {
    let o = pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_FOOTNOTES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS;
    for e in pulldown_cmark::Parser::new_ext(&t, o).into_offset_iter() {
        std::hint::black_box(&e);
    }
}
