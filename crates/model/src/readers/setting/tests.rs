use crate::readers::tests::reader_test;

reader_test!(
    tables_with_their_columns,
    "# T\n## Configuration\n| Flag | Type | Default | Description |\n|---|---|---|---|\n| `--port`, `-p` | int | `80` | the port |\n| `--quiet` | bool | — | say less |\n\n## Deploy\n| Env var | Required |\n|---|---|\n| `DB_URL` | yes |\n| `A_KEY` / `B_KEY` | no |\n",
    [
        "5 setting --port type=int description=the port default=80 aliases=[\"-p\"]",
        "6 setting --quiet type=bool description=say less",
        "11 setting DB_URL required=true",
        "12 setting A_KEY required=false",
        "12 setting B_KEY required=false",
    ]
);
reader_test!(
    env_blocks,
    "# T\n## Setup\n```env\n# where to listen\nPORT=80\nAPI_KEY=your-key  # secret\n```\n```bash\nLOG=1 tool run\n```\n",
    ["5 setting PORT default=80 description=where to listen", "6 setting API_KEY description=secret"]
);
reader_test!(
    variables_among_the_technologies,
    "# T\n## Tech Stack\n- **Database:** SQLite\n\nThe rest is set from outside.\n- `SHOP_BEDS`: how many there are. Default `3`.\n- `SHOP_OPEN` (number): from when on\n",
    [
        "6 setting SHOP_BEDS default=3 description=how many there are. Default 3.",
        "7 setting SHOP_OPEN type=number description=from when on",
    ]
);
reader_test!(
    bullets,
    "# T\n## Configuration\n- Optional flags:\n  - `--output`, `-o`: target file (default: `./a.toml`)\n- `LOG_LEVEL` (string): how much to say, defaults to info.\n- `tool run` writes files\n- `env` in this text is a map\n- CACHE_TTL: seconds to keep\n",
    [
        "4 setting --output default=./a.toml required=false description=target file (default: ./a.toml) aliases=[\"-o\"]",
        "5 setting LOG_LEVEL default=info type=string description=how much to say, defaults to info.",
        "8 setting CACHE_TTL description=seconds to keep",
    ]
);
reader_test!(
    toml_and_yaml_keys,
    "# T\n## Configuration\n### File\n```toml\nname = \"x\"\n[server]\nport = 80 # where\n```\n### Overrides\n```yaml\nserver:\n  host: a\n```\n",
    [
        "5 setting name default=x",
        "7 setting server.port default=80 description=where",
        "12 setting server.host default=a",
    ]
);
reader_test!(
    other_tables_are_none,
    "# T\n## API\n| Parameter | Type |\n|---|---|\n| `page` | int |\n\n| Constant | Value |\n|---|---|\n| `MAX_SIZE` | 4 |\n",
    []
);
reader_test!(
    listed_variables_and_commands,
    "# T\n## Configuration\n- Env vars: `LOG_ON`, `LOG_FILE`\n- `port`\n### Command interface\n- `tool`\n- `--port`: where\n",
    ["3 setting LOG_ON", "3 setting LOG_FILE", "4 setting port", "7 setting --port description=where",]
);
reader_test!(
    variables_named_in_running_text,
    "# T\n## Design\nThe store is picked by the environment variable `STORE_KIND` (default `file`). `MAX_SIZE` is a constant.\n",
    ["3 setting STORE_KIND"]
);
reader_test!(
    names_listed_behind_a_label_and_a_key_that_is_told,
    "# T\n## Configuration\n- Relevant fields: `Port`, `Host`.\n- Relevant fields: `Port` is read by `Host`\n## Levels\nSet by `level` in `tool.yaml`.\n\n```yaml\nlevel: info # how much\n```\nSee `other.yaml`.\n\n```yaml\nname: x\n```\n",
    ["3 setting Port", "3 setting Host", "9 setting level default=info description=how much",]
);
reader_test!(
    variables_that_something_is_configurable_by,
    "# T\n> Base: `http://press:1` (configurable via `PRESS_HOST` / `PRESS_PORT`)\n\n## Codes\nIt is set to `INK_OUT`.\n",
    ["2 setting PRESS_HOST", "2 setting PRESS_PORT",]
);
reader_test!(
    variables_of_a_container,
    "# T\n## Deployment\n```yaml\nkind: Deployment\nspec:\n  env:\n    - name: POOL_SIZE\n      value: \"4\"\n    - name: POOL_KEY\n      valueFrom: x\n  ports:\n    - name: HTTP_PORT\n```\n```yaml\nservices:\n  pool:\n    environment:\n      POOL_DIR: /data\n      - POOL_LOG=info\n```\n",
    [
        "7 setting POOL_SIZE default=4",
        "9 setting POOL_KEY",
        "18 setting POOL_DIR default=/data",
        "19 setting POOL_LOG default=info",
    ]
);
reader_test!(
    definitions_and_headings,
    "# T\n## Configuration\n`DB_URL`\n: Where the data is. Standard: `local`.\n\n`QUIET_MODE` (bool): say less\n\nA `word` is no key.\n### `LOG_LEVEL` (optional)\nHow much to say. Defaults to `info`.\n### `tool.toml`\nThe file.\n",
    [
        "3 setting DB_URL default=local description=Where the data is. Standard: local.",
        "6 setting QUIET_MODE type=bool description=say less",
        "9 setting LOG_LEVEL default=info required=false description=(optional) How much to say. Defaults to info.",
    ]
);
reader_test!(
    tables_in_html,
    "# T\n## Configuration\n<table>\n<tr><th>Variable</th><th>Default</th></tr>\n\n<tr><td><code>DB_URL</code></td><td>local</td></tr>\n</table>\n",
    ["6 setting DB_URL default=local"]
);
reader_test!(
    variables_in_a_paragraph,
    "# T\n## Setup and configuration\nEnvironment variables (`press/.env`, see `.env.example`):\n`INK_PATH`, `PRESS_PORT`.\n\nEnvironment variables are `read` once.\n",
    ["4 setting INK_PATH", "4 setting PRESS_PORT"]
);
reader_test!(
    variables_that_a_paragraph_tells_of,
    "# T\n## Configuration\nAll comes from the environment. The shelf listens on `SHELF_HOST` (default `127.0.0.1`) and\n`SHELF_PORT`, by default `8080`. `SHELF_DAYS` is how long a loan lasts, 14 days unless changed. With `SHELF_DSN` set, errors go there.\n## Errors\nIt answers `NO_SUCH_BOOK` by default.\n",
    [
        "3 setting SHELF_HOST default=127.0.0.1",
        "4 setting SHELF_PORT default=8080",
        "4 setting SHELF_DAYS default=14",
        "4 setting SHELF_DSN",
    ]
);
reader_test!(
    variables_below_a_line_that_announces_them_and_keys_of_a_file,
    "# Press\n## Running\nEach job gets these environment variables:\n- `PRESS_TRAY` — the tray\n- `PRESS_INK`: black (default: `2`)\n\nErrors:\n- `OUT_OF_INK` — no ink\n## Data model\n### YAML file\n| Key | Type | Default |\n|---|---|---|\n| `tray.size` | int | `4` |\n\n`Lamp` is:\n\n| Key | Type | Default |\n|---|---|---|\n| `watts` | int | `9` |\n",
    [
        "4 setting PRESS_TRAY description=the tray",
        "5 setting PRESS_INK default=2 description=black (default: 2)",
        "13 setting tray.size type=int default=4",
    ]
);
reader_test!(
    variables_that_one_entry_names,
    "# T\n## Deployment\n- Config via `.env.dev` (not in git) : `PRESS_TOKEN`, `PRESS_INK`, `TZ=UTC`, and what mentions do.\n- Errors: `NO_INK`, `NO_PAPER`\n",
    ["3 setting PRESS_TOKEN", "3 setting PRESS_INK", "3 setting TZ default=UTC"]
);
reader_test!(
    a_variable_that_a_label_names,
    "# T\n## Folders\n**Priority 1: Environment Variable `PRESS_DIRS`**\n\n- split at colons\n",
    ["3 setting PRESS_DIRS"]
);

reader_test!(
    variables_alone_among_requirements_and_known_keys,
    "# T\n## Functional requirements\n### Config\nRequired:\n- `PRESS_TOKEN`\n- `PRESS_PORT=80`\n- `PRESS_PORT` is a number\n## Data model\nKnown keys: `LOW_INK` (default `\"5\"`), `TRAY_COUNT` (default `2`).\n",
    [
        "5 setting PRESS_TOKEN",
        "6 setting PRESS_PORT default=80 description=(default: 80)",
        "7 requirement \"PRESS_PORT is a number\" category=functional",
        "9 setting LOW_INK default=5",
        "9 setting TRAY_COUNT default=2",
    ]
);

reader_test!(
    keys_in_a_document_on_configuration,
    "# Configuration\n## Trays\n| Key | Required | Notes |\n|---|---|---|\n| `trays` | Yes | How many |\n",
    ["5 setting trays description=How many required=true"]
);

reader_test!(
    keys_of_a_json_file_that_the_heading_names,
    "# T\n## Configuration\n### Press config (`press.json`)\n```json\n{\n  \"trays\": 3,\n  \"ink\": {\n    \"colour\": \"blue\"\n  },\n  \"desks\": [\n    { \"name\": \"a\" }\n  ]\n}\n```\n### Answer\n```json\n{ \"ok\": true }\n```\n",
    ["6 setting trays default=3", "8 setting ink.colour default=blue", "10 setting desks",]
);

reader_test!(
    variables_in_a_paragraph_that_says_what_they_are,
    "# T\n## The adapter\nEnv vars: `INK_URL` (where it is). Desks set `INK_DESK` and, if they like, `INK_TRAY` (a label).\n",
    ["3 setting INK_URL", "3 setting INK_DESK", "3 setting INK_TRAY"]
);

reader_test!(
    keys_of_a_file_that_is_shown_below,
    "# T\n## Full schema\n| Key | Type | Default |\n|---|---|---|\n| `pages` | integer | `7` |\n| `tray.size` | integer | `2` |\n## Example\n```toml\npages = 7\n[tray]\nsize = 2\n```\n",
    ["5 setting pages type=integer default=7", "6 setting tray.size type=integer default=2"]
);

reader_test!(
    variables_beside_the_fields_they_fill_and_fields_of_a_file,
    "# T\n## How it is set up\n| Variable | Field |\n|---|---|\n| `PRESS_HOST` | `Host` |\n| `PRESS_INK` (alias `INK`) | ink |\n### `press.toml`\n| Field | Default |\n|---|---|\n| `tray` | 2 |\n## Values\n| Variable | Value |\n|---|---|\n| `MAX_INK` | 3 |\n| `MIN_INK` | 1 |\n## Settings\n| Setting | Value |\n|---|---|\n| API base | none |\n",
    ["5 setting PRESS_HOST", "6 setting PRESS_INK", "6 setting INK", "10 setting tray default=2",]
);

reader_test!(
    variables_of_a_list_that_are_shown_with_a_value,
    "# T\n## Flags\nEnvironment variables:\n- `PRESS_URL` (like `--url`)\n- `PRESS_PLAIN=1` (like `--plain`)\n",
    [
        "4 setting PRESS_URL description=(like --url)",
        "5 setting PRESS_PLAIN default=1 description=(like `--plain`) (default: 1)"
    ]
);

reader_test!(
    variables_that_are_named_together,
    "# T\n## Quiet\nIt is quiet when `PRESS_QUIET=1`, `paper` or `PRESS_OFF=1` environment variables are set, not when `PRESS_ON` is.\n",
    ["3 setting PRESS_QUIET example=1", "3 setting PRESS_OFF example=1"]
);
