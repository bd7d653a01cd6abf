"""The test speakers: five speaker-disjoint folds over every corpus, drawn with a seed before any training."""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import defaultdict
from pathlib import Path

PROTOCOL_FILE = Path(__file__).with_name("protocol.json")
"""The committed folds: the test speakers of each fold and corpus, by their names in the manifest."""

FOLDS = 5
"""Folds of the cross-validation."""

CORPORA: tuple[str, ...] = ("emodb", "ravdess", "nemo")
"""The corpora, as the manifest names them."""

PARTS: tuple[str, ...] = (
    *(f"fold{k}" for k in range(FOLDS)),
    *(f"without-{corpus}" for corpus in CORPORA),
    "all",
)
"""The runs: a fold trains on all speakers but its own, `without-X` trains on no clip of corpus X, `all` ships."""


def is_tested(part: str, corpus: str, speaker: str) -> bool:
    """Returns whether a speaker is in the test set of a part; raises ValueError for an unknown part."""
    if part not in PARTS:
        raise ValueError(f"There is no part '{part}'. Use one of {', '.join(PARTS)}.")
    if part.startswith("fold"):
        fold = json.loads(PROTOCOL_FILE.read_text(encoding="utf-8"))["folds"][int(part.removeprefix("fold"))]
        return speaker in fold[corpus]
    return part == f"without-{corpus}"


def draw_folds(speakers: dict[str, dict[str, list[str]]], seed: int) -> list[dict[str, list[str]]]:
    """Distributes shuffled speakers `{corpus: {gender: names}}` over the folds, one gender after the other."""
    chance, folds = random.Random(seed), [{corpus: [] for corpus in speakers} for _ in range(FOLDS)]
    for corpus, by_gender in speakers.items():
        dealt = []
        for gender in sorted(by_gender):
            names = sorted(by_gender[gender])
            chance.shuffle(names)
            dealt += names
        # One round-robin over both genders, so that the sizes of folds differ by one speaker at most.
        for place, name in enumerate(dealt):
            folds[place % FOLDS][corpus].append(name)
    return [{corpus: sorted(names) for corpus, names in fold.items()} for fold in folds]


def read_speakers(manifest: Path) -> dict[str, dict[str, list[str]]]:
    """Returns the speakers of a manifest by corpus and gender."""
    found: dict[str, dict[str, set[str]]] = {corpus: defaultdict(set) for corpus in CORPORA}
    with manifest.open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found[row["corpus"]][row["gender"]].add(row["speaker"])
    return {c: {gender: sorted(names) for gender, names in by_gender.items()} for c, by_gender in found.items()}


def _format(seed: int, folds: list[dict[str, list[str]]]) -> str:
    """Returns JSON in the layout of the project's formatter: one line per corpus of a fold."""
    lines = (",\n".join(f'      "{corpus}": {json.dumps(names)}' for corpus, names in fold.items()) for fold in folds)
    inner = ",\n".join(f"    {{\n{fold}\n    }}" for fold in lines)
    return f'{{\n  "seed": {seed},\n  "folds": [\n{inner}\n  ]\n}}\n'


def main() -> None:
    """Draws the folds and writes `protocol.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv")
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    folds = draw_folds(read_speakers(arguments.data / "manifest.csv"), arguments.seed)
    PROTOCOL_FILE.write_text(_format(arguments.seed, folds), encoding="utf-8")


if __name__ == "__main__":
    main()
