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
fn small_images_are_in_the_file_and_large_ones_are_named() {
    let small =
        library(&[("specs/yard.md", "# Yard\n\n![The gate](gate.png)\n"), ("specs/gate.png", "small")]);
    let large = library(&[("specs/yard.md", "# Yard\n\n![The gate](gate.png)\n")]);
    // Nothing of it repeats, so that it would show if it were in the file.
    let noise: Vec<u8> = (0u32..20_000)
        .flat_map(|number| number.wrapping_mul(2_654_435_761).rotate_left(7).to_le_bytes())
        .collect();
    std::fs::write(large.path().join("specs/gate.png"), [noise.clone(), noise].concat()).unwrap();
    let none = library(&[("specs/yard.md", "# Yard\n\n![The gate](gate.png)\n")]);
    let size = |folder: &tempfile::TempDir| export(&open(folder.path())).unwrap().len();
    assert!(size(&small) > size(&none));
    assert!(size(&large) < size(&none) + 400, "{} and {}", size(&large), size(&none));
}

#[test]
fn the_board_can_be_read_without_scripts() {
    let file = export(&open(library(&[]).path())).unwrap();
    let main = file.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap();
    assert!(main.contains("Lending") && main.contains("Fees"), "{main}");
}

#[test]
fn the_file_fetches_nothing_and_runs_only_its_own_script() {
    let folder = library(&[("specs/hostile.md", include_str!("../hostile.md"))]);
    let file = export(&open(folder.path())).unwrap();
    assert!(file.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; script-src &#39;sha256-"), "{}", &file[..800]);
    assert!(!file.contains("unsafe"));
    for (start, _) in file.match_indices(" src=").chain(file.match_indices("<link ")) {
        // What a title says of tags is text.
        if file[..start].rfind('>') > file[..start].rfind('<') {
            continue;
        }
        let around: String = file[start..].chars().take(40).collect();
        assert!(around.starts_with("<link rel=\"icon\" href=\"data:") || around.contains("${"), "{around}");
    }
    // The titles of documents stand in the navigation, as text; all else of them is packed.
    assert_eq!(file.matches("<script").count(), 2);
    assert_eq!(file.matches("</script").count(), 2);
}
