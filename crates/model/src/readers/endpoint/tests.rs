use crate::readers::tests::reader_test;

reader_test!(
    a_heading_with_examples,
    "# T
## API
### POST /api/orders
Creates an order. Auth: API key

**Request:**
```json
{\"name\": \"x\"}
```

**Response (201 Created):**
```json
{\"id\": 1}
```

**Error Response (400 Bad Request):**
```json
{\"error\": \"bad\"}
```
",
    [
        "3 endpoint POST /api/orders method=POST path=/api/orders request={\"example\":\"{\\\"name\\\": \\\"x\\\"}\",\"line\":8} responses=[{\"status\":201,\"description\":\"Created\",\"example\":\"{\\\"id\\\": 1}\",\"content_type\":\"application/json\",\"line\":13},{\"status\":400,\"description\":\"Bad Request\",\"example\":\"{\\\"error\\\": \\\"bad\\\"}\",\"content_type\":\"application/json\",\"line\":18}]",
    ]
);
reader_test!(
    a_listing_in_a_block,
    "# T
## API
Base path: `/api/v1`

All endpoints require an API key except `GET /health`.

```
GET  /health            liveness
POST /orders            create an order
GET/DELETE /orders/{id}?full=1
```
",
    [
        "8 endpoint GET /health method=GET path=/health description=liveness base_path=/api/v1 auth=none",
        "9 endpoint POST /orders method=POST path=/orders description=create an order base_path=/api/v1 auth=All endpoints require an API key except GET /health",
        "10 endpoint GET /orders/{id} method=GET path=/orders/{id} parameters=[{\"name\":\"full\",\"in\":\"query\"}] base_path=/api/v1 auth=All endpoints require an API key except GET /health",
        "10 endpoint DELETE /orders/{id} method=DELETE path=/orders/{id} parameters=[{\"name\":\"full\",\"in\":\"query\"}] base_path=/api/v1 auth=All endpoints require an API key except GET /health",
    ]
);
reader_test!(
    tables_in_two_cells_and_one,
    "# T
## Endpoints
| Method | Path | Auth | Purpose |
|---|---|---|---|
| GET | /items/:id | No | one item |
| POST | `/items` | Yes | add |

| Endpoint | Description |
|---|---|
| `PUT /items/{id}` | change |
",
    [
        "5 endpoint GET /items/:id method=GET path=/items/:id description=one item auth=none",
        "6 endpoint POST /items method=POST path=/items description=add auth=required",
        "10 endpoint PUT /items/{id} method=PUT path=/items/{id} description=change",
    ]
);
reader_test!(
    bullets_statuses_and_mentions,
    "# T
## Overview
The client calls `GET /later` now.
## API
- `DELETE /items/{id}` — removes one
  - `204`: gone
  - 404 Not Found: no such item
",
    [
        "3 endpoint GET /later method=GET path=/later",
        "5 endpoint DELETE /items/{id} method=DELETE path=/items/{id} description=removes one responses=[{\"status\":204,\"description\":\"gone\"},{\"status\":404,\"description\":\"Not Found: no such item\"}]",
    ]
);
reader_test!(
    over_the_wire_and_curl,
    "# T
## API
```http
POST /login HTTP/1.1
Content-Type: application/json

{\"user\": \"a\"}

HTTP/1.1 200 OK

{\"token\": \"b\"}
```
```bash
curl -X PUT http://localhost:80/things/1 \\
  -d '{}'
curl https://elsewhere.org/other
```
",
    [
        "4 endpoint POST /login method=POST path=/login request={\"example\":\"{\\\"user\\\": \\\"a\\\"}\",\"line\":7} responses=[{\"status\":200,\"example\":\"{\\\"token\\\": \\\"b\\\"}\",\"content_type\":\"application/json\",\"line\":11}]",
        "14 endpoint PUT /things/1 method=PUT path=/things/1",
    ]
);
reader_test!(
    method_and_path_as_two_lines,
    "# T\n## API\n### Log in\n- **Method**: POST\n- **Path**: `/session`\n- **Auth**: none\n- **Response**: 201 `{\"id\": 1}`\n",
    [
        "5 endpoint POST /session method=POST path=/session description=Log in responses=[{\"status\":201,\"example\":\"{\\\"id\\\": 1}\",\"content_type\":\"application/json\"}] auth=none",
    ]
);
reader_test!(
    other_systems_and_prose_are_not_ours,
    "# T\n## External Dependencies\n- `GET /repos/{owner}` of the forge\n## Notes\nWe GET it and/or POST it.\n",
    []
);
reader_test!(
    auth_within_a_line_and_wrapped,
    "# T
## API
### GET /orders
Lists orders. **Auth:** `X-API-Key`; roles: admin, clerk.

### POST /orders
Adds an order that a customer has placed by telephone or at the counter. **Auth:**
role admin.
",
    [
        "3 endpoint GET /orders method=GET path=/orders auth=X-API-Key; roles: admin, clerk",
        "6 endpoint POST /orders method=POST path=/orders auth=role admin",
    ]
);

reader_test!(
    parameters_of_tables_lists_and_queries,
    "# T
## API
### GET /orders/{id}/lines?page=1&size={n}
Query parameters:

| Name | Type | Required | Default | Description |
|---|---|---|---|---|
| `size` | integer | no | 20 | max 100 |
| `id` | uuid | yes | | the order |

**Headers:**
- `X-Tenant` (string, required): whose

Errors:

| Status | Code | Meaning |
|---|---|---|
| 400 | bad_page | no such page |
",
    [
        "3 endpoint GET /orders/{id}/lines method=GET path=/orders/{id}/lines parameters=[{\"name\":\"page\",\"in\":\"query\"},{\"name\":\"size\",\"in\":\"query\",\"type\":\"integer\",\"default\":\"20\",\"description\":\"max 100\",\"required\":false,\"schema\":{\"type\":\"integer\",\"maximum\":100}},{\"name\":\"id\",\"in\":\"path\",\"type\":\"uuid\",\"description\":\"the order\",\"required\":true,\"schema\":{\"type\":\"string\",\"format\":\"uuid\"}},{\"name\":\"X-Tenant\",\"in\":\"header\",\"type\":\"string\",\"description\":\"whose\",\"required\":true,\"schema\":{\"type\":\"string\"}}] responses=[{\"status\":400,\"description\":\"no such page\"}] errors=[{\"status\":400,\"code\":\"bad_page\",\"description\":\"no such page\"}]",
    ]
);
reader_test!(
    an_openapi_snippet,
    "# T
```yaml
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      summary: One pet
      security: []
      responses:
        '200':
          description: ok
        \"404\":
          description: none
    delete:
      responses:
        204: {description: gone}
```
",
    [
        "7 endpoint GET /pets/{id} method=GET path=/pets/{id} description=One pet parameters=[{\"name\":\"id\",\"in\":\"path\",\"type\":\"integer\",\"required\":true,\"schema\":{\"type\":\"integer\"}}] responses=[{\"status\":200,\"description\":\"ok\"},{\"status\":404,\"description\":\"none\"}] auth=none",
        "15 endpoint DELETE /pets/{id} method=DELETE path=/pets/{id} parameters=[{\"name\":\"id\",\"in\":\"path\",\"type\":\"integer\",\"required\":true,\"schema\":{\"type\":\"integer\"}}] responses=[{\"status\":204,\"description\":\"gone\"}]",
    ]
);

reader_test!(
    methods_below_a_path_and_lines_of_their_own,
    "# T
## API
### `/tags`
#### GET
all
#### POST: make one
one
### Make a post
- **Method**: `POST`
- **URL**: `/posts`
",
    [
        "4 endpoint GET /tags path=/tags",
        "6 endpoint POST /tags method=POST path=/tags description=make one",
        "10 endpoint POST /posts method=POST path=/posts description=Make a post",
    ]
);
reader_test!(
    a_base_of_the_conventions_and_a_body_without_a_label,
    "# T
## API conventions
- Base URL: `https://api.example.com/v3`

## Endpoints
### POST /rooms
Adds a room. The body has the fields of a room:

```json
{\"name\": \"Blue\"}
```
",
    [
        "6 endpoint POST /rooms method=POST path=/rooms request={\"example\":\"{\\\"name\\\": \\\"Blue\\\"}\",\"line\":10} base_path=/v3",
    ]
);
reader_test!(
    a_base_that_is_written_out,
    "# T
## APIs
The base path is `/api/v4`.

- `POST /api/v4/rooms` makes a room
- `GET /api/v4/rooms` lists them
- `GET /health` answers 200
",
    [
        "5 endpoint POST /api/v4/rooms method=POST path=/api/v4/rooms description=makes a room",
        "6 endpoint GET /api/v4/rooms method=GET path=/api/v4/rooms description=lists them",
        "7 endpoint GET /health method=GET path=/health description=answers 200 responses=[{\"status\":200}]",
    ]
);
reader_test!(
    a_base_told_in_a_sentence,
    "# T
## APIs
Answers are JSON. The base path of all operations is `/api/v4`. The base path is no place to ask for `/docs`.

### Rooms
`POST /rooms` makes a room.
",
    ["6 endpoint POST /rooms method=POST path=/rooms description=makes a room. base_path=/api/v4"]
);
reader_test!(
    bases_without_a_colon_and_what_stands_outside_of_them,
    "# T
## API
- Base path `/api/v2`, no other version
- Auth: `X-Key` on everything below the base path
- `GET /metrics` stands outside of the base path.

### Moorings
```
GET    /moorings        List
GET    /metrics         Numbers
```

### Operations (no key, not below the base path)
```
GET    /health          Alive
```
",
    [
        "9 endpoint GET /moorings method=GET path=/moorings description=List base_path=/api/v2 auth=X-Key on everything below the base path",
        "10 endpoint GET /metrics method=GET path=/metrics description=Numbers",
        "15 endpoint GET /health method=GET path=/health description=Alive auth=none",
    ]
);
reader_test!(
    calls_with_values_in_their_paths_below_a_base_in_words,
    "# T
## API
All paths start with `/api/v2`. Every endpoint below `/admin` requires a role.

- `POST /moorings` – add one
- `GET /moorings/{id}` – read one

```
curl -d '{\"link\": \"http://a.example/b\"}' \\
  http://localhost/api/v2/moorings
curl http://localhost/api/v2/moorings/7
```
",
    [
        "5 endpoint POST /moorings method=POST path=/moorings description=add one request={\"example\":\"{\\\"link\\\": \\\"http://a.example/b\\\"}\"} base_path=/api/v2",
        "6 endpoint GET /moorings/{id} method=GET path=/moorings/{id} description=read one base_path=/api/v2",
    ]
);
reader_test!(
    answers_that_a_sentence_states,
    "# T
## API
#### Read a note

    GET /notes/{id}

200 and the note, or 404.

#### Change a note

    PATCH /notes/{id}

Answers 200 with the whole note, 404 if unknown.

#### Delete a note

    DELETE /notes/{id}

Answers 200:

```json
{\"deleted\": true}
```

#### See whether it lives

    GET /__heartbeat__

Answers 200.
",
    [
        "5 endpoint GET /notes/{id} method=GET path=/notes/{id} responses=[{\"status\":200,\"description\":\"and the note, or 404.\"},{\"status\":404}]",
        "11 endpoint PATCH /notes/{id} method=PATCH path=/notes/{id} responses=[{\"status\":200},{\"status\":404,\"description\":\"if unknown\"}]",
        "17 endpoint DELETE /notes/{id} method=DELETE path=/notes/{id} responses=[{\"status\":200,\"example\":\"{\\\"deleted\\\": true}\",\"content_type\":\"application/json\",\"line\":22}]",
        "27 endpoint GET /__heartbeat__ method=GET path=/__heartbeat__ responses=[{\"status\":200}]",
    ]
);
reader_test!(
    what_is_sent_stands_behind_a_sentence_about_the_answer,
    "# T
## API
`POST /posts` creates a post and answers 201 with the whole post, including its new `id`.

```json
{\"title\": \"Hello\", \"author\": \"ada\", \"views\": 0}
```

`POST /tags` creates a tag and answers 201 with the tag.

```json
{\"id\": 5, \"label\": \"a\"}
```
",
    [
        "3 endpoint POST /posts method=POST path=/posts description=creates a post and answers 201 with the whole post, including its new id. responses=[{\"status\":201}] request={\"example\":\"{\\\"title\\\": \\\"Hello\\\", \\\"author\\\": \\\"ada\\\", \\\"views\\\": 0}\",\"line\":6}",
        "9 endpoint POST /tags method=POST path=/tags description=creates a tag and answers 201 with the tag. responses=[{\"status\":201,\"example\":\"{\\\"id\\\": 5, \\\"label\\\": \\\"a\\\"}\",\"content_type\":\"application/json\",\"line\":12}]",
    ]
);
reader_test!(
    several_operations_in_one_heading,
    "# T
## API
### `GET /berths`, `POST /berths`
The body has a name.

```json
{\"name\": \"x\"}
```
### `GET /berths/{id}`, `DELETE /berths/{id}`
204 No Content
",
    [
        "3 endpoint GET /berths method=GET path=/berths",
        "3 endpoint POST /berths method=POST path=/berths request={\"example\":\"{\\\"name\\\": \\\"x\\\"}\",\"line\":7}",
        "9 endpoint GET /berths/{id} method=GET path=/berths/{id}",
        "9 endpoint DELETE /berths/{id} method=DELETE path=/berths/{id} responses=[{\"status\":204,\"description\":\"No Content\"}]",
    ]
);
reader_test!(
    a_call_of_a_host_that_is_the_systems_own,
    "# T
## Berths
`GET /v2/berths/{id}` returns one.
```sh
curl -d '{\"name\": \"x\"}' https://harbour.corp/v2/berths
curl -d '{\"text\": \"x\"}' https://chat.corp/hooks/7
```
",
    [
        "3 endpoint GET /v2/berths/{id} method=GET path=/v2/berths/{id} description=returns one.",
        "5 endpoint POST /v2/berths method=POST path=/v2/berths request={\"example\":\"{\\\"name\\\": \\\"x\\\"}\"}",
    ]
);
reader_test!(
    a_block_without_a_word_below_an_operation_is_what_is_sent,
    "# T
## HTTP
### POST /v1/lamps
```json
{\"shade\": \"L-1\"}
```
```json
{\"id\": 1, \"shade\": \"L-1\"}
```
### POST /v1/doors
```json
{\"width\": 80}
```
A door that is too narrow is refused.
```json
{\"error\": \"narrow\"}
```
",
    [
        "3 endpoint POST /v1/lamps method=POST path=/v1/lamps request={\"example\":\"{\\\"shade\\\": \\\"L-1\\\"}\",\"line\":5} responses=[{\"example\":\"{\\\"id\\\": 1, \\\"shade\\\": \\\"L-1\\\"}\",\"content_type\":\"application/json\",\"line\":8}]",
        "10 endpoint POST /v1/doors method=POST path=/v1/doors request={\"example\":\"{\\\"width\\\": 80}\",\"line\":12}",
    ]
);
reader_test!(
    operations_that_are_written_by_their_ends,
    "# T
## API
### Endpoint 3: POST /v1/lamps/{id}/dim, /light and /break
All answer 200.
### Endpoint 4: /v1/doors
- `POST` makes a door.
- `GET` lists them, newest first.
- Doors are wide.
",
    [
        "3 endpoint POST /v1/lamps/{id}/dim method=POST path=/v1/lamps/{id}/dim responses=[{\"status\":200}]",
        "3 endpoint POST /v1/lamps/{id}/light method=POST path=/v1/lamps/{id}/light responses=[{\"status\":200}]",
        "3 endpoint POST /v1/lamps/{id}/break method=POST path=/v1/lamps/{id}/break responses=[{\"status\":200}]",
        "6 endpoint POST /v1/doors method=POST path=/v1/doors description=makes a door.",
        "7 endpoint GET /v1/doors method=GET path=/v1/doors description=lists them, newest first.",
    ]
);
reader_test!(
    a_column_of_what_it_does,
    "# T\n## API\n| Call | Does | Success |\n|---|---|---|\n| `POST /nets` | Knots a net | 201 |\n",
    ["5 endpoint POST /nets method=POST path=/nets description=Knots a net responses=[{\"status\":201}]",]
);
reader_test!(
    what_is_said_not_to_be_there,
    "# T\n## API\n- `GET /nets` lists nets\n\n`PUT /nets` is answered with `405`. A `DELETE /nets` is not supported; `DELETE /nets/{id}` is answered 405.\n\n## Checks\n- [ ] `PATCH /nets` answers 405.\n",
    ["3 endpoint GET /nets method=GET path=/nets description=lists nets",]
);
reader_test!(
    two_blocks_without_labels_are_what_is_sent_and_what_comes_back,
    "# T
## Interface
### 3.1 `POST /loans`

Asks for a thing that lies in another house and answers 201 with a loan that is `requested`.

```json
{\"item_id\": \"a\", \"purpose\": \"x\"}
```

```json
{\"id\": \"b\", \"item_id\": \"a\", \"purpose\": \"x\", \"status\": \"requested\"}
```

### 3.2 `PATCH /loans/{id}`

`status` is required, and `reason` may be given.

```json
{\"status\": \"declined\", \"reason\": \"On tour.\"}
```

The answer is 200 with the loan.
",
    [
        "3 endpoint POST /loans method=POST path=/loans responses=[{\"status\":201,\"example\":\"{\\\"id\\\": \\\"b\\\", \\\"item_id\\\": \\\"a\\\", \\\"purpose\\\": \\\"x\\\", \\\"status\\\": \\\"requested\\\"}\",\"content_type\":\"application/json\",\"line\":12}] request={\"example\":\"{\\\"item_id\\\": \\\"a\\\", \\\"purpose\\\": \\\"x\\\"}\",\"line\":8}",
        "15 endpoint PATCH /loans/{id} method=PATCH path=/loans/{id} request={\"example\":\"{\\\"status\\\": \\\"declined\\\", \\\"reason\\\": \\\"On tour.\\\"}\",\"line\":20} responses=[{\"status\":200}]",
    ]
);
reader_test!(
    what_the_answer_is_said_to_have_and_what_a_label_announces_is_not_sent,
    "# T
## API
### PUT /presses/{id}/lock

Locks the press. Answers 200 with `locked` and `by`.

```json
{\"locked\": true, \"by\": \"ada\"}
```

### POST /presses/{id}/run

**Response (200):** one of

```json
{\"ok\": true}
```

```json
{\"ok\": false, \"problem\": \"no ink\"}
```
",
    [
        "3 endpoint PUT /presses/{id}/lock method=PUT path=/presses/{id}/lock responses=[{\"status\":200,\"example\":\"{\\\"locked\\\": true, \\\"by\\\": \\\"ada\\\"}\",\"content_type\":\"application/json\",\"line\":8}]",
        "11 endpoint POST /presses/{id}/run method=POST path=/presses/{id}/run responses=[{\"status\":200,\"example\":\"{\\\"ok\\\": true}\",\"content_type\":\"application/json\",\"line\":16}]",
    ]
);

reader_test!(
    a_call_of_an_operation_with_values_for_its_parameters,
    "# T\n## API\n### GET /jobs/{id}\n#### Request\n```\nGET /jobs/7f3a\n```\n### Others\n```\nGET /jobs/latest\n```\n",
    [
        "3 endpoint GET /jobs/{id} method=GET path=/jobs/{id}",
        "10 endpoint GET /jobs/latest method=GET path=/jobs/latest",
    ]
);

reader_test!(
    an_example_is_a_call_of_what_it_is_an_example_of,
    "# T\n## API\n### GET `/files/{name}`\nServes one.\n\n**Example**: `GET /files/a.jpg`\n",
    ["3 endpoint GET /files/{name} method=GET path=/files/{name}"]
);
