use crate::readers::tests::reader_test;

reader_test!(
    bullets_with_their_fields,
    "# T
## Data model
### Core Entities
- InitSession
  - Fields: `Path`, `Force`.
  - Type: one run
- `api_service`: `id`, `name`.
- Junction table `link`: `a_id`, `b_id`
- **Line Item**: one line of an order. Attributes: sku, amount
- Sentences are none.
### Relationships
- `InitSession` owns `api_service` and collects `link`.
- Order has many Items
",
    [
        "4 entity InitSession fields=[\"Path\",\"Force\"]",
        "5 field InitSession.Path",
        "5 field InitSession.Force",
        "7 entity api_service fields=[\"id\",\"name\"]",
        "7 field api_service.id",
        "7 field api_service.name",
        "8 entity link fields=[\"a_id\",\"b_id\"]",
        "8 field link.a_id",
        "8 field link.b_id",
        "9 entity Line Item fields=[\"sku\",\"amount\"]",
        "9 field Line Item.sku",
        "9 field Line Item.amount",
        "12 relation InitSession -> api_service from=InitSession to=api_service",
        "12 relation InitSession -> link from=InitSession to=link cardinality=1:N",
        "13 relation Order -> Items from=Order to=Items cardinality=1:N",
    ]
);
reader_test!(
    headings_with_tables_bullets_and_columns,
    "# T
## Data Model
### User
| Field | Type | Required | Description |
|---|---|---|---|
| `id` | uuid | yes | PK |
| team_id | uuid | no | FK → teams.id |

### Table: orders
- `id` (uuid, PK)
- total: decimal, not null

### Parcel
```
code        string      what is on the label
weight_g    int         in grams
```
",
    [
        "3 entity User fields=[\"id\",\"team_id\"]",
        "6 field User.id type=uuid required=true key=primary description=PK",
        "7 field User.team_id type=uuid required=false key=foreign references=teams.id description=FK → teams.id",
        "7 relation User -> teams from=User to=teams cardinality=N:1 label=team_id",
        "9 entity orders fields=[\"id\",\"total\"]",
        "10 field orders.id type=uuid key=primary description=PK",
        "11 field orders.total type=decimal required=true description=not null",
        "13 entity Parcel fields=[\"code\",\"weight_g\"]",
        "15 field Parcel.code type=string description=what is on the label",
        "16 field Parcel.weight_g type=int description=in grams",
    ]
);
reader_test!(
    words_win_over_code_that_repeats_them,
    "# T
## Data model
- `Order`: `created_at`, `total`
```ts
interface Order { createdAt: Date; total: number; note: string }
```
## Examples
```ts
interface Other { a: string }
```
",
    [
        "3 entity Order fields=[\"created_at\",\"total\",\"note\"]",
        "3 field Order.created_at type=Date",
        "3 field Order.total type=number",
        "5 field Order.note type=string",
    ]
);
reader_test!(
    sql_with_indexes_and_references,
    "# T
## Persistence
```sql
CREATE TABLE item (
  id INT PRIMARY KEY,
  order_id INT REFERENCES orders(id),
  UNIQUE (id, order_id)
);
CREATE INDEX i ON item(order_id);
```
",
    [
        "4 entity item fields=[\"id\",\"order_id\"]",
        "5 field item.id type=INT key=primary",
        "6 field item.order_id type=INT required=false key=foreign references=orders(id)",
        "6 relation item -> orders from=item to=orders cardinality=N:1 label=order_id",
        "7 index \"UNIQUE (id, order_id)\" entity=item columns=[\"id\",\"order_id\"] unique=true",
        "9 index \"CREATE INDEX i ON item(order_id)\" entity=item columns=[\"order_id\"] unique=false name=i",
    ]
);

reader_test!(
    lists_and_lines_that_name_their_entity,
    "# T
## Data Model
The `payment` table has these columns:

| Column | Type | Notes |
|---|---|---|
| id | uuid | primary key |

**Refund**: what goes back
- `amount` (number, required): how much
- `note?`: string

```
Ticket
  id        uuid      key
  title     string    shown
```
### Enums
- `State`: `new`, `done`
### Entities
- **User** (id, name): who logs in. Has many Sessions.
- `Session { id, userId: uuid }`
### Relationships
- Ticket 1:N Refund

| From | To | Cardinality |
|---|---|---|
| User | Ticket | 1:N |
",
    [
        "3 entity payment fields=[\"id\"]",
        "7 field payment.id type=uuid key=primary description=primary key",
        "9 entity Refund fields=[\"amount\",\"note\"]",
        "10 field Refund.amount type=number required=true description=how much",
        "11 field Refund.note type=string required=false",
        "14 entity Ticket fields=[\"id\",\"title\"]",
        "15 field Ticket.id type=uuid description=key",
        "16 field Ticket.title type=string description=shown",
        "19 entity State values=[\"new\",\"done\"] fields=[]",
        "21 entity User fields=[\"id\",\"name\"]",
        "21 field User.id",
        "21 field User.name",
        "21 relation User -> Session from=User to=Session cardinality=1:N",
        "22 entity Session fields=[\"id\",\"userId\"]",
        "22 field Session.id",
        "22 field Session.userId type=uuid",
        "24 relation Ticket -> Refund from=Ticket to=Refund cardinality=1:N",
        "28 relation User -> Ticket from=User to=Ticket cardinality=1:N",
    ]
);

#[test]
fn types_in_words_columns_and_code_are_said_in_one_way() {
    use crate::Spec;
    let document = abide_syntax::Document::parse(
        "# T\n## Data Model\n### Item\n- `sku` (string, required, max 20): what\n- `state` (enum: a | b)\n\n```sql\nCREATE TABLE item (sku VARCHAR(20), qty INT CHECK (qty BETWEEN 1 AND 99));\n```\n",
    );
    let spec = Spec::read("spec.md", &document);
    let schema = |key: &str| {
        let item = spec.items.iter().find(|item| item.key == key).expect("the field");
        item.fields.get("schema").map(ToString::to_string).unwrap_or_default()
    };
    assert_eq!(schema("Item.sku"), r#"{"type":"string","maxLength":20}"#);
    assert_eq!(schema("Item.state"), r#"{"type":"string","enum":["a","b"]}"#);
    assert_eq!(schema("Item.qty"), r#"{"type":"integer","minimum":1,"maximum":99}"#);
}

reader_test!(
    headings_in_code_names_in_rows_and_words_that_name,
    "# T
## Components
### `Level(IntEnum)`
| Level | Value |
|---|---|
| LOW | 1 |
### `Kind(StrEnum)`
`CHAT`, `CODE`
### `Item(BaseModel)`
| Field | Type | Default |
|---|---|---|
| `id` | `str` | required |
### Grip Model
A `Grip` is a frozen record of one unit:

- **`kind`**: how
- **`at`**: when
## Key Entities
- **Hold**: locks a unit
  - `unitId`, `lockedAt`: what and when
  - `photos[]`: all of them
  - `notes`: free
  - **Rationale**: none
- Base config: the file that is read first
",
    [
        "3 entity Level values=[\"LOW\"] fields=[]",
        "7 entity Kind values=[\"CHAT\",\"CODE\"] fields=[]",
        "9 entity Item fields=[\"id\"]",
        "12 field Item.id type=str required=true",
        "14 entity Grip fields=[\"kind\",\"at\"]",
        "16 field Grip.kind description=how",
        "17 field Grip.at description=when",
        "19 entity Hold fields=[\"unitId\",\"lockedAt\",\"photos\",\"notes\"]",
        "20 field Hold.unitId",
        "20 field Hold.lockedAt",
        "21 field Hold.photos type=array description=all of them",
        "22 field Hold.notes description=free",
        "24 entity Base config fields=[]",
    ]
);

reader_test!(
    columns_in_bullets,
    "# T
## Database Schema
### users table
- id (UUID, PK)
- email VARCHAR(255) UNIQUE NOT NULL
- at TIMESTAMPTZ DEFAULT now()
- role: enum('admin','user'), what they may do
",
    [
        "3 entity users fields=[\"id\",\"email\",\"at\",\"role\"]",
        "4 field users.id type=UUID key=primary description=PK",
        "5 field users.email type=VARCHAR(255) required=true unique=true",
        "6 field users.at type=TIMESTAMPTZ default=now()",
        "7 field users.role type=enum('admin','user') description=what they may do",
    ]
);

reader_test!(
    indexes_in_a_table,
    "# T\n## Data Model\n### Table `parcels`\n| Column | Type |\n|---|---|\n| `id` | TEXT |\n| `state` | TEXT |\n\n| Index | Columns | Unique |\n|---|---|---|\n| `by_state` | `state`, `id` | no |\n| `one_id` | id | yes |\n",
    [
        "3 entity parcels fields=[\"id\",\"state\"]",
        "6 field parcels.id type=TEXT",
        "7 field parcels.state type=TEXT",
        "11 index \"| `by_state` | `state`, `id` | no |\" entity=parcels columns=[\"state\",\"id\"] unique=false name=by_state",
        "12 index \"| `one_id` | id | yes |\" entity=parcels columns=[\"id\"] unique=true name=one_id",
    ]
);

reader_test!(
    names_in_two_scripts_and_logical_records,
    "# T
## 数据模型
### 书 Book
| 字段 | 类型 | 说明 |
|---|---|---|
| id | int | 主键 |
| shelf_id | int | 外键，关联 Shelf |
### 架 Shelf
| 字段 | 类型 |
|---|---|
| id | int |

## Queue
```text
letters {
  id
  state      // new | sent
}
```

```text
viewer {
  name
  age
}
```
",
    [
        "3 entity Book fields=[\"id\",\"shelf_id\"]",
        "6 field Book.id type=int key=primary description=主键",
        "7 field Book.shelf_id type=int key=foreign references=Shelf description=外键，关联 Shelf",
        "7 relation Book -> Shelf from=Book to=Shelf cardinality=N:1 label=shelf_id",
        "8 entity Shelf fields=[\"id\"]",
        "11 field Shelf.id type=int",
        "15 entity letters fields=[\"id\",\"state\"]",
        "16 field letters.id",
        "17 field letters.state description=new | sent",
    ]
);

reader_test!(
    a_column_of_records_and_one_of_types,
    "# T
## Data types
| Type | Field | Type | Description |
|---|---|---|---|
| Parcel | id | uuid | its number |
",
    ["5 entity Parcel fields=[\"id\"]", "5 field Parcel.id type=uuid description=its number",]
);

reader_test!(
    lines_that_name_several_fields_stand_beside_others,
    "# T
## Data model
### Core Entities

**Berth**

- `id` (uuid)
- `depth_cm` (integer, required, 1-2000)
- `opened_at`, `closed_at` (timestamp, read-only)
",
    [
        "5 entity Berth fields=[\"id\",\"depth_cm\",\"opened_at\",\"closed_at\"]",
        "7 field Berth.id type=uuid",
        "8 field Berth.depth_cm type=integer required=true description=required, 1-2000",
        "9 field Berth.opened_at type=timestamp description=read-only",
        "9 field Berth.closed_at type=timestamp description=read-only",
    ]
);

reader_test!(
    a_record_that_is_called_like_a_topic,
    "# T
## Data model
### Decision
| Field | Type |
|---|---|
| id | uuid |
### Risks
| Risk | Impact |
|---|---|
| it burns | high |
",
    ["3 entity Decision fields=[\"id\"]", "6 field Decision.id type=uuid"]
);

reader_test!(
    records_that_a_sentence_says_to_have_parts,
    "# T
## What it stores

A **post** has

* `id` – number, given by the server
* `title` – text

A **response** has

* `code` – number
* `text` – text
",
    [
        "4 entity post fields=[\"id\",\"title\"]",
        "6 field post.id type=number description=given by the server",
        "7 field post.title type=text",
    ]
);

reader_test!(
    tables_of_fields_below_a_name_in_bold,
    "# T
## 2. Domain model

**Hero**: a person with special abilities.

| Column | SQL type | Null |
|---|---|---|
| id | INTEGER | no |
| age | INTEGER | yes |

**Team**

| Column | SQL type |
|---|---|
| name | VARCHAR |
",
    [
        "4 entity Hero fields=[\"id\",\"age\"]",
        "8 field Hero.id type=INTEGER required=true",
        "9 field Hero.age type=INTEGER required=false",
        "11 entity Team fields=[\"name\"]",
        "15 field Team.name type=VARCHAR",
    ]
);

reader_test!(
    fields_in_one_line_with_what_is_said_of_each_in_brackets,
    "# T
## Data model
- `Loan`: `id` (integer, made by the server), `tool_id` (integer, required, references `Tool`), `state` (`open`, `closed`), `days` (integer ≥ 1), `place` (`shelf`, `box`), `note`. Kept for a year.
- `Tool` has `name` (text) and more.
- `Shelf`: `open` (boolean, `true` by default), `rows` (integer, 2–9)
- `Report`: see `docs` (online), and ask
",
    [
        "3 entity Loan fields=[\"id\",\"tool_id\",\"state\",\"days\",\"place\",\"note\"]",
        "3 field Loan.id type=integer description=made by the server",
        "3 field Loan.tool_id type=integer required=true key=foreign references=Tool description=required, references Tool",
        "3 relation Loan -> Tool from=Loan to=Tool cardinality=N:1",
        "3 field Loan.state description=open, closed",
        "3 field Loan.days type=integer",
        "3 field Loan.place description=shelf, box",
        "3 field Loan.note",
        "5 entity Shelf fields=[\"open\",\"rows\"]",
        "5 field Shelf.open type=boolean default=true description=true by default",
        "5 field Shelf.rows type=integer description=2–9",
        "6 entity Report fields=[]",
    ]
);
reader_test!(
    a_heading_of_a_field_schema_and_the_inputs_of_an_entity,
    "# T\n## Tray field schema\n| Field | Type |\n|---|---|\n| `size` | int |\n## Core entities\n- Job\n  - Inputs: `pages`, `tray`.\n",
    [
        "2 entity Tray fields=[\"size\"]",
        "5 field Tray.size type=int",
        "7 entity Job fields=[\"pages\",\"tray\"]",
        "8 field Job.pages",
        "8 field Job.tray",
    ]
);

reader_test!(
    names_alone_own_types_and_values,
    "# T\n## Data model\n### jobs_log\n```text\njob_id\npages\nmade_at\n```\n### Schema: `Job`\n```\nid       UUID       PK\nstatus   JobStatus  NEW | DONE\nownerId Int        NOT NULL\npages    Int        NOT NULL\nUNIQUE   (ownerId, pages)\n```\n### JobStatus\n| Value | Meaning |\n|---|---|\n| `NEW` | waits |\n| `DONE` | is printed |\n",
    [
        "3 entity jobs_log fields=[\"job_id\",\"pages\",\"made_at\"]",
        "5 field jobs_log.job_id",
        "6 field jobs_log.pages",
        "7 field jobs_log.made_at",
        "9 entity Job fields=[\"id\",\"status\",\"ownerId\",\"pages\"]",
        "11 field Job.id type=UUID key=primary description=PK",
        "12 field Job.status type=JobStatus description=NEW | DONE",
        "13 field Job.ownerId type=Int required=true description=NOT NULL",
        "14 field Job.pages type=Int description=NOT NULL",
        "15 index \"UNIQUE (ownerId, pages)\" entity=Job columns=[\"ownerId\",\"pages\"] unique=true",
        "17 entity JobStatus values=[\"NEW\",\"DONE\"] fields=[]",
    ]
);

reader_test!(
    what_is_told_of_the_columns_of_a_table_in_code,
    "# T\n## Database schema\n```sql\nCREATE TABLE jobs (\n  is_done BOOLEAN NOT NULL\n);\n```\n- `is_done`: `true` = printed; `false` = waits\n",
    ["4 entity jobs fields=[\"is_done\"]", "5 field jobs.is_done type=BOOLEAN required=true"]
);

reader_test!(
    json_schemas_below_their_names,
    "# T\n## Shapes of what is sent (JSON Schema)\n### 3.1 PrintJob (body of POST /jobs)\n```json\n{\"type\": \"object\", \"required\": [\"id\"], \"properties\": {\n\"id\": {\"type\": \"string\"}}}\n```\n### What comes\n```json\n{\"title\": \"Ink level\", \"properties\": {\"tray\": {\"type\": \"integer\"}}}\n```\n### Others\n```json\n{\"properties\": {\"x\": {\"type\": \"integer\"}}}\n```\n",
    [
        "4 entity PrintJob fields=[\"id\"]",
        "6 field PrintJob.id type=string required=true",
        "9 entity Ink level fields=[\"tray\"]",
        "10 field Ink level.tray type=integer",
    ]
);

reader_test!(
    values_of_an_enumeration_are_no_fields,
    "# T\n## Data dictionary\n- `id`: UUID (primary key).\n- `state`: Enum (`Wet`, `Dry`), default `Wet`.\n",
    []
);

reader_test!(
    records_called_by_a_word_that_names_a_topic_and_their_fields_by_their_names_here,
    "# Data model\n## Tasks\nWhat is to be printed.\n\n| App field | Column | Type |\n|---|---|---|\n| `id` | `TaskID` | Text |\n| `page.size` | `Size` | Number |\n## Risks\n| Risk | Impact |\n|---|---|\n| no ink | high |\n",
    [
        "2 entity Tasks fields=[\"id\",\"page.size\"]",
        "7 field Tasks.id type=Text",
        "8 field Tasks.page.size type=Number",
    ]
);

reader_test!(
    records_by_examples_in_yaml_below_their_names,
    "# T\n## Esquemas de datos\n### Cabeceras\n**Bandeja**\n```yaml\ntype: tray\npages: 3   # de 1 a 9\n```\n**Hoja**\n```yaml\ntype: page\nmade: null\n```\n### Ejemplo\n```yaml\nx: 1\ny: 2\n```\n",
    [
        "4 entity Bandeja fields=[\"type\",\"pages\"]",
        "6 field Bandeja.type",
        "7 field Bandeja.pages description=de 1 a 9",
        "9 entity Hoja fields=[\"type\",\"made\"]",
        "11 field Hoja.type",
        "12 field Hoja.made",
    ]
);

#[test]
fn fields_in_a_table_that_name_their_owner() {
    let text = "# T\n## Data model\n### Rules of the types\n| Field | Required | Default | Rule |\n|---|---|---|---|\n| `Sheet.pages` | no | 4 | Whole number from 1 to 20 |\n| `Sheet.note` | no | | At most 80 characters |\n| `Box.code` | yes | | 2 to 12 characters |\n";
    let lines = crate::readers::tests::shown(super::READER.kinds, text);
    let names: Vec<&str> =
        lines.iter().filter_map(|line| line.split_once(" field ")?.1.split(' ').next()).collect();
    assert_eq!(names, ["Sheet.pages", "Sheet.note", "Box.code"], "{lines:#?}");
    let pages = lines.iter().find(|line| line.contains("Sheet.pages")).unwrap();
    assert!(pages.contains("default=4"), "{pages}");
}

reader_test!(
    a_record_that_is_called_like_a_topic_before_a_remark,
    "# T\n## Core entities\n### Event (audit trail)\n- `id`, `sheetId`, `jobId?`\n",
    [
        "3 entity Event fields=[\"id\",\"sheetId\",\"jobId\"]",
        "4 field Event.id",
        "4 field Event.sheetId",
        "4 field Event.jobId required=false",
    ]
);

reader_test!(
    tables_of_fields_without_types,
    "# Data model\n## print_events\n| Field | Notes |\n|---|---|\n| `id`, `sheet_id?`, `made_at`, `moved_at` | |\n| `ink` | black |\n## Prices\n| Field | Notes |\n|---|---|\n| a mixed bag of words | |\n",
    [
        "2 entity print_events fields=[\"id\",\"sheet_id\",\"made_at\",\"moved_at\",\"ink\"]",
        "5 field print_events.id",
        "5 field print_events.sheet_id required=false",
        "5 field print_events.made_at",
        "5 field print_events.moved_at",
        "6 field print_events.ink description=black",
    ]
);
reader_test!(
    defaults_that_are_none_and_references_beside_a_heading,
    "# T
## Data model
### Yard report

Belongs to one lorry (`lorry_id`).

| field | type | default | notes |
|---|---|---|---|
| `grade` | integer | none, required | |
| `cents` | integer | 0 | |
| `by` | string | set by the service | the clerk |
",
    [
        "3 entity Yard report fields=[\"grade\",\"cents\",\"by\"]",
        "9 field Yard report.grade type=integer required=true",
        "10 field Yard report.cents type=integer default=0",
        "11 field Yard report.by type=string description=the clerk constraints=set by the service",
    ]
);

reader_test!(
    a_heading_of_two_things_above_one_table_of_fields,
    "# T
## Data Models
### Crate and label
| Field | Type |
|---|---|
| id | uuid |
| weight | integer |

A label has words of its own.

### Notes and remarks
| Field | Type |
|---|---|
| place | string |
",
    [
        "3 entity Crate fields=[\"id\",\"weight\"]",
        "6 field Crate.id type=uuid",
        "7 field Crate.weight type=integer"
    ]
);
