use crate::links::{End, follow};
use crate::rule::rule;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_syntax::Anchors;

rule! {
    /// A link or image points at a file that is not there.
    ///
    /// ## Why it matters
    ///
    /// The document leans on something that its readers cannot open.
    ///
    /// ## What counts
    ///
    /// Relative paths of links, images and reference definitions that a link uses. A path is tried from the document's folder and from the
    /// root, as written, without its `.html`, with `.md`, and as a folder's `index.md` or `README.md`. Addresses, paths
    /// from the root of a web site (`/docs/…`) and masks such as `<path>` are not judged. A file counts as missing only
    /// where that is sure: the whole repository is there, or the folder that the path leads into holds files of its kind.
    ///
    /// ## How to mend it
    ///
    /// Correct the path, add the file, or take the link out.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What?
    /// ```
    ///
    /// ```files
    /// specs/other.md
    /// docs/image.png
    /// ```
    ///
    /// ```document path: specs/export.md
    /// # Export
    /// ## Goals
    /// See [the other](othr.md) and [the plan][plan].
    ///                 ~~~~~~~ there is no file `othr.md`
    ///
    /// [plan]: ../plans/export.md
    /// ~~~~~~~ there is no file `../plans/export.md`
    /// ```
    ///
    /// ```document path: specs/export.md
    /// # Export
    /// ## Goals
    /// See [the other](other#goals), ![how](../docs/image.png?raw=true), [this](#goals), [the site](/guide) and
    /// <https://example.org>.
    /// ```
    "dangling-link", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(governing) = &context.governing else { return };
    let mut anchors = None;
    for pointer in context.pointers() {
        if pointer.path.is_empty() || !pointer.used || follow(context.files, context.path, &pointer.path) != End::Missing {
            continue;
        }
        let mut template = governing.template.links().iter().map(|link| governing.template.destination(link));
        if template.any(|kept| kept == pointer.path) {
            continue;
        }
        let path = &pointer.path;
        let host = path.split('/').next().unwrap_or_default();
        let address = path.contains('/') && host.split_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.')
        });
        let help = if address {
            format!("did you mean `https://{path}`?")
        } else if anchors.get_or_insert_with(|| Anchors::new(context.document)).contains(path) {
            format!("did you mean `#{path}`?")
        } else {
            "correct the path, add the file, or take the link out".to_owned()
        };
        report.at(pointer.range, format!("there is no file `{path}`")).help(help);
    }
}
