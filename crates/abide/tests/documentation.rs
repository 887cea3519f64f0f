//! The generated pages under `docs/` say what the code says. `scripts/docs` writes them.

// Tests read and write files of their own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::path::Path;

#[test]
fn the_generated_pages_are_not_stale() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let update = std::env::var_os("ABIDE_UPDATE_DOCS").is_some();
    let mut stale = Vec::new();
    for (name, text) in abide::documentation::pages() {
        let file = folder.join(name);
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &text).unwrap();
        } else if std::fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "stale pages under docs/: {stale:?}; run scripts/docs");
}
