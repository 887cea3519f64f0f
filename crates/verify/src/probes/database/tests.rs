//! A data model against real databases, as it is and with one thing changed.

use super::PROBE;
use crate::plan::Plan;
use crate::stage::{Shared, Stage};
use crate::testing::{self, Setup};
use crate::{Limits, Stop};
use abide_fixture::Postgres;
use abide_ledger::Verdict;
use std::sync::Arc;

const DOCUMENT: &str = "\
# Lending

## Data Model

### Table `books`

| Column | SQL type | Null | Default | Constraints |
|--------|----------|------|---------|-------------|
| `id` | INTEGER | no | | primary key |
| `isbn` | VARCHAR(13) | no | | unique |
| `title` | TEXT | no | | |
| `shelf` | TEXT | yes | | |
| `copies` | INTEGER | no | `1` | |
| `state` | TEXT | no | `'shelved'` | |

```sql
CREATE TABLE loans (
  id INTEGER PRIMARY KEY,
  book_id INTEGER NOT NULL REFERENCES books (id),
  reader VARCHAR(40) NOT NULL,
  days INTEGER NOT NULL DEFAULT 14 CHECK (days > 0)
);
CREATE INDEX loans_by_reader ON loans (reader);
CREATE UNIQUE INDEX one_loan ON loans (book_id, reader);
```

```typescript
interface Book {
  id: number;
  title: string;
  borrowed: boolean; // whether somebody has it
}
interface Receipt {
  total: number;
}
```
";

const SQL: &str = "\
CREATE TABLE books (
  id INTEGER PRIMARY KEY,
  isbn VARCHAR(13) NOT NULL UNIQUE,
  title TEXT NOT NULL,
  shelf TEXT,
  copies INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL DEFAULT 'shelved'
);
CREATE TABLE loans (
  id INTEGER PRIMARY KEY,
  book_id INTEGER NOT NULL REFERENCES books (id),
  reader VARCHAR(40) NOT NULL,
  days INTEGER NOT NULL DEFAULT 14 CHECK (days > 0)
);
CREATE INDEX loans_by_reader ON loans (reader);
CREATE UNIQUE INDEX one_loan ON loans (book_id, reader);
";

/// One change of the database, and the item that it must refute.
const CHANGES: &[(&str, &str, &str)] = &[
    ("title TEXT NOT NULL", "title INTEGER NOT NULL", "books.title"),
    ("title TEXT NOT NULL", "title TEXT", "books.title"),
    ("title TEXT NOT NULL", "heading TEXT NOT NULL", "books.title"),
    ("shelf TEXT,", "shelf TEXT NOT NULL,", "books.shelf"),
    ("NOT NULL UNIQUE", "NOT NULL", "books.isbn"),
    ("DEFAULT 1,", "DEFAULT 2,", "books.copies"),
    ("DEFAULT 1,", ",", "books.copies"),
    ("'shelved'", "'lent'", "books.state"),
    (" REFERENCES books (id)", "", "loans.book_id"),
    ("DEFAULT 14 CHECK (days > 0)", "DEFAULT 14", "loans.days"),
    ("CHECK (days > 0)", "CHECK (days > 5)", "loans.days"),
    ("CREATE INDEX loans_by_reader ON loans (reader);", "", "CREATE INDEX"),
    (
        "CREATE INDEX loans_by_reader ON loans (reader)",
        "CREATE INDEX loans_by_reader ON loans (days)",
        "CREATE INDEX",
    ),
    ("CREATE UNIQUE INDEX", "CREATE INDEX", "CREATE UNIQUE INDEX"),
];

fn outcomes(document: &str, database: &str) -> Vec<(String, Verdict, String)> {
    let config = format!("[targets.local]\nurl = \"http://127.0.0.1:1\"\ndatabase = {database:?}\n");
    let facts = Arc::new(testing::facts_of_markdown(document, &config, Setup::default()));
    let plan = Plan::of(&facts, &[&PROBE], &[]).unwrap();
    let shared = Shared::new(Limits::default(), Stop::new(), 1);
    let mut told = Vec::new();
    for planned in &plan.items {
        let item = &facts.specs[0].items[planned.item];
        for (_, claim) in &planned.claims {
            let outcome = claim.attempt(&Stage::new(&facts, &shared, None));
            told.push((format!("{} {}", item.key, item.text), outcome.verdict, outcome.reason));
        }
    }
    told
}

fn of_verdict(told: &[(String, Verdict, String)], verdict: Verdict) -> Vec<String> {
    told.iter()
        .filter(|(_, found, _)| *found == verdict)
        .map(|(item, _, reason)| format!("{item}: {reason}"))
        .collect()
}

fn in_sqlite(document: &str, sql: &str) -> Vec<(String, Verdict, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    outcomes(document, &format!("sqlite:{}", path.display()))
}

fn assert_refutes(told: &[(String, Verdict, String)], change: &(&str, &str, &str)) {
    let refuted = of_verdict(told, Verdict::Refuted);
    assert!(refuted.len() == 1 && refuted[0].contains(change.2), "{change:?}: {refuted:#?}");
}

#[test]
fn a_database_as_documented_is_proven_and_each_change_is_refuted_alone() {
    let told = in_sqlite(DOCUMENT, SQL);
    assert_eq!(of_verdict(&told, Verdict::Refuted), [""; 0]);
    assert!(of_verdict(&told, Verdict::Proven).len() >= 15, "{told:#?}");
    for change in CHANGES {
        let changed = SQL.replacen(change.0, change.1, 1);
        assert_ne!(changed, SQL, "{change:?}");
        assert_refutes(&in_sqlite(DOCUMENT, &changed), change);
    }
}

#[test]
fn the_same_on_postgresql() {
    let server = Postgres::start();
    let tried = |sql: &str| {
        server.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        server.execute(sql);
        outcomes(DOCUMENT, &server.url())
    };
    let told = tried(SQL);
    assert_eq!(of_verdict(&told, Verdict::Refuted), [""; 0]);
    assert!(of_verdict(&told, Verdict::Proven).len() >= 15, "{told:#?}");
    for change in CHANGES {
        assert_refutes(&tried(&SQL.replacen(change.0, change.1, 1)), change);
    }
    let longer = ("VARCHAR(40)", "VARCHAR(80)", "loans.reader");
    assert_refutes(&tried(&SQL.replacen(longer.0, longer.1, 1)), &longer);
}

#[test]
fn a_table_that_is_gone_is_refuted_and_another_database_is_not() {
    let without = SQL.split("CREATE TABLE loans").next().unwrap();
    let refuted = of_verdict(&in_sqlite(DOCUMENT, without), Verdict::Refuted);
    assert_eq!(refuted.len(), 1, "{refuted:#?}");
    assert!(refuted[0].contains("has no table loans"), "{refuted:#?}");
    for other in ["CREATE TABLE something (id)", ""] {
        assert_eq!(of_verdict(&in_sqlite(DOCUMENT, other), Verdict::Refuted), [""; 0]);
    }
}

#[test]
fn what_no_document_states_is_reported_and_refutes_nothing() {
    let more = SQL.replace("shelf TEXT,", "shelf TEXT, spine TEXT,")
        + "CREATE TABLE readers (id); CREATE TABLE schema_migrations (v)";
    let told = in_sqlite(DOCUMENT, &more);
    assert_eq!(of_verdict(&told, Verdict::Refuted), [""; 0]);
    let reasons: Vec<&str> = told.iter().map(|(_, _, reason)| reason.as_str()).collect();
    assert!(reasons.contains(&"the table books with 7 columns; not documented: spine"), "{reasons:#?}");
    assert!(reasons.contains(&"no document states readers"), "{reasons:#?}");
}

const TYPES: &str = "\
# Orders

## Data Model

```typescript
interface Order {
  id: string;
  customerId: string;
  total: number;
  placedAt: string;
  itemCount: number; // computed
  items: OrderItem[];
  status: \"open\" | \"paid\";
}
interface OrderItem {
  id: string;
  quantity: number;
}
interface CreateOrderRequest {
  total: number;
}
```
";

#[test]
fn types_of_an_interface_are_never_accused_for_how_they_are_kept() {
    let told = in_sqlite(
        TYPES,
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, total TEXT, placed_at INTEGER, state INTEGER);
         CREATE TABLE order_items (id INTEGER PRIMARY KEY, amount TEXT)",
    );
    assert_eq!(of_verdict(&told, Verdict::Refuted), [""; 0]);
    assert!(!told.iter().any(|(item, ..)| item.contains("CreateOrderRequest")), "{told:#?}");
}

#[test]
fn without_a_database_a_table_stays_open_with_the_reason() {
    let facts = Arc::new(testing::facts_of_markdown(DOCUMENT, "", Setup::default()));
    let plan = Plan::of(&facts, &[&PROBE], &[]).unwrap();
    let claims: Vec<_> = plan.items.iter().flat_map(|item| &item.claims).collect();
    assert!(!claims.is_empty() && claims.iter().all(|(_, claim)| !claim.is_tried()));
}

#[test]
fn a_stronger_key_or_another_relation_accuses_nobody() {
    let columns = "| Column | Type | Notes |\n|---|---|---|\n| `id` | INTEGER | primary key |\n| `shelf_id` | INTEGER | required |\n| `title` | TEXT | required, unique within a shelf |\n| `note` | TEXT | required, unless imported |\n| `state` | TEXT | `open`, `lent` or `null` |\n";
    let document = format!(
        "# Lending\n\n## Data Model\n\n### Table `books`\n\n{columns}\n`stripe_book_key` is looked up through an index.\n"
    );
    let table = |rest: &str| {
        format!(
            "CREATE TABLE books (id INTEGER PRIMARY KEY, shelf_id INTEGER NOT NULL, title TEXT NOT NULL, note TEXT, state TEXT CHECK (state IN ('open', 'lent')), stripe_book_key TEXT{rest});"
        )
    };
    for key in [", UNIQUE (shelf_id, title)", ", UNIQUE (title)", ", UNIQUE (title, shelf_id, state)"] {
        let told = in_sqlite(&document, &table(key));
        assert_eq!(of_verdict(&told, Verdict::Refuted), [""; 0], "{key}");
    }
    let told = in_sqlite(&document, &table(""));
    assert_eq!(of_verdict(&told, Verdict::Refuted).len(), 1, "{told:#?}");
}

#[test]
fn a_default_excuses_a_column_that_is_stated_outside_of_a_definition() {
    let document = "# Lending\n\n## Data Model\n\n### Table `books`\n\n| Column | Type | Required |\n|---|---|---|\n| `id` | INTEGER | yes |\n| `title` | VARCHAR(20) | no |\n";
    let told = in_sqlite(
        document,
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(20) NOT NULL DEFAULT '');",
    );
    assert_eq!(of_verdict(&told, Verdict::Refuted), [""; 0]);
    let written =
        "# Lending\n\n```sql\nCREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(20));\n```\n";
    let told = in_sqlite(
        written,
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(20) NOT NULL DEFAULT '');",
    );
    assert_eq!(of_verdict(&told, Verdict::Refuted).len(), 1, "{told:#?}");
}
