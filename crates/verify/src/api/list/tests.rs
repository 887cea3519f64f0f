use super::*;
use crate::testing::{Setup, facts_of_markdown};

/// What is said about the list of tasks by a specification with these paragraphs.
fn read(said: &str) -> ListFacts {
    let text = format!(
        "# Board\n\n## Data Model\n\n### Task\n\n| Field | Type | Notes |\n|---|---|---|\n| id | integer | |\n| title | string | |\n| state | enum(todo, done) | |\n| priority | integer | |\n| createdAt | datetime | |\n\n## API\n\n- `POST /tasks`: creates a task\n- `GET /tasks`: lists tasks\n- `GET /tasks/{{id}}`: reads a task\n\n## Lists\n\n{said}\n"
    );
    let facts = facts_of_markdown(&text, "", Setup::default());
    let at = facts.api.operations.iter().position(|operation| operation.title() == "GET /tasks").unwrap();
    facts.api.list(at)
}

fn numbers(said: &str) -> (Option<usize>, Option<usize>, Option<bool>) {
    let facts = read(said);
    let most = facts.most.map(|most| most.fact);
    (
        facts.default.map(|default| default.fact),
        most.map(|most| most.number),
        most.and_then(|most| most.refused),
    )
}

#[test]
fn the_size_of_a_page_in_many_spellings() {
    for (said, expected) in [
        (
            "Every list takes `page` (from 1, default 1) and `page_size` (default 20; a larger number than 100 counts as 100).",
            (Some(20), Some(100), Some(false)),
        ),
        ("Page size defaults to 25, at most 200.", (Some(25), Some(200), None)),
        ("`limit` may be 1 to 90; without it, a page has up to 15 tasks.", (Some(15), Some(90), None)),
        ("`limit` is 15 without it, and 90 at most.", (None, Some(90), None)),
        ("`per_page` is 15 if nothing is said, and 90 at most.", (None, Some(90), None)),
        ("Use `limit` (defaults to 10, maximum 50) and `after`.", (Some(10), Some(50), None)),
        ("- `per_page`: 1-100, default 30; more is rejected with 400", (Some(30), Some(100), Some(true))),
        (
            "The system MUST list 20 records a page unless asked otherwise, and never more than 100.",
            (Some(20), Some(100), None),
        ),
        (
            "| Parameter | Type | Default | Description |\n|---|---|---|---|\n| `limit` | int | 15 | tasks per page, max 60 |\n| `offset` | int | 0 | tasks to skip |",
            (Some(15), Some(60), None),
        ),
        ("The largest `per_page` is 80; asking for more is answered with 400.", (None, Some(80), Some(true))),
        ("The highest `limit` that may be sent is 60.", (None, Some(60), None)),
        ("The largest `priority` is 9.", (None, None, None)),
        ("Tasks have at most 5 labels.", (None, None, None)),
    ] {
        assert_eq!(numbers(said), expected, "{said}");
    }
}

#[test]
fn sorts_of_one_direction_and_the_order_of_those_who_ask() {
    let facts = read(
        "Tasks are sorted by `priority`, lowest first, unless `sort` says otherwise: `-priority` (highest first), `title` or `-createdAt`.",
    );
    let order = facts.order.clone().map(|order| order.fact).unwrap();
    assert_eq!((order.field.as_deref(), order.descending), (Some("priority"), false));
    assert_eq!(facts.sort_query("priority", true).as_deref(), Some("sort=-priority"));
    assert_eq!(facts.sort_query("title", true), None);
    assert_eq!(facts.sort_query("title", false).as_deref(), Some("sort=title"));
    let facts = read(
        "`sort` takes `title` or `priority`, with a minus in front for the other direction, as in `-title`.",
    );
    assert_eq!(facts.sort_query("priority", true).as_deref(), Some("sort=-priority"));
    // What belongs to a task may come without pages where the tasks come with them.
    let facts = read(
        "Lists take `limit` (default 20, maximum 60) and `offset`.\n\nThe remarks of a task are not paged.",
    );
    assert!(facts.paging.is_some());
}

#[test]
fn the_way_from_page_to_page() {
    for (said, expected) in [
        ("Lists take `page` and `page_size`.", Paging::Page("page".into(), 1)),
        ("Lists take `page` (zero-based) and `size`.", Paging::Page("page".into(), 0)),
        ("Pagination uses limit and offset query parameters.", Paging::Offset("offset".into())),
        ("Use `limit` and `cursor`, the `next_cursor` of the page before.", Paging::Cursor("cursor".into())),
    ] {
        assert_eq!(read(said).paging.map(|paging| paging.fact), Some(expected), "{said}");
    }
}

#[test]
fn filters_and_search() {
    let names =
        |said: &str| read(said).filters.into_iter().map(|filter| filter.fact.parameter).collect::<Vec<_>>();
    assert_eq!(names("Filter with `state` or `priority`."), ["state", "priority"]);
    assert_eq!(names("Tasks can be filtered by state and priority."), ["state", "priority"]);
    assert_eq!(
        names("| List | Filters | Sort fields |\n|---|---|---|\n| Tasks | `state` | `title` |"),
        ["state"]
    );
    assert_eq!(names("Filters are given as `filter[state]=todo`."), ["filter[state]"]);
    assert_eq!(names("Tasks have a state."), [""; 0]);
    assert_eq!(names("`GET /tasks` lists them in order of `priority`; only `clerk` may."), [""; 0]);
    assert_eq!(
        names(
            "`GET /tasks` lists tasks by `title` in ascending order and can be narrowed with `state=todo`."
        ),
        ["state"]
    );
    assert_eq!(names("`state` gives only those in that state."), ["state"]);
    assert_eq!(
        names("It takes the filters `state` and `priority`, and `sort`, which may be `title` or `-title`."),
        ["state", "priority"]
    );
    let search =
        "Filters: `state`, `priority`, and `q`, which finds a part of `title` in upper or lower case.";
    assert_eq!(names(search), ["state", "priority"]);
    assert_eq!(
        names(
            "`state` and `day` (a date, compared with the day of `createdAt`) narrow the list in the same way."
        ),
        ["state"]
    );
    for said in [
        "Filter with `state`; `q` searches the title.",
        "It can be narrowed with `state` and with `q`, a part of the title in small or capital letters.",
        "Tasks can be narrowed down with `state`, and with `q`, which finds a part of the title in upper or lower case.",
        "The parameters `id` and `state` keep the tasks with exactly that value, `q` keeps those whose title contains the text, and `priority` takes a number and filters by it.",
    ] {
        let search = read(said).search.unwrap_or_else(|| panic!("{said}")).fact;
        assert_eq!(search, ("q".to_owned(), vec!["title".to_owned()]), "{said}");
    }
}

#[test]
fn sorts_and_the_order_of_a_list() {
    let facts = read(
        "Every list takes `sort`: a field, with `-` before it to descend.\n\n| List | Sort fields, default first |\n|---|---|\n| Tasks | `title`, `priority` |",
    );
    assert_eq!(facts.sort_query("priority", true).as_deref(), Some("sort=-priority"));
    assert_eq!(facts.sorts.iter().map(|sort| sort.fact.as_str()).collect::<Vec<_>>(), ["title", "priority"]);
    assert_eq!(
        facts.order.unwrap().fact,
        Order { or_born: false, field: Some("title".into()), descending: false }
    );

    let facts = read(
        "Lists are newest first. `sort_by` takes `title` or `priority`, `order` is `asc` or `desc`; sorting by anything else is refused.",
    );
    assert_eq!(facts.sort_query("title", true).as_deref(), Some("sort_by=title&order=desc"));
    assert_eq!(facts.order.unwrap().fact, Order { or_born: false, field: None, descending: true });

    let facts = read("An unknown `sort` or an unknown value of a `state` filter is answered with 400.");
    assert!(facts.sorts.is_empty());
    let facts = read("`sort` is `title` or `priority`; an unknown `sort` is answered with 400.");
    assert_eq!(facts.sorts.len(), 2);

    let facts = read("Sorting: `sort=priority:desc` or `sort=title:asc`.");
    assert_eq!(facts.sort_query("priority", false).as_deref(), Some("sort=priority:asc"));
    let order = |said: &str| read(said).order.map(|order| order.fact);
    assert_eq!(
        order("Tasks are sorted by `priority`, descending, by default."),
        Some(Order { or_born: false, field: Some("priority".into()), descending: true })
    );
    assert_eq!(order("Tasks can be sorted by `priority`."), None);
}

#[test]
fn what_query_strings_in_code_say() {
    let facts = read(
        "- `GET /tasks?state=done` has only tasks in that state.\n- `GET /tasks?q=tea` has tasks whose title contains the text, in upper or lower case.",
    );
    let filters: Vec<&str> = facts.filters.iter().map(|filter| filter.fact.parameter.as_str()).collect();
    assert_eq!(filters, ["state"]);
    assert_eq!(facts.search.map(|search| search.fact), Some(("q".to_owned(), vec!["title".to_owned()])));
    assert!(facts.search_ignores_case);
}

#[test]
fn a_row_tells_of_the_parameter_of_its_first_cell() {
    let search = |row: &str| {
        let facts = read(&format!("| Parameter | Meaning |\n|---|---|\n{row}"));
        facts.search.map(|search| search.fact)
    };
    let title = Some(("q".to_owned(), vec!["title".to_owned()]));
    assert_eq!(search("| `q` | searches the title of tasks |"), title);
    assert_eq!(search("| `q` (optional) | searches the title of tasks |"), title);
    assert_eq!(search("| `q` (part of the title) | a search, in order of priority |"), title);
}

#[test]
fn sorts_with_a_default_and_what_answers_others() {
    let facts =
        read("- Sort: `sort=title|priority`, prefix `-` = descending; default `-priority`; else → 422");
    let sorts: Vec<&str> = facts.sorts.iter().map(|sort| sort.fact.as_str()).collect();
    assert_eq!(sorts, ["title", "priority"]);
    let order = facts.order.unwrap().fact;
    assert_eq!((order.field.as_deref(), order.descending), (Some("priority"), true));
    assert_eq!(facts.sort_refused.unwrap().fact, 422);
    let facts = read("`GET /tasks`: the tasks, by `priority` descending");
    assert_eq!(facts.order.unwrap().fact.field.as_deref(), Some("priority"));
}

#[test]
fn the_number_of_pages_that_follows_from_the_total() {
    let said = |body: &str| {
        read(&format!("Lists take `page` and `page_size` (default 20).\n\nA list answers `{body}`."))
    };
    let facts = said("{\"tasks\": [], \"page\": 1, \"pages\": 3, \"count\": 52}");
    assert_eq!((facts.total, facts.pages), (Some(vec!["count".to_owned()]), Some(vec!["pages".to_owned()])));
    let facts = said("{\"tasks\": [], \"page\": 1, \"pages\": 3, \"count\": 20}");
    assert_eq!(facts.pages, None, "twenty of them make one page");
}

#[test]
fn an_order_of_things_that_are_no_collection_is_no_order_of_lists() {
    for said in ["Audit entries are ordered oldest first.", "Every audit entry shall be listed oldest first."]
    {
        assert!(read(said).order.is_none(), "{said}");
    }
    for said in [
        "The log lines of a task are returned newest first.",
        "Log lines in a task come oldest first.",
        "A task has remarks, oldest first.",
        "`GET /tasks/{id}` shows the task with its remarks, newest first.",
        "The remarks of tasks are sorted by `createdAt`, newest first.",
    ] {
        assert!(read(said).order.is_none(), "{said}");
    }
    for said in [
        "Tasks are returned newest first.",
        "The tasks of a board come newest first.",
        "`GET /tasks` lists the tasks, newest first.",
        "All open tasks, newest first.",
        "Tasks (newest first) come in pages.",
    ] {
        assert!(read(said).order.is_some(), "{said}");
    }
    for said in ["Results are ordered oldest first.", "All lists are sorted newest first.", "Newest first."] {
        assert!(read(said).order.is_some(), "{said}");
    }
}

#[test]
fn what_is_denied_of_a_list_or_done_elsewhere_is_not_said_of_it() {
    for said in [
        "Tasks are not sorted by `priority`.",
        "Tasks are never listed newest first.",
        "Tasks are sorted by `priority` in the app.",
        "Tasks are newest first, if asked for with `sort=-createdAt`.",
        "Tasks used to be listed newest first.",
        "In a later version tasks are sorted by `priority`.",
    ] {
        assert!(read(said).order.is_none(), "{said}");
    }
    for said in [
        "Tasks are newest first, unless `sort` says otherwise.",
        "Tasks shall be listed newest first unless the caller asks for another order.",
        "Tasks come newest first, except where one wants them sorted.",
        "When a clerk lists the tasks, they come newest first.",
    ] {
        assert!(read(said).order.is_some(), "{said}");
    }
    assert!(read("`GET /tasks` does not take `state` to filter.").filters.is_empty());
    assert!(read("`q` does not search the title.").search.is_none());
}

#[test]
fn a_list_that_is_said_to_have_no_pages_has_none() {
    let general = "Lists take `limit` (default 20, at most 50) and `offset`.";
    assert_eq!(numbers(general), (Some(20), Some(50), None));
    for said in [
        "The list of tasks is a plain array, without paging.",
        "`GET /tasks` is not paginated.",
        "Tasks are listed unpaged.",
    ] {
        let said = format!("{general}\n\n{said}");
        assert_eq!(numbers(&said), (None, None, None), "{said}");
    }
}

#[test]
fn a_table_of_parameters_is_about_the_operation_above_it() {
    let table = "| Parameter | Default | Rule |\n|---|---|---|\n| `limit` | 15 | integer from 1 to 60 |";
    let own = format!("`GET /tasks` answers a page of tasks.\n\n{table}");
    assert_eq!(numbers(&own).0, Some(15));
    let others = format!("`GET /tasks/{{id}}` answers one task.\n\n{table}");
    assert_eq!(numbers(&others).0, None);
}

#[test]
fn a_row_of_a_table_of_lists_is_about_its_own() {
    let table = "`sort` takes a field, with `-` before it to descend.\n\n| List | Filters | `sort` | Without `sort` |\n|---|---|---|---|\n| tasks | `state`, `q` (part of the title) | `createdAt` | highest `priority` first |\n| log | `entity` | `title` | newest first |";
    let facts = read(table);
    let sorts: Vec<&str> = facts.sorts.iter().map(|sort| sort.fact.as_str()).collect();
    assert_eq!(sorts, ["createdAt"]);
    assert_eq!(facts.search.map(|search| search.fact), Some(("q".to_owned(), vec!["title".to_owned()])));
    let order = facts.order.unwrap().fact;
    assert_eq!((order.field.as_deref(), order.descending), (Some("priority"), true));
}

#[test]
fn a_number_in_code_is_no_parameter() {
    assert_eq!(
        numbers("`limit` is 20 unless asked otherwise. A `limit` above `100` is cut down to it."),
        (Some(20), Some(100), Some(false))
    );
}
