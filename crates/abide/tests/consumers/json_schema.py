"""Checks JSON Schemas against the meta-schema, and their examples against them."""

import json
import sys

from jsonschema import Draft202012Validator

refused = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    try:
        Draft202012Validator.check_schema(document)
        for name in document["$defs"]:
            # Every definition is read on its own, so every reference is followed.
            validator = Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": document["$defs"]})
            validator.is_valid({})
            for example in document["$defs"][name].get("examples", []):
                validator.validate(example)
    except Exception as problem:
        refused += 1
        print(f"{path}: {type(problem).__name__}: {problem}", file=sys.stderr)
sys.exit(1 if refused else 0)
