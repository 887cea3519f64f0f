//! Runs the examples of an emitter's page: what the documentation shows is what the emitter writes.
//!
//! A `document` fence is a specification; the fences after it, up to the next one, are the files that come of it, in order.
//! `DIGEST` in a file stands for the digest of the specification; a page without any file only shows the document. `omitted` fences list what is reported.

use crate::{Artifact, Emitter, Source, SourceDocument};
use abide_model::Spec;
use abide_syntax::{Document, NodeId, NodeKind};

/// The artifact of one document.
pub fn emit(emitter: &Emitter, text: &str) -> Artifact {
    let spec = Spec::read("specs/example.md", &Document::parse(text));
    (emitter.emit)(&Source { documents: vec![SourceDocument { spec: &spec, text }] })
}

/// The files of an artifact, without the digest in their headers.
fn files(artifact: &Artifact, text: &str) -> Vec<String> {
    let digest: String = blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect();
    artifact.files.iter().map(|file| file.text.replace(&digest, "DIGEST")).collect()
}

pub fn run_page(emitter: &Emitter) {
    let page = Document::parse(emitter.page());
    let mut expected: Vec<(String, Vec<String>, Option<String>)> = Vec::new();
    for at in 0..page.nodes().len() {
        let id = NodeId(at as u32);
        if !matches!(page.node(id).kind, NodeKind::Code { fenced: true }) {
            continue;
        }
        let text = page.code_text(id).into_owned();
        match (page.code_language(id).as_deref(), expected.last_mut()) {
            (Some("document"), _) => expected.push((text, Vec::new(), None)),
            (Some("omitted"), Some(example)) => example.2 = Some(text),
            (Some(_), Some(example)) => example.1.push(text),
            _ => {}
        }
    }
    assert!(!expected.is_empty(), "{}: a page shows a document and what comes of it", emitter.name);
    for (text, wanted, omitted) in expected {
        let artifact = emit(emitter, &text);
        assert!(!artifact.files.is_empty(), "{}: nothing comes of\n{text}", emitter.name);
        // Long files stand in the emitter's own tests.
        let wanted = if wanted.is_empty() { files(&artifact, &text) } else { wanted };
        assert_eq!(
            files(&artifact, &text).join("=====\n"),
            wanted.join("=====\n"),
            "{}: of\n{text}",
            emitter.name
        );
        if let Some(omitted) = omitted {
            let lines: Vec<String> = artifact
                .omitted
                .iter()
                .map(|omission| format!("{}: {}\n", omission.line, omission.reason))
                .collect();
            assert_eq!(lines.concat(), omitted, "{}: of\n{text}", emitter.name);
        }
        assert_eq!(
            artifact,
            emit(emitter, &text),
            "{}: the same specification gives the same bytes",
            emitter.name
        );
    }
}
