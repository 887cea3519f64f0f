//! Other texts for documents of an open workspace: fixes that are not written yet.

use super::open::Workspace;
use crate::mend::{Mended, Texts, mend};
use abide_diagnostics::Applicability;

impl Workspace {
    /// Takes these texts in place of those that were read; paths of no document are passed over.
    pub fn take_texts(&mut self, texts: &Texts) {
        let Self { documents, projects, history, .. } = self;
        for state in documents {
            if let Some(text) = texts.get(&state.file.path) {
                state.take_text(text);
                state.govern(projects, history);
            }
        }
    }

    /// Applies fixes until none is left; the workspace holds the mended texts then, and nothing is written yet.
    pub fn mend(&mut self, level: Applicability) -> Mended {
        let report = self.check();
        mend(report, level, |texts| {
            self.take_texts(texts);
            self.check()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::check::OpenRequest;

    const TEMPLATE: &str = "# Title\n\n- Created: YYYY-MM-DD\n\n## Goals\n\nWhat do we want?\n\n## Risks\n\nWhat may go \
                            wrong?\n\n## Rollout\n\nIn which steps?\n";
    const SPEC: &str = "# Export\n\n- Created: 2026-1-5\n\n## Goals\n\nEverything as CSV.\n\n## Risks\n\nNone.\n\n## \
                        Rollout\n\nAt once.\n";

    #[test]
    fn fixes_of_real_rules_settle_and_a_second_run_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".git")).unwrap();
        fs::create_dir_all(folder.path().join("specs")).unwrap();
        fs::write(folder.path().join("specs/template.md"), TEMPLATE).unwrap();
        fs::write(folder.path().join("specs/export.md"), SPEC).unwrap();
        let current = folder.path().to_owned();
        let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };

        let mended = Workspace::open(&request).unwrap().mend(Applicability::Safe);
        let change = &mended.changes["specs/export.md"];
        assert_eq!(&*change.before, SPEC);
        assert_eq!(&*change.after, SPEC.replace("2026-1-5", "2026-01-05"));

        let root = crate::files::Root::find(folder.path(), folder.path());
        assert!(mended.write(&root).is_empty());
        let again = Workspace::open(&request).unwrap().mend(Applicability::Safe);
        assert!(again.changes.is_empty());
    }
}
