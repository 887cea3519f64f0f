//! How the work reaches its users, and how it is undone.

use super::Reader;
use crate::heads;
use crate::items::Draft;
use crate::text::{self, find_word, says_nothing};
use crate::{Context, Items, Kind};
use abide_syntax::SectionId;
use abide_template::Concept;

pub(super) const READER: Reader = Reader {
    name: "rollout",
    kinds: &[Kind::Rollout],
    documentation: "\
A step of rollout, migration, backfill or rollback: a bullet, numbered line or row under such a heading, and under the headings below it. \
`what` is rollout, migration or rollback, by the nearest heading or the line's own label.",
    read,
};

/// A longer paragraph explains rather than names a step.
const LONGEST: usize = 240;

fn read(context: &Context, items: &mut Items) {
    const HOLDERS: &[Concept] = &[Concept::Rollout, Concept::Migration, Concept::Rollback];
    for (id, _) in context.sections() {
        let direct = context.outline.holds(id, Kind::Rollout);
        // An option of a migration holds its steps.
        let option = context.outline.concepts(id).contains(&Concept::Alternative)
            && context.outline.within(id, HOLDERS);
        // A heading of its own name among them tells steps only where they are numbered or ticked.
        let own = context
            .outline
            .concepts(id)
            .iter()
            .any(|concept| HOLDERS.contains(concept) || *concept == Concept::Phase);
        // "How can it be switched off?" is answered, not stepped through.
        let asks = context
            .document
            .section(id)
            .is_some_and(|section| section.title.trim_end().ends_with(['?', '？']));
        let stepwise = || context.statements(id).iter().any(|statement| statement.ordered || statement.boxed);
        if !(option || direct && !asks && (own || stepwise())) {
            if !direct && !context.outline.within(id, super::entity::NOT_OWN) {
                labelled(context, id, items);
            }
            continue;
        }
        let of_heading = heading(context, id);
        for statement in context.statements(id) {
            let said = statement.text.as_str();
            if says_nothing(said) {
                continue;
            }
            let label = text::labelled(said).map_or("", |cut| cut.label);
            let group = statement.groups.last().map_or("", String::as_str);
            let what = word(label).or_else(|| word(group)).unwrap_or(of_heading);
            let mut draft = Draft::new(Kind::Rollout, id, statement.range).text(said).field("what", what);
            if let Some(done) = statement.done {
                draft = draft.field("done", done);
            }
            items.push(draft);
        }
        // Told in a sentence or two, without a list.
        let concepts = context.outline.concepts(id);
        if concepts.contains(&Concept::Rollback)
            && context.statements(id).is_empty()
            && context.fences_of(id).next().is_none()
        {
            for (node, range) in context.paragraphs(id) {
                let said = context.text(node);
                if said.len() <= LONGEST && !says_nothing(&said) && !said.ends_with([':', '?', '：', '？'])
                {
                    let range = range.trim(context.document.text());
                    items.push(Draft::new(Kind::Rollout, id, range).text(said).field("what", of_heading));
                }
            }
        }
        for grid in context.grids_of(id) {
            let Some(column) = grid.column(heads::STEP) else {
                continue;
            };
            for row in grid.filled_rows() {
                if let Some(said) = row.said(Some(column)) {
                    items.push(Draft::new(Kind::Rollout, id, row.range).text(said).field("what", of_heading));
                }
            }
        }
    }
}

/// "**Migration** (in SQL): each job gets a tray." in a paragraph of its own, below any heading of the design.
fn labelled(context: &Context, id: SectionId, items: &mut Items) {
    const LABELS: &[(&str, &str)] = &[
        ("migration", "migration"),
        ("data migration", "migration"),
        ("backfill", "migration"),
        ("migración", "migration"),
        ("migração", "migration"),
        ("datenmigration", "migration"),
        ("rollout", "rollout"),
        ("rollback", "rollback"),
        ("移行", "migration"),
        ("ロールバック", "rollback"),
        ("迁移", "migration"),
        ("回滚", "rollback"),
        ("마이그레이션", "migration"),
        ("롤백", "rollback"),
        ("миграция", "migration"),
        ("откат", "rollback"),
    ];
    for (node, range) in context.paragraphs(id) {
        let source = range.slice(context.document.text());
        let Some((label, behind)) = source.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
            continue;
        };
        let bare = label.trim_end_matches([':', '：', '.']);
        let behind = match behind.trim_start().strip_prefix('(') {
            Some(remark) => remark.split_once(')').map_or("", |(_, behind)| behind),
            None => behind,
        };
        let colon = bare.len() < label.len() || behind.trim_start().starts_with([':', '：']);
        let said = behind.trim_start_matches([':', '：', ' ']);
        let what = LABELS.iter().find(|(word, _)| bare.to_lowercase() == *word).map(|(_, what)| *what);
        let Some(what) =
            what.filter(|_| colon && !said.trim().is_empty() && !said.trim_end().ends_with([':', '：']))
        else {
            continue;
        };
        let range = range.trim(context.document.text());
        items.push(Draft::new(Kind::Rollout, id, range).text(context.text(node)).field("what", what));
    }
}

fn heading(context: &Context, id: SectionId) -> &'static str {
    let nearest = |concept: Concept| context.outline.nearest(id, &[concept]);
    let found =
        [(Concept::Rollback, "rollback"), (Concept::Migration, "migration"), (Concept::Rollout, "rollout")];
    // The innermost of the three decides.
    found
        .into_iter()
        .filter_map(|(concept, what)| Some((nearest(concept)?, what)))
        .max_by_key(|(section, _)| *section)
        .map_or("rollout", |(_, what)| what)
}

fn word(label: &str) -> Option<&'static str> {
    if find_word(label, "rollback").is_some()
        || find_word(label, "revert").is_some()
        || find_word(label, "contingency").is_some()
    {
        Some("rollback")
    } else if ["migration", "backfill", "migrate", "seeding"]
        .iter()
        .any(|word| find_word(label, word).is_some())
    {
        Some("migration")
    } else if find_word(label, "rollout").is_some() || find_word(label, "release").is_some() {
        Some("rollout")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::tests::reader_test;

    reader_test!(
        steps_by_heading_and_label,
        "# T\n## Rollout\n- Enable for one team\n- Migration: fill the new column\n### Rollback\n1. Switch the flag off\n## Migration Strategy\n### Option 2: Direct change\n- Update the clients\n",
        [
            "3 rollout \"Enable for one team\" what=rollout",
            "4 rollout \"Migration: fill the new column\" what=migration",
            "6 rollout \"Switch the flag off\" what=rollback",
            "9 rollout \"Update the clients\" what=migration",
        ]
    );
    reader_test!(
        a_paragraph_with_its_label,
        "# T\n## Data model\nJobs have trays.\n\n**Migration** (SQL): each job gets a tray.\n\n**Migration** is not needed\n",
        ["5 rollout \"Migration (SQL): each job gets a tray.\" what=migration"]
    );
    reader_test!(
        told_in_a_sentence_and_questions,
        "# T\n## Rollback\nTurn the flag off.\n## Plano de implantação\n1. Ativar para uma clínica.\n## Feature Enablement and Rollback\n### How can it be switched off?\n- [x] Feature gate\n",
        [
            "3 rollout \"Turn the flag off.\" what=rollback",
            "5 rollout \"Ativar para uma clínica.\" what=rollout",
        ]
    );
}
