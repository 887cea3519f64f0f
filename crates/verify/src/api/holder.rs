//! The member of a request that says whose the new object is, where whoever it is for may leave it out: staff book for a `guest`, and
//! guests for themselves.

use super::{Api, is_second, same_role};

impl Api {
    /// The member of the request of an operation that names a holder of a role, where it need not be sent.
    pub fn names_holder(&self, number: usize, role: &str) -> Option<String> {
        let operation = self.operations.get(number)?;
        let resource = self.resources.iter().find(|resource| resource.create == Some(number))?;
        let body = operation.request.as_ref()?.json()?.as_object()?;
        let names = |name: &str| same_role(name, role) || is_second(role, name);
        let (name, _) = body.iter().find(|(name, value)| value.is_string() && names(name))?;
        let needed = self.field_of(resource, name).is_some_and(|facts| facts.optional == Some(false));
        (!needed).then(|| name.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Setup};

    #[test]
    fn whoever_is_named_may_leave_the_name_out() {
        let api = |needed: &str| {
            let text = format!(
                "# Stays\n## Data model\n### Stay\n| Field | Type | Required |\n|---|---|---|\n| `guest` | string | {needed} |\n| `nights` | integer | yes |\n\n## API\n- `POST /stays`: books, 201\n- `GET /stays/{{id}}`: one stay\n"
            );
            testing::facts_of_markdown(&text, "", Setup::default()).api
        };
        assert_eq!(api("by staff").names_holder(0, "guest-2").as_deref(), Some("guest"));
        assert_eq!(api("by staff").names_holder(0, "clerk"), None);
        assert_eq!(api("yes").names_holder(0, "guest"), None);
    }
}
