//! Packages and images that a sentence names with their versions: "pins `zstd` 1.5.2", "built from `alpine:3.20`".

use super::push;
use crate::marks::Mark;
use crate::{Context, Items};
use abide_syntax::{SectionId, TextRange};

/// Reads the paragraphs of a part about dependencies.
pub(super) fn packages(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    for (_, range) in context.paragraphs(id) {
        let source = document.slice(range);
        let mut at = 0;
        let mut parts = source.split('`');
        at += parts.next().map_or(0, str::len);
        while let (Some(code), Some(after)) = (parts.next(), parts.next()) {
            let start = at;
            let behind = start + code.len() + 2;
            at = behind + after.len();
            let Some(version) = version(after) else { continue };
            if !is_package(code) {
                continue;
            }
            let lead = after.len() - after.trim_start().len();
            let end = behind + lead + version.len();
            let range = TextRange::new(range.start() + start, range.start() + end);
            let number = version.trim_start_matches("version ");
            push(items, id, range, code, "library", Some(number), None);
        }
    }
}

/// Images that a sentence on a container says it is built from, below any heading.
pub(super) fn images(context: &Context, id: SectionId, items: &mut Items) {
    let document = context.document;
    for (_, range) in context.paragraphs(id) {
        if !context.marked(Mark::Image, range) {
            continue;
        }
        for sentence in crate::sentence::split(document.slice(range)) {
            let lower = sentence.to_lowercase();
            let built = ["built from", "built on", "based on", "base image", "builds from", "starts from"];
            if !built.iter().any(|words| lower.contains(words)) {
                continue;
            }
            let image = sentence.split('`').skip(1).step_by(2).find(|code| is_image(code));
            if let (Some(image), Some(range)) = (image, TextRange::of_slice(document.text(), sentence)) {
                push(items, id, range.trim(document.text()), image, "image", None, None);
            }
        }
    }
}

/// The version that a text begins with.
fn version(after: &str) -> Option<&str> {
    let bare = after.trim_start();
    if bare.len() == after.len() {
        return None;
    }
    let words = bare.strip_prefix("version ").map_or(0, |_| "version ".len());
    let number: usize = bare
        .get(words..)?
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+'))
        .count();
    let written = bare.get(..words + number)?.trim_end_matches('.');
    let bare = written.get(words..)?.trim_start_matches('v');
    let parts = bare.split('.').count();
    (bare.starts_with(|c: char| c.is_ascii_digit()) && parts >= 2).then_some(written)
}

fn is_package(code: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '@' | '/' | '.');
    let file = [".txt", ".toml", ".json", ".lock", ".xml", ".gradle", ".mod", ".md", ".yml", ".yaml"];
    code.len() > 1
        && code.starts_with(|c: char| c.is_ascii_lowercase() || c == '@')
        && code.chars().all(letters)
        && !file.iter().any(|end| code.ends_with(end))
}

/// `alpine:3.20`, `registry.example/base/python:3.12-slim`
fn is_image(code: &str) -> bool {
    let Some((name, tag)) = code.rsplit_once(':') else { return false };
    let letters =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/');
    let named = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(letters);
    let tagged = tag.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    named && !tag.is_empty() && tagged && name != "localhost"
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn packages_and_images_in_sentences() {
        let text = "# T\n## Dependencies\n`press.txt` pins `inkwell` 2024.2 (fonts) and `paper-kit` 2.14.0. For work on it there is `press-test`\nv8.3.3.\n\nThe image is built from `alpine:3.20` and listens on port 80.\n## Running\nIt answers at `localhost:80` and is based on `ideas`.\n";
        assert_eq!(
            shown(&[Kind::Dependency], text),
            [
                "3 dependency inkwell version=2024.2 what=library",
                "3 dependency paper-kit version=2.14.0 what=library",
                "3 dependency press-test version=v8.3.3 what=library",
                "6 dependency alpine:3.20 what=image",
            ]
        );
    }
}
