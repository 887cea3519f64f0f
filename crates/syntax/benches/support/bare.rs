//! The parser alone: what no document can be faster than.

use pulldown_cmark::{Options, Parser};
use std::hint::black_box;

/// Runs pulldown-cmark over `text` with the options that documents use, and drops every event.
pub fn parse(text: &str) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options).into_offset_iter() {
        black_box(&event);
    }
}
