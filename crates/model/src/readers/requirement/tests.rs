use crate::Kind;
use crate::readers::tests::{reader_test, shown};

reader_test!(
    a_requirements_section,
    "# T\n## Functional Requirements\n- **FR-001**: System MUST export\n- It should be quick\n- [requirement]\n\n## Non-Functional Requirements\n1. **Security**: keys stay secret\n",
    [
        "3 requirement \"FR-001: System MUST export\" id=FR-001 category=functional level=must",
        "4 requirement \"It should be quick\" category=functional level=should",
        "8 requirement \"Security: keys stay secret\" category=security",
    ]
);
reader_test!(
    headings_with_and_without_text_of_their_own,
    "# T\n## Requirements\n### FR1: Export\n**Description**: The tool must export.\n\n**Acceptance Criteria**:\n- [x] it exports\n### FR-2: Import\n- **FR-2.1**: reads files\n### Requirement: The tool is quiet\nIt SHALL say nothing. It MAY beep.\n#### Scenario: Run\n- **WHEN** run\n- **THEN** it SHALL be quiet\n",
    [
        "3 requirement \"FR1: Export\" id=FR1 category=functional level=must description=Description: The tool must export.",
        "9 requirement \"FR-2.1: reads files\" id=FR-2.1 category=functional",
        "10 requirement \"Requirement: The tool is quiet\" category=functional level=must description=It SHALL say nothing. It MAY beep.",
    ]
);
reader_test!(
    capitals_anywhere_and_conditions,
    "# T\n## Design\nClients MUST retry, e.g. twice. They are free. Servers\nSHOULD NOT wait. `MUST` is code.\n\n- Tokens MUST NOT leak\n- When idle, the system shall sleep\n- keys must be kept\n\nThe key words \"MUST\" and \"SHALL\" are as in RFC 2119.\n",
    [
        "3 requirement \"Clients MUST retry, e.g. twice.\" level=must category=functional",
        "3 requirement \"Servers SHOULD NOT wait.\" level=should_not category=functional",
        "6 requirement \"Tokens MUST NOT leak\" level=must_not category=functional",
        "7 requirement \"When idle, the system shall sleep\" level=must category=functional",
    ]
);
reader_test!(
    a_table_of_requirements,
    "# T\n## Requirements\n| ID | Requirement | Priority |\n|---|---|---|\n| R-1 | Exports PDF | high |\n\n| Metric | Target |\n|---|---|\n| p95 | < 200 ms |\n",
    ["5 requirement \"Exports PDF\" id=R-1 category=functional priority=high"]
);
reader_test!(
    paragraphs_with_ids_and_lines_about_a_requirement,
    "# T\n## Anforderungen\n**A-1** Das System muss Buchungen zeigen.\n\n**A-2** Das System druckt Etiketten.\n\n## Features\n### F1: Share\n**Priority**: P0\n- A link can be made\n- **Goal**: share\n- **R-3** The map shows all of this:\n  - zoom\n",
    [
        "3 requirement \"A-1 Das System muss Buchungen zeigen.\" id=A-1 category=functional level=must",
        "5 requirement \"A-2 Das System druckt Etiketten.\" id=A-2 category=functional",
        "10 requirement \"A link can be made\" category=functional",
        "12 requirement \"R-3 The map shows all of this:\" id=R-3 category=functional",
    ]
);
reader_test!(
    sentences_with_a_duty_in_front,
    "# T\n### Requirement 1: 貸出\n#### Acceptance Criteria\n1. While 休止中の場合, the 機械 shall 受付を拒む\n2. The 機械 shall 期限を14日とする\n3. The old one, which nobody has used for many years and which is long gone, shall rest\n## Notes\nThe cost shall be low.\n",
    [
        "2 requirement \"Requirement 1: 貸出\" category=functional",
        "4 requirement \"While 休止中の場合, the 機械 shall 受付を拒む\" level=must category=functional",
        "5 requirement \"The 機械 shall 期限を14日とする\" level=must category=functional",
    ]
);
reader_test!(
    duties_in_other_languages_and_nested_ones,
    "# T\n## Casos\n- CUANDO hay alarma, el sistema DEBE cerrar.\n- Le système NE DOIT PAS parler.\n- The gas cost shall be low\n## Requirements\n- R-1: The unit moves through this life:\n  - free\n  - It MUST be washed\n",
    [
        "3 requirement \"CUANDO hay alarma, el sistema DEBE cerrar.\" level=must category=functional",
        "4 requirement \"Le système NE DOIT PAS parler.\" level=must_not category=functional",
        "7 requirement \"R-1: The unit moves through this life:\" id=R-1 category=functional",
        "9 requirement \"It MUST be washed\" level=must category=functional",
    ]
);
reader_test!(
    what_lines_about_security_promise,
    "# T\n## Security Considerations\n- Answers carry `X-Frame-Options: DENY`.\n- Calls without a key get 401\n- Keys are never logged\n- Threat: ids are guessed with 404\n- We trust the network\n",
    [
        "3 requirement \"Answers carry X-Frame-Options: DENY.\" category=security",
        "4 requirement \"Calls without a key get 401\" category=security",
        "5 requirement \"Keys are never logged\" category=security",
    ]
);
reader_test!(
    what_lines_about_an_interface_promise,
    "# T\n## API\n- `GET /keys` lists the keys\n\nLists:\n- Keys are sorted by `name`, ascending.\n- `limit` may be 1 to 50; anything else gives 400.\n- Lists are short\n\nErrors:\n- Every error is `{\"code\": \"x\"}` as JSON.\n- 404: no such key\n- A body without a name is answered with 422 and code `invalid`.\n### `POST /keys`\n- A key that is there gives 409\n## Security\n- The `pin` is never returned to anybody.\n",
    [
        "6 requirement \"Keys are sorted by name, ascending.\" category=functional",
        "7 requirement \"limit may be 1 to 50; anything else gives 400.\" category=functional level=may",
        "11 requirement \"Every error is {\"code\": \"x\"} as JSON.\" category=functional",
        "13 requirement \"A body without a name is answered with 422 and code invalid.\" category=functional",
        "17 requirement \"The pin is never returned to anybody.\" category=security",
    ]
);
reader_test!(
    what_functions_do_is_none,
    "# T\n## Constraints\n- `check(order, now)`: refuses late orders\n- One order a day\n",
    ["4 requirement \"One order a day\" category=other"]
);
reader_test!(
    entries_of_several_sentences_and_paragraphs_between_scenarios,
    "# T\n## Design\n- **Tray.** It holds paper. Jobs MUST wait while\n  it is empty.\n- Ink is black. It MUST dry. It MAY shine.\n## Scenario: Printing\n**WHEN** a page is printed it SHALL dry.\n\nThe tray SHALL hold:\n- paper that SHALL be dry\n",
    [
        "3 requirement \"Tray. It holds paper. Jobs MUST wait while it is empty.\" level=must category=functional",
        "5 requirement \"It MUST dry.\" level=must category=functional",
        "5 requirement \"It MAY shine.\" level=may category=functional",
        "9 requirement \"The tray SHALL hold:\" level=must category=functional",
    ]
);
reader_test!(
    sentences_that_end_in_a_colon_and_labels_that_only_group,
    "# T\n## Requirements\n- The desk lets clerks keep guests with these details:\n  - name\n  - street\n- Printing:\n  - It prints\n",
    [
        "3 requirement \"The desk lets clerks keep guests with these details:\" category=functional",
        "7 requirement \"It prints\" category=functional",
    ]
);
reader_test!(
    requirements_in_a_plain_block,
    "# T\n## Functional Requirements\n```text\nFR-1  The rack shall hold\n      nine keys.\nFR-2  When a key is lost, the desk shall say so.\n```\n## Notes\n```\nFR-3  The rack shall stand.\n```\n",
    [
        "4 requirement \"FR-1  The rack shall hold nine keys.\" id=FR-1 level=must category=functional",
        "6 requirement \"FR-2  When a key is lost, the desk shall say so.\" id=FR-2 level=must category=functional",
    ]
);
reader_test!(
    rows_that_say_a_duty,
    "# T\n## Static rules\n| Rule | Code |\n|---|---|\n| A key MUST hang | K1 |\n| Keys are of brass | K2 |\n## Columns\n| Name | Type | About |\n|---|---|---|\n| key | text | MUST be unique |\n",
    ["5 requirement \"A key MUST hang\" id=K1 level=must category=functional"]
);
reader_test!(
    rules_with_an_id_beside_the_data,
    "# T\n## Data model\n### Rack\n- BR-1: A rack holds at most nine keys.\n## Requirements\n**Must have**\n- Keys expire\n\n**Nice to have**\n- A lamp\n",
    [
        "4 requirement \"BR-1: A rack holds at most nine keys.\" id=BR-1 category=functional",
        "7 requirement \"Keys expire\" category=functional",
        "10 requirement \"A lamp\" category=functional",
    ]
);
reader_test!(
    rows_with_ids_of_requirements,
    "# T\n## Improvements\n| Identifier | Improvement | Result |\n|---|---|---|\n| FR-31 | Print the day | The ticket shows it |\n| FR-32 | Print the hall | The ticket shows it |\n## Tests\n| ID | Case |\n|---|---|\n| FR-31 | A late ticket |\n",
    [
        "5 requirement \"Print the day\" id=FR-31 category=functional",
        "6 requirement \"Print the hall\" id=FR-32 category=functional",
    ]
);
reader_test!(
    names_below_a_whole_sentence_are_a_part_of_it,
    "# T\n## Requirements\nThe press must print for these halls:\n\n- North hall\n- South hall\n\nThe press must:\n\n- Print at night\n",
    [
        "3 requirement \"The press must print for these halls:\" level=must category=functional",
        "10 requirement \"Print at night\" category=functional",
    ]
);
reader_test!(
    paragraphs_that_say_nothing_but_duties,
    "# T\n## Functional requirements\n### Login\nThe user should be able to log in. The press should greet them.\n### Printing\nPrinting is fun. The press should be fast.\n### Anforderung an das Papier\nDas Papier soll weiß sein.\n## Exigences fonctionnelles\nLe site devra être disponible en deux langues. Il est beau.\n\nLe système devra permettre :\n- l'ajout ;\n",
    [
        "4 requirement \"The user should be able to log in.\" level=should category=functional",
        "4 requirement \"The press should greet them.\" level=should category=functional",
        "8 requirement \"Das Papier soll weiß sein.\" level=should category=functional",
        "10 requirement \"Le site devra être disponible en deux langues.\" level=must category=functional",
        "13 requirement \"l'ajout ;\" category=functional",
    ]
);

#[test]
fn tables_of_fields_and_of_changes_are_no_requirements_whatever_their_columns_are_called() {
    let text = "# T\n## Requirements\n### Loans\n| Field | Type | Rule |\n|---|---|---|\n| `title` | string | 1 to 9 characters |\n\n| From | What happens | To |\n|---|---|---|\n| `asked` | lend | `lent` |\n| `lent` | return | `asked` |\n\n| Rule | Why |\n|---|---|\n| Books are lent once | few |\n";
    let shown = shown(&[Kind::Requirement], text);
    assert_eq!(shown.len(), 1, "{shown:#?}");
    assert!(shown[0].contains("Books are lent once"));
}

#[test]
fn what_users_decide_in_a_system_is_required_and_no_decision() {
    let text = "# T\n## Functional requirements\n### Decisions\n- **FR-1** The chief shall decide a loan.\n- **FR-2** A decision is final.\n## Design\n### Decisions\n- DR-1 Use one binary\n";
    let shown = shown(&[Kind::Requirement, Kind::Decision], text);
    let kinds: Vec<&str> = shown.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(kinds, ["requirement", "requirement", "decision"], "{shown:#?}");
}

reader_test!(
    rows_with_ids_and_priorities_below_any_heading,
    "# T\n## Printing\n| ID | Name | Description | Priority | Notes |\n|---|---|---|---|---|\n| FR-1 | Print | A clerk can print a sheet. | Must | see FR-2 |\n## Traces\n| ID | Design | Code | Test | Board |\n|---|---|---|---|---|\n| FR-1 | d.md | p.rs | t.rs | 12 |\n",
    ["5 requirement \"A clerk can print a sheet.\" id=FR-1 category=functional priority=Must"]
);

reader_test!(
    ids_with_the_name_of_what_they_are_about,
    "# T\n## Press jobs\n### PRESS-SPEC-001 — Tell the clerk\nThe clerk is told.\n### OPEN-PRESS-001 — When\nNobody knows.\n",
    [
        "3 requirement \"PRESS-SPEC-001 — Tell the clerk\" id=PRESS-SPEC-001 category=functional description=The clerk is told.",
    ]
);

reader_test!(
    verbs_within_german_nouns_bind_nothing,
    "# T\n## Anforderungen\nSie sind als Muss- und Kann-Anforderungen gegeben.\n\nDas Blatt muss trocken sein.\n",
    ["5 requirement \"Das Blatt muss trocken sein.\" level=must category=functional"]
);
