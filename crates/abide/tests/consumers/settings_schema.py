"""Reads schemas of settings back: valid by the meta-schema, one property for each setting, defaults that are of their types."""

import json
import subprocess
import sys

from jsonschema import Draft202012Validator


def properties(schema, above=""):
    for name, below in schema.get("properties", {}).items():
        if "properties" in below:
            yield from properties(below, f"{above}{name}.")
        else:
            yield f"{above}{name}", below


abide, *pairs = sys.argv[1:]
for spec, file in zip(pairs[::2], pairs[1::2]):
    with open(file, encoding="utf-8") as text:
        schema = json.load(text)
    Draft202012Validator.check_schema(schema)
    model = json.loads(subprocess.check_output([abide, "model", "--format", "json", "--kind", "setting", spec]))
    stated = {item["key"] for item in model["documents"][0]["items"] if not item["key"].startswith("-")}
    read = dict(properties(schema))
    assert set(read) == stated, f"{file}: {set(read) ^ stated}"
    for name, below in read.items():
        if "default" in below:
            Draft202012Validator(below).validate(below["default"])
