use crate::readers::tests::reader_test;

reader_test!(
    commands_and_flags,
    "# T\n## CLI\n- `tool init <name>`: makes it\n- `--force`, `-f`: do it\n- `tool run` writes keys\n- `--json` flag on all\n### Explicit run (`tool run`)\nx\n## Requirements\nThe CLI SHALL provide a `tool export <file>` command and a `--json` flag.\n",
    [
        "3 rpc tool init signature=tool init <name> description=makes it",
        "4 rpc --force signature=--force description=do it",
        "6 rpc --json signature=--json description=flag on all",
        "7 rpc tool run signature=tool run",
        "10 rpc tool export signature=tool export <file>",
    ]
);
reader_test!(
    functions_in_code_and_headings,
    "# T\n## API Surface\n### `load(path=None) -> Doc`\nreads\n- `save(doc)` — writes\n```ts\nexport interface Store {\n  get(id: string): Doc;\n}\nexport function open(name: string): Store;\n```\n```graphql\ntype Query {\n  doc(id: ID!): Doc\n}\n```\n## Examples\n```ts\nfunction other() {}\n```\n",
    [
        "3 rpc load signature=load(path=None) -> Doc",
        "5 rpc save signature=save(doc) description=writes",
        "8 rpc get signature=get(id: string): Doc",
        "10 rpc open signature=export function open(name: string): Store",
        "14 rpc doc",
    ]
);
reader_test!(
    usages_in_blocks_tools_in_tables_and_labels_that_are_calls,
    "# T\n## Stock tools\n| Tool | Purpose |\n|---|---|\n| `take(id, n?)` | takes |\n| `give(id)` | gives |\n## Open questions\n### Drop `gone()`\nwhy\n## CLI\n```\ntool serve [--port PORT]\ntool --help\n```\n## API\n| Tool | Description |\n|---|---|\n| `stock.list` | all |\n### Functions\n- `open(path)` → a store. Takes:\n  - `mode`: how\n1. `git push` is run\n",
    [
        "5 rpc take signature=take(id, n?) description=takes",
        "6 rpc give signature=give(id) description=gives",
        "12 rpc tool serve",
        "18 rpc stock.list description=all",
        "20 rpc open signature=open(path) description=a store. Takes:",
    ]
);
reader_test!(
    the_help_of_a_program_and_signatures_behind_labels,
    "# T\n## Command line\n```\nUsage: pool [OPTIONS] <COMMAND>\n\nCommands:\n  serve   Run it\n  drain   Stop it\n\nOptions:\n  -p, --port <PORT>  Where\n  -h, --help         Print help\n```\n## Setup\n**Loader:** `load(path: Path) -> Doc`\n\nNote: `load(path)`\n## API\n- GraphQL: `query pools(near: Point!): [Pool!]!`\n",
    [
        "7 rpc pool serve signature=pool serve description=Run it",
        "8 rpc pool drain signature=pool drain description=Stop it",
        "11 rpc --port signature=--port description=Where",
        "15 rpc load signature=load(path: Path) -> Doc",
        "19 rpc pools signature=query pools(near: Point!): [Pool!]!",
    ]
);
reader_test!(
    several_in_one_line_and_lines_that_open_with_a_call,
    "# T\n## API\n- `pause()` / `resume()` — for prompts\n- `open_a` / `closed_a` — states\n### JobStore\n- `start_job` / `end_job` — its life\n- `job_id` — a name\n## Index\n`load_all(path)` reads every file.\n`known()` and the rest.\n",
    [
        "3 rpc pause signature=pause() description=/ resume() — for prompts",
        "3 rpc resume signature=resume()",
        "6 rpc start_job",
        "6 rpc end_job",
        "9 rpc load_all signature=load_all(path) description=reads every file.",
    ]
);
reader_test!(
    headings_that_are_typed_signatures,
    "# T\n## Core Types\n### `load_all(path=None) -> list[Doc]`\nreads\n### `close(handle)`\n## Prior art\n### `open(path: str)`\nOf another tool.\n",
    ["3 rpc load_all signature=load_all(path=None) -> list[Doc]"]
);
reader_test!(
    functions_that_a_sentence_provides,
    "# T\n## Requirements\nThe library SHALL provide a `renderAll` function. It SHOULD offer `print` methods.\n",
    ["3 rpc renderAll"]
);
reader_test!(
    lists_below_a_label,
    "# T\n## Verbs\nMCP tools:\n\n- `list_jobs` (all), `get_job` (one)\n- `stop_job`\n\nKnown states:\n- `done_job`\n",
    ["5 rpc list_jobs", "5 rpc get_job", "6 rpc stop_job"]
);
reader_test!(
    calls_behind_a_prompt_and_over_several_lines,
    "# T\n## CLI\n```console\n$ pool serve --port 80\n$ pool drain all\n$ pool jobs list \\\n    --of <queue>\n$ curl x\n```\n",
    [
        "4 rpc pool serve signature=pool serve",
        "5 rpc pool drain signature=pool drain",
        "6 rpc pool jobs list signature=pool jobs list --of <queue>",
    ]
);
reader_test!(
    methods_with_what_they_are_called_on,
    "# T\n## Client SDK\n- `(*Pool) Close(ctx context.Context) error`\n- `New(size int) *Pool`\n",
    [
        "3 rpc Close signature=(*Pool) Close(ctx context.Context) error",
        "4 rpc New signature=New(size int) *Pool"
    ]
);
reader_test!(
    calls_that_a_paragraph_defines,
    "# T\n## Folding\n`foldSheet(sheet, times)`: Halves a sheet.\n\n`paper` — what is folded\n",
    ["3 rpc foldSheet signature=foldSheet(sheet, times) description=Halves a sheet."]
);
reader_test!(
    commands_that_the_command_line_gains,
    "# T\n## Folding\nThe command line gains:\n\n- `fold sheet halve SHEET` – folds once\n",
    ["5 rpc fold sheet halve signature=fold sheet halve SHEET"]
);
reader_test!(
    blocks_that_list_the_commands_of_a_program,
    "# T\n## CLI\n```\npool init                     makes it\npool drain POOL_ID            empties it\npool jobs list [--of POOL]    lists its jobs\n```\n```sh\npool init\npool jobs list\npool check\n```\n",
    [
        "4 rpc pool init signature=pool init description=makes it",
        "5 rpc pool drain signature=pool drain POOL_ID description=empties it",
        "6 rpc pool jobs list signature=pool jobs list [--of POOL] description=lists its jobs",
    ]
);
reader_test!(
    methods_of_a_type_that_a_heading_calls_an_interface,
    "# T\n## Data model\n### `Press` interface\n```ts\ntype Press = {\n  readonly ink: number;\n  print(page: Page): void;\n  fold(page: Page): Page;\n};\n```\n### Tray\n```ts\ntype Tray = {\n  size: number;\n  pull(): Page;\n};\n```\n",
    ["7 rpc print signature=print(page: Page): void", "8 rpc fold signature=fold(page: Page): Page",]
);
reader_test!(
    signatures_and_commands_in_plain_blocks,
    "# T\n## Interface\n```\nopen(tray: Tray): Promise<void>\nclose(): void\n```\n\n```\npress drain [--timeout SECS]\npress status\n```\n## Notes\n```\nopen(tray): void\n```\n### Command line\n- `press`\n- `press run FILE`\n- `press stop`\n",
    [
        "4 rpc open",
        "5 rpc close",
        "9 rpc press drain",
        "10 rpc press status",
        "17 rpc press signature=press",
        "18 rpc press run signature=press run FILE",
        "19 rpc press stop signature=press stop",
    ]
);
reader_test!(
    the_program_that_a_document_is_about,
    "# press Specification\n## Command line\n```bash\npress [OPTIONS] [FILES...]\nother [OPTIONS]\n```\n| Option | Meaning |\n|---|---|\n| `-i, --ink <colour>` | the ink |\n",
    ["4 rpc press", "9 rpc --ink signature=--ink <colour> description=the ink",]
);
reader_test!(
    commands_nested_below_what_they_are,
    "# T\n## User interface\n- **Slash commands** (planned):\n  - `/tray set <size>` (staff)\n  - `/tray show`\n- **Buttons**:\n  - `/press` stops\n",
    ["4 rpc /tray set signature=/tray set <size>", "5 rpc /tray show signature=/tray show"]
);
reader_test!(
    actions_in_tables,
    "# API\n## Server actions\n### Jobs\n| File | Action | What |\n|---|---|---|\n| `jobs.ts` | `createJob` | makes one |\n## Rights\n| Action | Admin |\n|---|---|\n| `createJob` | yes |\n",
    ["6 rpc createJob description=makes one"]
);
reader_test!(
    a_script_and_its_flags_in_an_interface_that_tells_of_the_command_line,
    "# T\n## Interface definition\n### Input\nIt takes command-line arguments:\n\n**Print a page:**\n```\npython press.py print --ink <colour> [--fold]\n```\n- `--ink` (required): the ink\n### Output\n- `--none` (required): no\n",
    ["8 rpc python press.py print", "10 rpc --ink signature=--ink description=(required): the ink",]
);
reader_test!(
    tools_nested_below_a_sentence_and_calls_that_open_a_list,
    "# T\n## Functions\n- `make_tools(dirs)` → the tools and a text. Tools:\n  - `list_jobs` — all of them\n  - `load_job(id)` — one\n## Differences\n`sort_changes(old, next)` is strict:\n\n- nothing is lost\n",
    [
        "3 rpc make_tools signature=make_tools(dirs) description=the tools and a text. Tools:",
        "4 rpc list_jobs",
        "5 rpc load_job signature=load_job(id) description=one",
        "7 rpc sort_changes signature=sort_changes(old, next) description=is strict:",
    ]
);
reader_test!(
    the_usage_of_a_program_and_its_flags,
    "# The press CLI\n## Usage\n```text\npress [global flags] <noun> <verb>\npress setup [flags]\npress doctor\n```\n## Global flags\n- `--json`\n- `--to <tray>` repeatable (required)\n- `--ink` is blue\n# Annex\n",
    [
        "4 rpc press",
        "5 rpc press setup",
        "6 rpc press doctor",
        "9 rpc --json signature=--json",
        "10 rpc --to signature=--to <tray> description=repeatable (required)",
    ]
);

reader_test!(
    the_synopsis_of_a_program_named_in_capitals,
    "# The Press CLI\n## Synopsis\n```text\npress [--trays <n>] <file>\n```\n",
    ["4 rpc press"]
);

reader_test!(
    commands_and_flags_of_a_document_on_a_program,
    "# press CLI spec\n## Available now\n- `press print`\n- `press stop`\n## Output\n- `--json` returns data\n- plain text by default\n- `--quiet` says nothing\n",
    [
        "3 rpc press print signature=press print",
        "4 rpc press stop signature=press stop",
        "6 rpc --json signature=--json description=returns data",
        "8 rpc --quiet signature=--quiet description=says nothing",
    ]
);
reader_test!(
    tools_that_a_sentence_announces,
    "# T\n## Agents\nRegister these tools at startup:\n\n- `print_page`\n- `stop_press`\n",
    ["5 rpc print_page", "6 rpc stop_press",]
);

reader_test!(
    commands_with_the_options_that_all_of_them_take,
    "# T\n## Command index\n```\npress [OPTIONS] <PATH>        prints\npress [OPTIONS] list          lists the jobs\npress [OPTIONS] tray open ID  opens one\npress help                    tells\n```\n",
    [
        "5 rpc press list signature=press list description=lists the jobs",
        "6 rpc press tray open signature=press tray open ID description=opens one",
        "7 rpc press help signature=press help description=tells",
    ]
);
reader_test!(
    a_table_of_commands_below_any_heading,
    "# T\n## Catálogo (2)\n| Comando | Pide | Efecto |\n|---|---|---|\n| `abrir-bandeja` | número | abre |\n| `imprimir` | hojas | imprime |\n## Development\n| Command | Description |\n|---|---|\n| `npm run ink` | inks |\n| `make all` | all |\n",
    ["5 rpc abrir-bandeja", "6 rpc imprimir"]
);
reader_test!(
    several_commands_in_a_line,
    "# T\n## Components\n### press — CLI\n- **Trays:**\n  - `press tray open` / `press tray close`.\n- **Start:**\n  - `press seed` to fill the trays\n",
    [
        "5 rpc press tray open signature=press tray open",
        "5 rpc press tray close signature=press tray close",
        "7 rpc press seed signature=press seed description=to fill the trays",
    ]
);
reader_test!(
    an_interface_that_a_line_announces,
    "# T\n## Capabilities\nAdapter interface shape:\n```ts\ninterface Press {\n  print(job: Job): Sheet;\n  stop(): void;\n}\n```\n",
    ["6 rpc print signature=print(job: Job): Sheet", "7 rpc stop signature=stop(): void"]
);
reader_test!(
    commands_that_a_requirement_provides,
    "# T\n## Functional Requirements\n- FR-1: The system MUST provide `press tray list` that lists all trays.\n- FR-2: The system MUST provide `press tray open <ID>` that opens one.\n- FR-3: It MUST provide `Job lists` that are short, and run `press all` that waits.\n",
    [
        "3 rpc press tray list signature=press tray list",
        "4 rpc press tray open signature=press tray open <ID>"
    ]
);
reader_test!(
    a_command_behind_the_label_of_its_synopsis,
    "# T\n## Trays\n### open\nOpens one.\n\n**Synopsis:** `press tray open <ID> [--wide]`\n\n**Shuts:** `press tray`\n### send\n**Synopsis:** `press send` (the sheet is read from stdin)\n",
    [
        "6 rpc press tray open signature=press tray open <ID> [--wide]",
        "10 rpc press send signature=press send"
    ]
);
reader_test!(
    a_column_of_commands_beside_that_of_endpoints,
    "# T\n## Inventory\n| Use | Endpoint | Required CLI command |\n|---|---|---|\n| See all | `GET /trays` | `tray list` |\n| See one | `GET /trays/{id}` | `tray get ID` |\n## Command line\n- `ink: string` (required)\n",
    ["5 rpc tray list signature=tray list", "6 rpc tray get signature=tray get ID"]
);
