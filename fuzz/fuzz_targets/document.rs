//! Any bytes: decoding refuses them or they are a sound document.

#![no_main]

use abide_syntax::{Document, check_invariants, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes.to_vec()) else { return };
    if let Err(problem) = check_invariants(&Document::parse(text)) {
        panic!("{problem}");
    }
});
