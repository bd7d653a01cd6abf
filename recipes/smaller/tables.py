"""Writes the tables of the example: clips of three corpora, divided by speakers into train, more and test.

    python tables.py --data DATA --out RUNS/tables

`DATA` has a `manifest.csv` with the columns `corpus,path,speaker,label`. The speakers of the folds of `recipes/heads/folds.json` are
divided as `PARTS` says. `more.csv` has further clips of the training speakers, without labels, for distillation.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from pathlib import Path

CORPORA = ("emodb", "ravdess", "nemo")
"""The corpora of the example."""

PARTS = {"test": (0, 1), "train": (2, 3, 4)}
"""Folds of each part. No setting was chosen by results on the test."""

MOST = {"test": 6, "train": 25}
"""Labelled clips of a speaker and a class, so that the nine speakers of nEMO do not outweigh the others."""

COLUMNS = ("file", "label", "speaker", "corpus")
"""Of the tables, as `wav2emo evaluate` and `recipes/finetune` read them."""

_SEED = 1993

Row = dict[str, str]


def divide(rows: list[Row], folds: list[list[str]]) -> dict[str, list[Row]]:
    """Returns the rows of each part, at most `MOST`, and as `more` the others of the training speakers, without labels."""
    part_of = {name: part for part, numbers in PARTS.items() for at in numbers for name in folds[at]}
    parts: dict[str, list[Row]] = {"test": [], "train": [], "more": []}
    chosen = draw(rows, part_of)
    for at, row in enumerate(rows):
        part = part_of[row["speaker"]]
        if at in chosen:
            parts[part].append(row)
        elif part == "train":
            parts["more"].append({**row, "label": ""})
    return parts


def draw(rows: list[Row], part_of: dict[str, str]) -> set[int]:
    """Returns the numbers of the rows that are drawn from each speaker and class."""
    counts: Counter[tuple[str, str]] = Counter()
    chosen = set()
    for at in random.Random(_SEED).sample(range(len(rows)), len(rows)):
        group = (rows[at]["speaker"], rows[at]["label"])
        counts[group] += 1
        if counts[group] <= MOST[part_of[rows[at]["speaker"]]]:
            chosen.add(at)
    return chosen


def write_table(path: Path, rows: list[Row], data: Path) -> None:
    """Writes a table whose paths are absolute."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        for row in rows:
            table.writerow({"file": str((data / row["path"]).resolve()), **{name: row[name] for name in COLUMNS[1:]}})


def main() -> None:
    """Writes one table for each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    folds = json.loads((Path(__file__).parent.parent / "heads" / "folds.json").read_text(encoding="utf-8"))
    with (arguments.data / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["corpus"] in CORPORA and row["label"]]
    arguments.out.mkdir(parents=True, exist_ok=True)
    for part, chosen in divide(rows, folds).items():
        write_table(arguments.out / f"{part}.csv", chosen, arguments.data)
        print(f"{part}: {len(chosen)} clips of {len({row['speaker'] for row in chosen})} speakers")


if __name__ == "__main__":
    main()
