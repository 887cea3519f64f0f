"""Reads requirements as CSV back: as many as the specification states, each with its columns."""

import csv
import sys

for file in sys.argv[1:]:
    with open(file, newline="", encoding="utf-8") as rows:
        read = list(csv.DictReader(rows))
    assert read, f"{file}: no requirement"
    for row in read:
        assert None not in row and None not in row.values(), f"{file}: a row with other columns: {row}"
        assert row["text"] and row["id"] and row["line"].isdigit(), f"{file}: {row}"
