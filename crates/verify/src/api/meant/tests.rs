use super::*;
use crate::testing::{self, Setup, item};

#[test]
fn what_somebody_does_in_words() {
    let items = [
        "GET /doors",
        "POST /doors",
        "GET /doors/{id}",
        "DELETE /doors/{id}",
        "POST /doors/{id}/open",
        "POST /doors/{id}/sign-off",
        "GET /keys/{id}",
        "POST /keys",
    ]
    .map(|key| item("endpoint", key));
    let porter = item("permission", "porter | open doors")
        .field("role", "porter")
        .field("action", "open doors")
        .field("allow", true);
    let items: Vec<_> = items.into_iter().chain([porter]).collect();
    let facts = testing::facts_with("a.md", &items, "", Setup::default());
    let shown = |given: &str, when: &str| {
        let meant = meant(&facts.api, 0, given, when)?;
        Some(format!("{} {}", facts.api.operations[meant.number].title(), meant.role.unwrap_or_default()))
    };
    assert_eq!(shown("a shut door", "a porter opens it").as_deref(), Some("POST /doors/{id}/open porter"));
    assert_eq!(
        shown("a door", "the porter signs it off").as_deref(),
        Some("POST /doors/{id}/sign-off porter")
    );
    assert_eq!(shown("a door", "a porter tries to delete it").as_deref(), Some("DELETE /doors/{id} porter"));
    assert_eq!(
        shown("a porter", "they create a door with a `width` of 0").as_deref(),
        Some("POST /doors porter")
    );
    for (given, when, meant) in [
        ("", "a shut door is opened", "POST /doors/{id}/open "),
        ("a door", "it is deleted by a porter", "DELETE /doors/{id} porter"),
        ("", "a door has been signed off", "POST /doors/{id}/sign-off "),
        ("", "opening a door that is locked", "POST /doors/{id}/open "),
        ("", "deleting a door", "DELETE /doors/{id} "),
    ] {
        assert_eq!(shown(given, when).as_deref(), Some(meant), "{when}");
    }
    assert_eq!(shown("", "a door is opened or shut"), None);
    assert_eq!(shown("a door and a key", "a porter reads it"), None);
    assert_eq!(shown("a door", "a porter paints it"), None);
}
