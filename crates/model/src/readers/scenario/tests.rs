use crate::readers::tests::reader_test;

reader_test!(
    a_title_in_bold_before_the_clauses,
    "# T\n## Scenarios for acceptance\n**AC1: A box is opened.** Given a box that is shut. When the clerk opens it. Then it is open.\n",
    [
        "3 scenario \"AC1: A box is opened. Given a box that is shut. When the clerk opens it. Then it is open.\" given=a box that is shut. when=the clerk opens it. then=it is open."
    ]
);
reader_test!(
    headings_with_bullets,
    "# T\n## Requirements\n#### Scenario: A bad name\n- **GIVEN** a folder\n- **WHEN** `run \"x y\"`\n- **THEN** it fails\n- **AND** says why\n#### Scenario: [name]\n",
    [
        "3 scenario \"Scenario: A bad name\" title=A bad name given=a folder when=run \"x y\" then=it fails; says why"
    ]
);
reader_test!(
    one_line_each,
    "# T\n**Acceptance Scenarios**:\n\n1. **Given** a key, **When** it is used, **Then** it works.\n2. When idle Then it sleeps\n- When it may fail, we retry\n",
    [
        "4 scenario \"Given a key, When it is used, Then it works.\" given=a key when=it is used then=it works.",
        "5 scenario \"When idle Then it sleeps\" when=idle then=it sleeps",
    ]
);
reader_test!(
    bullets_in_a_row,
    "# T\n## Acceptance Criteria\n- GIVEN a\n- WHEN b\n- THEN c\n- GIVEN d\n- WHEN e\n- THEN f\n",
    ["3 scenario \"a → b → c\" given=a when=b then=c", "6 scenario \"d → e → f\" given=d when=e then=f"]
);
reader_test!(
    gherkin_blocks,
    "# T\n```gherkin\nFeature: x\n  Scenario: one\n    Given a\n    When b\n    Then c\n  Scenario: two\n    When d\n    Then e\n```\n",
    ["4 scenario \"one\" given=a when=b then=c", "8 scenario \"two\" when=d then=e"]
);
reader_test!(
    one_line_in_other_languages,
    "# T\n## Critères d'acceptation\n- Étant donné un vélo libre, quand on réserve, alors il est bloqué.\n- Dado um horário livre, quando alguém reserva, então ele some.\n- Допустим есть место, когда его берут, тогда оно занято.\n- 假如有空位，当顾客取号，那么打印号码\n",
    [
        "3 scenario \"Étant donné un vélo libre, quand on réserve, alors il est bloqué.\" given=un vélo libre when=on réserve then=il est bloqué.",
        "4 scenario \"Dado um horário livre, quando alguém reserva, então ele some.\" given=um horário livre when=alguém reserva then=ele some.",
        "5 scenario \"Допустим есть место, когда его берут, тогда оно занято.\" given=есть место when=его берут then=оно занято.",
        "6 scenario \"假如有空位，当顾客取号，那么打印号码\" given=有空位 when=顾客取号 then=打印号码",
    ]
);
reader_test!(
    rows_with_a_column_for_each_clause,
    "# T\n## Tests\n| ID | Given | When | Then |\n|---|---|---|---|\n| AT-1 | an empty slot | a box comes | it is put there |\n",
    ["5 scenario \"a box comes\" id=AT-1 given=an empty slot then=it is put there"]
);
reader_test!(
    scenarios_in_which_nothing_happens_and_tables_of_results,
    "# T\n## Acceptance scenarios\n1. **Given** a stamped card, **Then** it is kept.\n## Scenario matrix\n| Scenario | Expected result |\n|---|---|\n| No ink | It stops |\n## Notes\nGiven the above, then we wait.\n",
    [
        "3 scenario \"Given a stamped card, Then it is kept.\" given=a stamped card then=it is kept.",
        "7 scenario \"No ink\" then=It stops",
    ]
);
reader_test!(
    clauses_in_a_plain_block,
    "# T\n## Acceptance Criteria\n```text\nAC-1 — A late key\nGiven a lent key,\nWhen a week has gone,\nThen the clerk is told\n  and the lock is changed.\n\nGiven a rack,\nWhen it rains,\nThen it is covered.\n```\n## Notes\n```\nGiven a\nWhen b\nThen c\n```\n",
    [
        "4 scenario \"AC-1 — A late key\" given=a lent key when=a week has gone then=the clerk is told; the lock is changed.",
        "10 scenario \"a rack\" when=it rains then=it is covered.",
    ]
);

reader_test!(
    advice_on_when_to_do_a_thing,
    "# T\n## Acceptance Criteria\n- When to fold a page: when it is long, then fold it.\n",
    []
);
