"""Loads OpenAPI documents with schemathesis, and checks each example against the schema beside it."""

import json
import sys

import schemathesis
from jsonschema import Draft202012Validator


def bodies(document):
    for path in document["paths"].values():
        for operation in path.values():
            yield from operation.get("requestBody", {}).get("content", {}).values()
            for response in operation.get("responses", {}).values():
                yield from response.get("content", {}).values()


refused = 0
for path in sys.argv[1:]:
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        stated = sum(len(operations) for operations in document["paths"].values())
        loaded = list(schemathesis.openapi.from_dict(document).get_all_operations())
        wrong = [str(result.err()) for result in loaded if not hasattr(result, "ok")]
        if wrong or len(loaded) != stated:
            raise ValueError(f"{len(loaded)} of {stated} operations: {wrong}")
        for result in loaded:
            # An operation that cannot be called is of no use.
            result.ok().as_strategy()
        for body in bodies(document):
            if "example" in body and "schema" in body:
                whole = {**body["schema"], "components": document.get("components", {})}
                Draft202012Validator(whole).validate(body["example"])
    except Exception as problem:
        refused += 1
        print(f"{path}: {type(problem).__name__}: {str(problem)[:2000]}", file=sys.stderr)
sys.exit(1 if refused else 0)
