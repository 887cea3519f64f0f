//! Markdown documents as a flat arena of byte ranges: blocks, sections, fields.
