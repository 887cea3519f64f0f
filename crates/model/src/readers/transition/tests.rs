//! Examples of changes of state.

use crate::readers::tests::reader_test;

reader_test!(
    changes_with_how_they_come_about,
    "# T\n## Life of a box\n| From | To | How |\n|---|---|---|\n| `shut` | `open` | `PATCH /boxes/{id}` |\n| `open` | `lost` | only by `POST /losses` |\n",
    [
        "5 transition shut -> open from=shut to=open machine=Life of a box trigger=PATCH /boxes/{id} endpoint=PATCH /boxes/{id}",
        "6 transition open -> lost from=open to=lost machine=Life of a box trigger=only by POST /losses",
    ]
);
reader_test!(
    diagrams_tables_and_lines,
    "# T\n## State Diagram\n```mermaid\nstateDiagram-v2\n  [*] --> Valid\n  Valid --> Used : consumed\n```\n## Order states\n- `draft` → `paid` (on payment)\n- open → sent → done\n## Transitions of a job\n| From | To | Trigger |\n|---|---|---|\n| new | run | start |\n",
    [
        "6 transition Valid -> Used from=Valid to=Used machine=State Diagram trigger=consumed initial=Valid",
        "9 transition draft -> paid from=draft to=paid machine=Order states trigger=on payment",
        "10 transition open -> sent from=open to=sent machine=Order states",
        "10 transition sent -> done from=sent to=done machine=Order states",
        "14 transition new -> run from=new to=run machine=Transitions of a job trigger=start",
    ]
);
reader_test!(
    a_lifecycle_that_lists_changes_is_no_flow,
    "# T\n## Letter lifecycle\n- draft → sent\n- `sent` → `read` (by the receiver)\n",
    [
        "3 transition draft -> sent from=draft to=sent machine=Letter lifecycle",
        "4 transition sent -> read from=sent to=read machine=Letter lifecycle trigger=by the receiver",
    ]
);
reader_test!(
    a_table_that_names_the_endpoint,
    "# T\n## State transitions\n| From | To | Endpoint |\n|---|---|---|\n| `new` | `run` | `POST /jobs/{id}/start` |\n",
    ["5 transition new -> run from=new to=run machine=State transitions endpoint=POST /jobs/{id}/start"]
);
reader_test!(
    lines_under_states,
    "# T\n## States\n- `draft` → `paid` (on payment)\n- open → sent → done when read\n- The system moves on → later when all of it is done\n",
    [
        "3 transition draft -> paid from=draft to=paid machine=States trigger=on payment",
        "4 transition open -> sent from=open to=sent machine=States trigger=read",
        "4 transition sent -> done from=sent to=done machine=States trigger=read",
    ]
);
reader_test!(
    rows_with_chains_or_with_the_states_that_may_follow,
    "# T\n## Status Transitions\n| Type | Valid transitions |\n|---|---|\n| task | open → run → done |\n| note | none |\n## Moves\n| State | Allowed transitions |\n|---|---|\n| `new` | `paid`, `gone` |\n| gone | none (terminal) |\n",
    [
        "5 transition open -> run from=open to=run machine=Status Transitions",
        "5 transition run -> done from=run to=done machine=Status Transitions",
        "10 transition new -> paid from=new to=paid machine=Moves",
        "10 transition new -> gone from=new to=gone machine=Moves",
    ]
);
reader_test!(
    words_and_branches,
    "# T\n## States\n- From `open` to `shut` when paid\n- wait → (run | stop) → done\n\n```plantuml\n@startuml\n[*] -> A\nA -right-> B : go\nnote right of A : x --> y\n@enduml\n```\n",
    [
        "3 transition open -> shut from=open to=shut machine=States trigger=paid",
        "4 transition wait -> run from=wait to=run machine=States",
        "4 transition wait -> stop from=wait to=stop machine=States",
        "4 transition run -> done from=run to=done machine=States",
        "4 transition stop -> done from=stop to=done machine=States",
        "9 transition A -> B from=A to=B machine=States trigger=go initial=A",
    ]
);
reader_test!(
    chains_behind_a_label_and_in_paragraphs,
    "# T\n## Letters\nStatus lifecycle: new → sent → read; sent → lost (by the post).\n- Route: Berlin → Paris\n- **Parcel states**: `open` -> `shut`\n## Letter lifecycle\nBlank → Posted → Known. A letter that nobody wants: Posted → Returned.\n",
    [
        "3 transition new -> sent from=new to=sent machine=Status lifecycle",
        "3 transition sent -> read from=sent to=read machine=Status lifecycle",
        "3 transition sent -> lost from=sent to=lost machine=Status lifecycle trigger=by the post",
        "5 transition open -> shut from=open to=shut machine=Parcel states",
        "7 transition Blank -> Posted from=Blank to=Posted machine=Letter lifecycle",
        "7 transition Posted -> Known from=Posted to=Known machine=Letter lifecycle",
        "7 transition Posted -> Returned from=Posted to=Returned machine=Letter lifecycle",
    ]
);
reader_test!(
    chains_that_are_no_states,
    "# T\nStatus: draft → review\n## Design\nThe status moves: from the queue it goes → to the printer when all of it is done.\n- State: kept in the browser -> sent\n## Change log\n- Status: draft → accepted\n",
    []
);
reader_test!(
    a_change_on_each_line_and_two_in_one_clause,
    "# T\n## Job lifecycle\nnew → run → done\nrun → shut\n\nA job may stop: run → wait (a while) or wait → lost after 5 days.\n",
    [
        "3 transition new -> run from=new to=run machine=Job lifecycle",
        "3 transition run -> done from=run to=done machine=Job lifecycle",
        "4 transition run -> shut from=run to=shut machine=Job lifecycle",
        "6 transition run -> wait from=run to=wait machine=Job lifecycle trigger=a while",
        "6 transition wait -> lost from=wait to=lost machine=Job lifecycle trigger=5 days",
    ]
);
reader_test!(
    what_must_not_happen_is_no_change,
    "# T\n## States\n### Invalid transitions\n- done → new\n### Changes\n- The press MUST reject: shut → new, done → run\n- Invalid states: x → y\n- new → rejected\n",
    ["8 transition new -> rejected from=new to=rejected machine=Changes"]
);

reader_test!(
    changes_among_the_words_of_a_field_stand_anywhere,
    "# T\n## Data\n### Door\n| Field | Type | Notes |\n|---|---|---|\n| id | integer | |\n| state | enum | `shut`, `open` or `gone`; set by the server |\n\nThe doors:\n\n- shut → open\n- open → gone\n- wait → see\n",
    [
        "11 transition shut -> open from=shut to=open machine=Door",
        "12 transition open -> gone from=open to=gone machine=Door",
    ]
);

reader_test!(
    changes_in_running_text,
    "# T\n## Data\n### Door\n- `id` (integer)\n- `state`: `shut`, `open` or `gone`\n\nA door starts as `shut`. From there it can become `open`. An open one becomes `gone` or `shut`; a gone one never becomes open.\n",
    [
        "7 transition shut -> open from=shut to=open machine=Door",
        "7 transition open -> gone from=open to=gone machine=Door",
        "7 transition open -> shut from=open to=shut machine=Door",
    ]
);

reader_test!(
    changes_behind_the_operations_that_make_them,
    "# T\n## Data model\n### Door\n- `id`: integer\n- `state`: enum `shut` | `open` | `stuck` | `sealed` | `gone`\n\n## API\n- `POST /doors/{id}/open` – porters; shut or stuck → open\n",
    [
        "8 transition shut -> open from=shut to=open machine=API endpoint=POST /doors/{id}/open",
        "8 transition stuck -> open from=stuck to=open machine=API endpoint=POST /doors/{id}/open",
    ]
);

reader_test!(
    two_chains_in_a_sentence,
    "# T\n## States\nA sheet: `blank` → `printed` → `cut`, or `blank` → `torn`.\n",
    [
        "3 transition blank -> printed from=blank to=printed machine=States",
        "3 transition printed -> cut from=printed to=cut machine=States",
        "3 transition blank -> torn from=blank to=torn machine=States",
    ]
);
reader_test!(
    a_state_that_nothing_follows,
    "# T\n## State machine\n| Current state | Target state | Actor |\n|---|---|---|\n| wet | dry | sun |\n| gone | None | None |\n",
    ["5 transition wet -> dry from=wet to=dry machine=State machine"]
);
reader_test!(
    notes_and_skins_draw_nothing,
    "# T\n## States\n```plantuml\n@startuml\nskinparam state {\n  A -> B\n}\n[*] --> A\nA --> B : go\nnote left of A\n  B --> C is not drawn\nend note\n@enduml\n```\n- 待機 → 搬送：本が来た\n",
    [
        "9 transition A -> B from=A to=B machine=States trigger=go initial=A",
        "15 transition 待機 -> 搬送 from=待機 to=搬送 machine=States trigger=本が来た",
    ]
);
reader_test!(
    heads_in_other_languages,
    "# T\n## 상태 전이\n| 현재 상태 | 이벤트 | 다음 상태 |\n|---|---|---|\n| 닫힘 | 열기 | 열림 |\n",
    ["5 transition 닫힘 -> 열림 from=닫힘 to=열림 machine=상태 전이 trigger=열기"]
);
reader_test!(
    a_chain_with_a_drawing_below_it,
    "# T\n## Statusmodell\nleer → gedruckt → geschnitten\n↓\nverworfen\n",
    [
        "3 transition leer -> gedruckt from=leer to=gedruckt machine=Statusmodell",
        "3 transition gedruckt -> geschnitten from=gedruckt to=geschnitten machine=Statusmodell",
    ]
);

reader_test!(
    a_table_of_states_in_code_with_what_happens_between_them,
    "# T\n## Loans\n| From | What happens | To | By whom |\n|---|---|---|---|\n| `asked` | lend | `lent` | clerk |\n| `asked`, `lent` | return | `back` | reader |\n\n| From | To | By |\n|---|---|---|\n| `a.rs` | `b.rs` | hand |\n| `b.rs` | `c.rs` | hand |\n",
    [
        "5 transition asked -> lent from=asked to=lent machine=Loans trigger=lend",
        "6 transition asked -> back from=asked to=back machine=Loans trigger=return",
        "6 transition lent -> back from=lent to=back machine=Loans trigger=return",
    ]
);

reader_test!(
    a_term_that_tells_how_states_follow_each_other,
    "# T\n## Key concepts\n- **Sheet lifecycle** — `wet` → `dry` | `torn`. Wet sheets wait.\n- **Ink** — black → grey\n",
    [
        "3 transition wet -> dry from=wet to=dry machine=Sheet lifecycle",
        "3 transition wet -> torn from=wet to=torn machine=Sheet lifecycle",
    ]
);

reader_test!(
    what_may_follow_in_a_column_for_each_role,
    "# T\n## Sheets\n| From | Clerk | Owner (own) |\n|---|---|---|\n| wet | dry, torn | torn |\n| dry | sent (by mail), torn | + wet |\n| sent, torn | terminal | - |\n## Trains\n| From | Day | Night |\n|---|---|---|\n| Ulm | 4, 9 | - |\n| Bonn | Ulm | 2 |\n",
    [
        "5 transition wet -> dry from=wet to=dry machine=Sheets",
        "5 transition wet -> torn from=wet to=torn machine=Sheets",
        "6 transition dry -> sent from=dry to=sent machine=Sheets",
        "6 transition dry -> torn from=dry to=torn machine=Sheets",
        "6 transition dry -> wet from=dry to=wet machine=Sheets",
    ]
);
reader_test!(
    states_in_boxes_of_their_own,
    "# T\n## Sheet lifecycle\n```\n┌─────┐  wait  ┌─────┐\n│ wet │ ─────► │ dry │\n└─────┘        └─────┘\n   │\n   │ rip\n   ▼\n┌──────┐\n│ torn │\n└──────┘\n```\n",
    [
        "5 transition wet -> dry from=wet to=dry machine=Sheet lifecycle",
        "5 transition wet -> torn from=wet to=torn machine=Sheet lifecycle",
    ]
);

reader_test!(
    a_block_with_one_change_within_a_sentence,
    "# T\n## Confirming\nWhen:\n```text\npending → confirmed\n```\nthe clerk is told.\n## Way\n```\nclient → server\n```\n```\nneeded → server\n```\n",
    ["5 transition pending -> confirmed from=pending to=confirmed machine=Confirming"]
);

reader_test!(
    what_brings_a_change_about_in_brackets_between_the_states,
    "# T\n## Jobs\nIts lifecycle: `draft` → (**print asked**) → `waiting` → (**ink is in**) →\n`done`. A jam ends it.\n",
    [
        "3 transition draft -> waiting from=draft to=waiting machine=Its lifecycle trigger=print asked",
        "3 transition waiting -> done from=waiting to=done machine=Its lifecycle trigger=ink is in",
    ]
);
reader_test!(
    events_in_rows_and_states_in_columns,
    "# T\n## The life of a lamp\n| Event | dark | lit | broken |\n|---|---|---|---|\n| `light` | lit | – | – |\n| `snuff` | – | dark | – |\n| `drop` | broken | broken | – |\n",
    [
        "5 transition dark -> lit from=dark to=lit machine=The life of a lamp trigger=light refused=lit, broken",
        "6 transition lit -> dark from=lit to=dark machine=The life of a lamp trigger=snuff refused=dark, broken",
        "7 transition dark -> broken from=dark to=broken machine=The life of a lamp trigger=drop refused=broken",
        "7 transition lit -> broken from=lit to=broken machine=The life of a lamp trigger=drop",
    ]
);
reader_test!(
    what_names_other_things_in_its_cells_is_no_table_of_changes,
    "# T\n## The life of a lamp\n| Event | dark | lit | broken |\n|---|---|---|---|\n| light | allowed | – | – |\n| snuff | – | dark | – |\n| drop | broken | broken | – |\n",
    []
);
