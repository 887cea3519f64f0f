use crate::emitter::emitter;
use crate::text::csv_row;
use crate::{Artifact, Source};
use abide_model::Kind;
use serde_json::Value;

emitter! {
    /// Who may do what, as CSV: one row for each role and action, in the words of OpenFGA's checks.
    ///
    /// Made of permissions. The columns are `user` (`role:NAME`), `relation` (the verb or HTTP method), `object` (what it is done to),
    /// `allowed` (`true`, `false` or `conditional`), the condition in the specification's words, and where it is stated.
    ///
    /// ```document
    /// # Orders
    /// ## Permissions
    /// | Role | Create order | Delete order |
    /// |---|---|---|
    /// | clerk | yes | no |
    /// | admin | yes | yes |
    /// ```
    ///
    /// ```csv
    /// user,relation,object,allowed,condition,specification,line
    /// role:clerk,create,order,true,,specs/example.md,5
    /// role:clerk,delete,order,false,,specs/example.md,5
    /// role:admin,create,order,true,,specs/example.md,6
    /// role:admin,delete,order,true,,specs/example.md,6
    /// ```
    "access-matrix", kinds: [Permission]
}

fn emit(source: &Source) -> Artifact {
    let mut text = String::new();
    for (document, item) in source.items(Kind::Permission) {
        let (Some(role), Some(action)) = (item.text_field("role"), item.text_field("action")) else { continue };
        let (relation, object) = action.trim().split_once(char::is_whitespace).unwrap_or((action.trim(), ""));
        let allowed = match item.fields.get("allow") {
            Some(Value::Bool(allowed)) => allowed.to_string(),
            Some(Value::String(allowed)) => allowed.clone(),
            _ => String::new(),
        };
        text.push_str(&csv_row([
            format!("role:{role}").as_str(),
            &relation.to_lowercase(),
            object.trim(),
            &allowed,
            item.text_field("condition").unwrap_or_default(),
            &document.spec.path,
            &item.line.to_string(),
        ]));
    }
    if text.is_empty() {
        return Artifact::default();
    }
    let head = csv_row(["user", "relation", "object", "allowed", "condition", "specification", "line"]);
    Artifact::of_file("access-matrix.csv", format!("{head}{text}"))
}
