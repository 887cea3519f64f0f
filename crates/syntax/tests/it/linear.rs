//! Hard texts: deep nesting, endless lines, unclosed marks. Each is a sound document and comes to an end.
//!
//! That time grows with the size, and not faster, is what `cargo bench -p abide-syntax --bench scaling` shows: a clock is no
//! test on a machine that is busy with other things.

use abide_syntax::{Anchors, Document, check_invariants};

#[path = "../../benches/support/shapes.rs"]
mod shapes;

#[test]
fn hard_texts_are_sound_documents() {
    const SIZE: usize = 10_000;
    for (name, shape) in shapes::SHAPES {
        let mut count = 16;
        while shape(count).len() < SIZE {
            count *= 2;
        }
        let document = Document::parse(shape(count));
        assert_eq!(check_invariants(&document), Ok(()), "{name}");
        Anchors::new(&document);
    }
}
