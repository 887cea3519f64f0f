"""Reads .env files back: each variable of the specification with its default, and nothing else."""

import json
import subprocess
import sys

from dotenv import dotenv_values

abide, *pairs = sys.argv[1:]
for spec, file in zip(pairs[::2], pairs[1::2]):
    model = json.loads(subprocess.check_output([abide, "model", "--format", "json", "--kind", "setting", spec]))
    stated = {}
    for item in model["documents"][0]["items"]:
        name = item["key"]
        if len(name) > 1 and name[0].isascii() and name[0].isupper() and name.replace("_", "A").isalnum() and name == name.upper():
            stated[name] = item["fields"].get("default", "").strip("`\"")
    read = {name: value or "" for name, value in dotenv_values(file, interpolate=False).items()}
    assert read == stated, f"{file}: {read} is not {stated}"
