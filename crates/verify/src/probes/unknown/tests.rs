use super::PROBE;
use crate::testing;

#[test]
fn a_service_of_other_habits_is_proven_and_each_fault_refuted() {
    testing::assert_board(&PROBE, 1, &[("error-shape", "FR-009")]);
}

#[test]
fn a_deed_on_what_is_not_there_is_tried_with_its_own_operation() {
    let tried = |rule: &str| {
        let text = format!(
            "# Plots\n\n## API\n\n- `POST /plots` adds a plot.\n- `GET /plots/{{id}}` reads one.\n- `DELETE /plots/{{id}}` removes it.\n- `POST /plots/{{id}}/lease` leases a plot.\n\n## Requirements\n\n- {rule}\n"
        );
        let facts = std::sync::Arc::new(testing::facts_of_markdown(&text, "", testing::Setup::default()));
        let spec = &facts.specs[0];
        let item = spec.of_kind(abide_model::Kind::Requirement).last().unwrap();
        let claims = super::claims(&crate::probe::ItemContext {
            facts: &facts,
            number: 0,
            spec,
            item,
            document: spec,
            stated: item,
        });
        claims.iter().map(|claim| claim.title.replace(" does not find an unknown id", "")).collect::<Vec<_>>()
    };
    assert_eq!(tried("If the plot does not exist, leasing it answers 404."), ["POST /plots/{id}/lease"]);
    assert_eq!(
        tried("When a plot does not exist, reading or removing it gives 404."),
        ["GET /plots/{id}", "DELETE /plots/{id}"]
    );
    // A deed that no operation is known to be is tried by nothing else.
    assert_eq!(tried("If the plot does not exist, weeding it answers 404."), Vec::<String>::new());
    assert_eq!(tried("An unknown id is answered with 404.").len(), 3);
}

#[test]
fn a_method_that_a_path_does_not_take() {
    let tried = |rule: &str| {
        let text = format!(
            "# Nets\n\n## API\n\n- `GET /boats/{{id}}/nets` lists those of a boat.\n- `GET /nets` lists all.\n- `GET /nets/{{id}}` reads one.\n\n## Requirements\n\n- {rule}\n"
        );
        let facts = testing::facts_of_markdown(&text, "", testing::Setup::default());
        let spec = &facts.specs[0];
        let item = spec.of_kind(abide_model::Kind::Requirement).last().unwrap();
        let context = crate::probe::ItemContext {
            facts: &std::sync::Arc::new(testing::facts_of_markdown(&text, "", testing::Setup::default())),
            number: 0,
            spec,
            item,
            document: spec,
            stated: item,
        };
        let named = facts.api.sentences.iter().filter_map(|sentence| super::named_method(&context, sentence));
        named.map(|claim| claim.title).collect::<Vec<_>>()
    };
    assert_eq!(tried("`PUT /nets` is answered with `405`."), ["PUT /nets answers 405"]);
    for rule in [
        "`DELETE /nets` is answered with `405` unless the archive is open.",
        "`PUT /nets` may be answered with `405`.",
        "`GET /nets` is answered with `405`.",
    ] {
        assert_eq!(tried(rule), [""; 0], "{rule}");
    }
}
