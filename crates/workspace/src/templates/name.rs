//! The short name of a template, as used in `[template.NAME]` and `abide new NAME`.

use super::recognise::{is_mask, is_template_word, tokens};

/// The words of the path that say what the template is for: `kep` for `keps/NNNN-kep-template/README.md`.
pub(super) fn name(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let telling = |text: &str| {
        let words = tokens(text).into_iter();
        let kept = words.filter(|word| !is_mask(word) && !is_template_word(word) && word != "readme");
        kept.filter(|word| !word.chars().all(|c| c.is_ascii_digit())).collect::<Vec<_>>().join("-")
    };
    let parts = std::iter::once(stem).chain(folder.rsplit('/'));
    parts.map(telling).find(|name| !name.is_empty()).unwrap_or_else(|| "template".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_the_template_is_for() {
        for (path, expected) in [
            ("0000-template.md", "template"),
            ("specs/template.md", "specs"),
            ("docs/adr/adr-template-bare.md", "adr-bare"),
            ("keps/NNNN-kep-template/README.md", "kep"),
            (".specify/templates/spec-template.md", "spec"),
            ("_template/docs/specs/template.md", "specs"),
            ("docs/templates/Feature Request.md", "feature-request"),
        ] {
            assert_eq!(name(path), expected, "{path}");
        }
    }
}
