//! The portal in one file.

use crate::site::{library, open, refute};
use abide_portal::export;

#[test]
fn equal_documents_and_an_equal_ledger_give_equal_bytes() {
    let folder = library(&[]);
    refute(folder.path());
    let first = export(&open(folder.path())).unwrap();
    assert_eq!(first, export(&open(folder.path())).unwrap());
}

#[test]
fn the_file_fetches_nothing_and_runs_only_its_own_script() {
    let folder = library(&[("specs/hostile.md", include_str!("../hostile.md"))]);
    let file = export(&open(folder.path())).unwrap();
    assert!(file.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; script-src &#39;sha256-"), "{}", &file[..800]);
    assert!(!file.contains("unsafe"));
    for (start, _) in file.match_indices(" src=").chain(file.match_indices("<link ")) {
        let around: String = file[start..].chars().take(40).collect();
        assert!(around.starts_with("<link rel=\"icon\" href=\"data:") || around.contains("${"), "{around}");
    }
    // The titles of documents stand in the navigation, as text; all else of them is packed.
    assert_eq!(file.matches("<script").count(), 2);
    assert_eq!(file.matches("</script").count(), 2);
}
