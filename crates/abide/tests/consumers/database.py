"""Executes DDL on a database, and reads back what the specification states.

Usage: database.py postgresql|sqlite ABIDE [SPEC DDL]...
"""

import contextlib
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

# Types of columns, as families: a UUID is text where the database has no type for it.
FAMILIES = {
    "postgresql": {
        "string": ["text", "character", "uuid", "date", "time", "interval", "bytea", "inet", "cidr", "macaddr", "xml", "tsvector"],
        "integer": ["integer", "bigint", "smallint", "numeric"],
        "number": ["numeric", "double", "real"],
        "boolean": ["boolean"],
        "array": ["json", "[]"],
        "object": ["json"],
    },
    "sqlite": {
        "string": ["TEXT", "BLOB"],
        "integer": ["INTEGER", "NUMERIC"],
        "number": ["REAL", "NUMERIC"],
        "boolean": ["INTEGER"],
        "array": ["TEXT"],
        "object": ["TEXT"],
    },
}

POSTGRESQL = """
SELECT coalesce(json_agg(json_build_object(
  'name', c.relname,
  'columns', (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                'required', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum)
              FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'indexes', (SELECT coalesce(json_agg(json_build_object('primary', i.indisprimary, 'unique', i.indisunique,
                'columns', (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY k(number, place)
                            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number))), '[]'::json)
              FROM pg_index i WHERE i.indrelid = c.oid),
  'foreign', (SELECT coalesce(json_agg(json_build_object('table', f.confrelid::regclass::text, 'column',
                (SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum = f.conkey[1]), 'target',
                (SELECT attname FROM pg_attribute WHERE attrelid = f.confrelid AND attnum = f.confkey[1]))), '[]'::json)
              FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'),
  'checks', (SELECT coalesce(json_agg(pg_get_constraintdef(f.oid)), '[]'::json)
             FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'c')
)), '[]'::json) FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace;
"""


@contextlib.contextmanager
def server():
    """A PostgreSQL of our own, without a port; its programs refuse to run as root, so root runs them as nobody."""
    binaries = [os.path.dirname(shutil.which("postgres") or "")]
    binaries += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    home = next((path for path in binaries if path and os.path.exists(os.path.join(path, "initdb"))), None)
    if home is None:
        sys.exit("PostgreSQL is not installed (in Debian: postgresql)")
    folder = tempfile.mkdtemp(prefix="pg")
    as_other = []
    if os.getuid() == 0:
        os.chown(folder, 65534, 65534)
        as_other = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    data = os.path.join(folder, "data")
    quiet = {"stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([*as_other, f"{home}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"], check=True, **quiet)
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "log_min_messages=fatal"]
    process = subprocess.Popen([*as_other, f"{home}/postgres", "-D", data, "-k", folder, *options], stderr=subprocess.DEVNULL, **quiet)
    try:
        for _ in range(100):
            if psql(folder, "SELECT 1").returncode == 0:
                break
            time.sleep(0.1)
        yield folder
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def psql(folder, script):
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "postgres", "-d", "postgres"]
    return subprocess.run(command, input=script, capture_output=True, text=True, encoding="utf-8")


def tables_of_postgresql(folder, ddl):
    answer = psql(folder, f"BEGIN;\n{ddl}\n{POSTGRESQL}\nROLLBACK;")
    if answer.returncode != 0:
        raise ValueError(answer.stderr.strip())
    return json.loads(answer.stdout)


def tables_of_sqlite(_, ddl):
    database = sqlite3.connect(":memory:")
    database.executescript(ddl)
    tables = []
    for (name, text) in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        ask = lambda pragma, of: database.execute(f"SELECT * FROM {pragma}(?)", (of,)).fetchall()
        columns = ask("pragma_table_info", name)
        primary = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
        indexes = [{"primary": True, "unique": True, "columns": primary}] if primary else []
        for row in ask("pragma_index_list", name):
            inner = [part[2] for part in ask("pragma_index_info", row[1])]
            indexes.append({"primary": row[3] == "pk", "unique": bool(row[2]), "columns": inner})
        tables.append({
            "name": name,
            "columns": [{"name": row[1], "type": row[2], "required": bool(row[3]), "default": row[4]} for row in columns],
            "indexes": indexes,
            "foreign": [{"table": row[2], "column": row[3], "target": row[4]} for row in ask("pragma_foreign_key_list", name)],
            "checks": [text],
        })
    problems = database.execute("PRAGMA foreign_key_check").fetchall()
    if problems:
        raise ValueError(str(problems))
    return tables


def squash(name):
    return "".join(letter for letter in name.lower() if letter.isalnum())


def compare(dialect, items, tables, reported):
    """What the database holds, against what the specification states; what was reported as left out may be missing."""
    wrong = []
    entities = {item["key"]: item for item in items if item["kind"] == "entity"}
    fields = {item["key"]: item for item in items if item["kind"] == "field"}
    values = {squash(name): entity["fields"]["values"] for name, entity in entities.items() if entity["fields"].get("values")}
    for table in tables:
        name = table["name"]
        if name not in entities:
            wrong.append(f"nobody states the table {name}")
            continue
        primary = next((index["columns"] for index in table["indexes"] if index["primary"]), [])
        unique = [index["columns"] for index in table["indexes"] if index["unique"]]
        columns = {column["name"]: column for column in table["columns"]}
        stated = [key for key in fields if key.startswith(f"{name}.") and key[len(name) + 1:] in columns]
        if len(stated) != len(columns):
            wrong.append(f"{name}: the columns {list(columns)} are stated as {stated}")
        for key, item in fields.items():
            if not key.startswith(f"{name}."):
                continue
            said = item["fields"]
            column = columns.get(key[len(name) + 1:])
            if column is None:
                if item["id"] not in reported:
                    wrong.append(f"{key} has no column, and nobody is told")
                continue
            kind = said.get("schema", {}).get("type")
            if isinstance(kind, str) and kind != "null":
                families = FAMILIES[dialect][kind]
                if not any(family.lower() in column["type"].lower() for family in families):
                    wrong.append(f"{key}: {kind} became {column['type']}")
            if said.get("required") is True and not column["required"]:
                wrong.append(f"{key} is required, and may be null")
            if said.get("key") == "primary" and column["name"] not in primary:
                wrong.append(f"{key} is not in the primary key {primary}")
            if said.get("unique") is True and [column["name"]] not in unique and [column["name"]] != primary:
                wrong.append(f"{key} is not unique")
            if "default" in said and column["default"] is None and item["id"] not in reported:
                if said["default"].strip("`").lower() not in ("", "-", "–", "—", "none", "null", "nil", "n/a", "undefined"):
                    wrong.append(f"{key} has no default, and nobody is told")
            if "references" in said and item["id"] not in reported:
                if not any(foreign["column"] == column["name"] for foreign in table["foreign"]):
                    wrong.append(f"{key} points nowhere")
            listed = said.get("schema", {}).get("enum") or values.get(squash(str(said.get("type", ""))), [])
            for value in listed if isinstance(listed, list) else []:
                if isinstance(value, str) and not any("'" + value.replace("'", "''") + "'" in check for check in table["checks"]):
                    wrong.append(f"{key}: the value {value} is not checked")
    for item in items:
        if item["kind"] == "index" and item["id"] not in reported:
            said = item["fields"]
            table = next((table for table in tables if squash(table["name"]) == squash(said["entity"])), None)
            wanted = [squash(column.split()[0]) for column in said["columns"]]
            there = table and any(
                [squash(column) for column in index["columns"]] == wanted and index["unique"] >= said["unique"]
                for index in table["indexes"]
            )
            if table is None or not there:
                wrong.append(f"no index on {said['entity']} ({', '.join(said['columns'])})")
    return wrong


def main():
    dialect, abide, *pairs = sys.argv[1:]
    refused = 0
    read = tables_of_postgresql if dialect == "postgresql" else tables_of_sqlite
    with server() if dialect == "postgresql" else contextlib.nullcontext() as folder:
        for spec, path in zip(pairs[::2], pairs[1::2]):
            try:
                with open(path, encoding="utf-8") as file:
                    tables = read(folder, file.read())
                model = subprocess.run([abide, "model", "--format", "json", spec], capture_output=True, check=True)
                emitted = subprocess.run([abide, "emit", f"sql-{dialect}", spec], capture_output=True, check=True)
                lines = emitted.stderr.decode("utf-8").splitlines()
                items = [item for document in json.loads(model.stdout)["documents"] for item in document["items"]]
                reported = {item["id"] for item in items if any(f" {item['id']}: " in line for line in lines)}
                wrong = compare(dialect, items, tables, reported)
                if not tables or wrong:
                    raise ValueError("; ".join(wrong) or "no tables")
            except Exception as problem:
                refused += 1
                print(f"{path} of {spec}: {type(problem).__name__}: {problem}", file=sys.stderr)
    sys.exit(1 if refused else 0)


main()
