use super::*;

fn roles() -> Vec<String> {
    ["porter", "cook", "guest"].map(str::to_owned).to_vec()
}

#[test]
fn who_may_by_the_words_beside_an_operation() {
    let said = |text: &str| callers(&text.to_lowercase(), &roles());
    let of = |names: &[&str], only: bool| Some((names.iter().map(|name| (*name).to_owned()).collect(), only));
    assert_eq!(said("Only cooks may."), of(&["cook"], true));
    assert_eq!(said("Adds a dish. Cooks only."), of(&["cook"], true));
    assert_eq!(said("Add a dish (cook, porter)"), of(&["cook", "porter"], true));
    assert_eq!(said("Cooks and porters may."), of(&["cook", "porter"], true));
    assert_eq!(said("A cook serves the dish."), of(&["cook"], false));
    assert_eq!(said("Restricted to porters"), of(&["porter"], true));
    assert_eq!(said("POST /dishes – serve it. Cooks and porters."), of(&["cook", "porter"], true));
    assert_eq!(said("For cooks."), of(&["cook"], true));
    assert_eq!(
        said("`POST /dishes` is for cooks and porters, not for guests."),
        of(&["cook", "porter"], true)
    );
    assert_eq!(said("`POST` is for cooks, on any dish."), of(&["cook"], true));
    assert_eq!(said("For a guest, the dish of another one is answered with 404."), None);
    assert_eq!(said("For every role."), None);
    assert_eq!(said("The guest has come"), None);
    for none in [
        "Guests may if they paid",
        "Cooks only see their own dishes",
        "Cooks only see dishes with them, guests only those that they ordered",
        "Lists dishes",
        "Only hot dishes",
    ] {
        assert_eq!(said(none), None, "{none}");
    }
}

#[test]
fn what_is_left_out() {
    let found = excepted("Every endpoint except `GET /status` and `/ping` needs a key");
    let shown: Vec<String> = found.iter().map(|(_, path)| path.to_string()).collect();
    assert_eq!(shown, ["/status", "/ping"]);
    assert!(excepted("Every endpoint needs a key").is_empty());
}
