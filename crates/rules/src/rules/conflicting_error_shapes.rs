use crate::json::{self, Node, Value};
use crate::rule::rule;
use crate::spelling::listed;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::Kind;
use abide_syntax::TextRange;
use std::collections::BTreeMap;

rule! {
    /// An endpoint's error looks different from that of the others.
    ///
    /// ## Why it matters
    ///
    /// A client has one way to read errors. The endpoint that answers in another shape shows "undefined" to a user.
    ///
    /// ## What counts
    ///
    /// Examples of responses with a status of 400 or more, in JSON. Two shapes differ where they have no member in common, or one
    /// has a text where the other has an object. Further members, such as details, are no difference. The shape that most
    /// examples have is the one that holds.
    ///
    /// ## How to mend it
    ///
    /// Give all errors one shape, or say why this one differs.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// ### POST /parcels
    /// **Response (400):**
    /// ```json
    /// { "error": { "code": "weight_missing", "message": "no weight" } }
    /// ```
    /// ### GET /parcels/{id}
    /// **Response (404):**
    /// ```json
    /// { "error": { "code": "unknown", "message": "no such parcel" } }
    /// ```
    /// ### DELETE /parcels/{id}
    /// **Response (404):**
    /// ```json
    /// { "message": "no such parcel" }
    /// ~ the error of `DELETE /parcels/{id}` has `message`, those of others `error`
    /// ```
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## API
    /// ### POST /parcels
    /// **Response (400):**
    /// ```json
    /// { "error": "no weight", "details": ["weight"] }
    /// ```
    /// ### GET /parcels/{id}
    /// **Response (404):**
    /// ```json
    /// { "error": "no such parcel" }
    /// ```
    /// ````
    "conflicting-error-shapes", default: Some(Severity::Warning), since: "0.1.0"
}

/// An error as an example shows it: its members and their forms.
struct Shape {
    endpoint: String,
    members: BTreeMap<String, &'static str>,
    range: TextRange,
}

fn check(context: &Context, report: &mut Report) {
    if context.spec.of_kind(Kind::Endpoint).count() < 2 {
        return;
    }
    let operations = context.operations();
    let mut shapes: Vec<Shape> = Vec::new();
    for operation in &operations.documented {
        let responses = operation
            .item
            .fields
            .get("responses")
            .and_then(|responses| responses.as_array())
            .into_iter()
            .flatten();
        for response in responses {
            let status = response.get("status").and_then(|status| status.as_u64()).unwrap_or(0);
            let example = response.get("example").and_then(|example| example.as_str());
            let line =
                response.get("line").and_then(|line| line.as_u64()).and_then(|line| u32::try_from(line).ok());
            let (Some(example), Some(line), 400..) = (example, line, status) else { continue };
            let endpoint = format!("{} {}", operation.method, operation.path);
            let read = json::read(example);
            let Some(Node { value: Value::Object(members), .. }) = read.values.into_iter().next() else {
                continue;
            };
            if read.fault.is_some() || members.is_empty() {
                continue;
            }
            let members =
                members.iter().map(|member| (member.name.to_owned(), form(&member.node.value))).collect();
            let lines = context.document.lines();
            let range = lines.line_range(context.document.text(), line).trim(context.document.text());
            shapes.push(Shape { endpoint, members, range });
        }
    }
    shapes.sort_by_key(|shape| shape.range.start);
    // The shape that most others agree with holds; of equals, the first.
    let agreeing = |shape: &Shape| shapes.iter().filter(|other| difference(shape, other).is_none()).count();
    let Some(most) = shapes.iter().map(agreeing).max() else { return };
    let Some(holds) = shapes.iter().find(|shape| agreeing(shape) == most) else { return };
    for shape in shapes.iter().filter(|shape| shape.endpoint != holds.endpoint) {
        let Some(difference) = difference(holds, shape) else { continue };
        report
            .at(shape.range, format!("the error of `{}` has {difference}", shape.endpoint))
            .related(context.place(holds.range), "an error of another endpoint")
            .help("give all errors one shape");
    }
}

fn form(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "a text",
        Value::Object(_) => "an object",
        Value::List(_) => "a list",
        Value::Number { .. } => "a number",
        Value::Boolean => "a boolean",
        Value::Null | Value::Sketch => "",
    }
}

/// How a shape differs from the one that holds.
fn difference(holds: &Shape, other: &Shape) -> Option<String> {
    let names = |shape: &Shape| listed(&shape.members.keys().collect::<Vec<_>>());
    let shared: Vec<&String> =
        holds.members.keys().filter(|name| other.members.contains_key(*name)).collect();
    if shared.is_empty() {
        return Some(format!("{}, those of others {}", names(other), names(holds)));
    }
    shared.into_iter().find_map(|name| {
        let (here, there) = (other.members.get(name)?, holds.members.get(name)?);
        // A list or an object of details may be either; a text and an object are read differently.
        let apart =
            here != there && [*here, *there].contains(&"a text") && [*here, *there].contains(&"an object");
        apart.then(|| format!("{here} as `{name}`, those of others {there}"))
    })
}
