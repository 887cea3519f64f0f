//! What the descriptions of operations say, of specifications as they are written.

use crate::testing::emit;
use serde_json::{Value, json};

const SHOP: &str = r#"# Shop

## Data model

```typescript
interface Ticket {
  id: string;              // uuid, set by the server
  title: string;           // 1 to 80 characters
  slug: string;            // made of the title where none is sent
  email: string | null;    // e-mail address
  urgency: string;         // default low
  created_at: string;      // date-time, set by the server
}
```

### Table `tickets`

| Column | SQL type | Null | Constraints |
|---|---|---|---|
| `id` | TEXT | no | primary key |
| `title` | TEXT | no | |
| `slug` | TEXT | no | |
| `email` | TEXT | yes | |
| `urgency` | TEXT | no | |
| `created_at` | TEXT | no | |
| `removed_at` | TEXT | yes | |

## API

### POST /tickets

**Request:**
```json
{"title": "No light", "slug": "no-light", "email": "mia@example.com", "urgency": "high"}
```

**Response (201 Created):**
```json
{"id": "0199c2d4-5b1e-7c30-9a44-0d6f8e21b7a5", "title": "No light", "slug": "no-light", "email": "mia@example.com", "urgency": "high", "created_at": "2026-10-12T08:15:00Z"}
```

**Error Response (422 Unprocessable Entity):**
```json
{"error": {"code": "invalid", "message": "title is missing"}}
```

### GET /tickets/{id}

**Response (200 OK):**
```json
{"id": "0199c2d4-5b1e-7c30-9a44-0d6f8e21b7a5", "title": "No light", "slug": "no-light", "email": null, "urgency": "high", "created_at": "2026-10-12T08:15:00Z"}
```

**Error Response (404 Not Found):**
```json
{"error": {"code": "not_found", "message": "no such ticket"}}
```

### POST /tickets/{id}/close

**Request:**
```json
{"title": "Light again"}
```

**Response (204 No Content):** no body
"#;

fn description(text: &str) -> Value {
    let openapi = crate::emitter("openapi").expect("an emitter of OpenAPI");
    let artifact = emit(openapi, text);
    serde_json::from_str(&artifact.files.first().expect("a file").text).expect("JSON")
}

#[test]
fn an_answer_is_of_the_type_that_it_shows_whole_and_not_of_the_table_behind_it() {
    let description = description(SHOP);
    let answer = &description["paths"]["/tickets/{id}"]["get"]["responses"]["200"];
    assert_eq!(
        answer["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/Ticket"})
    );
    let schemas = description["components"]["schemas"].as_object().expect("schemas");
    assert!(!schemas.contains_key("tickets"), "{schemas:?}");
    let fields = &schemas["Ticket"]["properties"];
    assert_eq!((&fields["id"]["format"], &fields["id"]["readOnly"]), (&json!("uuid"), &json!(true)));
    assert_eq!(fields["email"]["format"], "email");
}

#[test]
fn a_request_that_makes_a_record_requires_what_nothing_stands_in_for() {
    let description = description(SHOP);
    let made = &description["paths"]["/tickets"]["post"]["requestBody"];
    assert_eq!(made["required"], true);
    let schema = &made["content"]["application/json"]["schema"];
    assert_eq!(schema["required"], json!(["title"]), "{schema}");
    assert_eq!(schema["properties"]["title"]["maxLength"], 80);
    let other = &description["paths"]["/tickets/{id}/close"]["post"]["requestBody"];
    assert_eq!(other["content"]["application/json"]["schema"].get("required"), None, "nothing is made");
    assert_eq!(other.get("required"), None, "nothing in it has to be there");
}

#[test]
fn refusals_that_an_operation_does_not_state_have_the_shape_of_all_errors() {
    let description = description(SHOP);
    for (path, method) in [("/tickets", "post"), ("/tickets/{id}", "get"), ("/tickets/{id}/close", "post")] {
        let other = &description["paths"][path][method]["responses"]["4XX"];
        let schema = &other["content"]["application/json"]["schema"];
        assert_eq!(schema, &json!({"$ref": "#/components/schemas/Error"}), "{path}");
    }
    // One operation alone shows no shape of all.
    let alone = SHOP.replace("{\"code\": \"not_found\", \"message\": \"no such ticket\"}", "\"gone\"");
    let description = self::description(&alone);
    assert_eq!(description["paths"]["/tickets"]["post"]["responses"].get("4XX"), None);
}
