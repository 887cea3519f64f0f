//! Prints what is inferred from template files.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let document = abide_syntax::Document::parse(text);
        let schema = abide_template::infer(&path, &document);
        println!("== {path}");
        for inference in &schema.inferences {
            println!(
                "{:4} {:12} {}",
                document.line(inference.range.start),
                inference.kind.name(),
                inference.text
            );
        }
    }
}
