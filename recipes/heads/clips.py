"""The clips of the corpora, from the manifests of their folders."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from models import ALL_CORPORA, LABELS


@dataclass(frozen=True)
class Clip:
    """One row of a manifest."""

    row: int
    """Number of the row, counted through all manifests."""
    folder: Path
    path: str
    corpus: str
    speaker: str
    emotion: str
    """The emotion in the words of the corpus, or `plain`."""
    label: int
    """Index in `LABELS`, or -1 for another emotion or none."""

    @property
    def may_train(self) -> bool:
        """Whether the clip may be trained on: it has a label, and its corpus is not for measuring only."""
        return self.label >= 0 and self.corpus in ALL_CORPORA


def read_clips(folders: list[Path]) -> list[Clip]:
    """Returns the clips of folders whose `manifest.csv` has the columns `corpus`, `path`, `speaker` and `label`."""
    rows = [(folder, row) for folder in folders for row in _rows(folder / "manifest.csv")]
    return [
        Clip(
            number,
            folder,
            row["path"],
            row["corpus"],
            row["speaker"],
            row["emotion"],
            LABELS.index(row["label"]) if row["label"] in LABELS else -1,
        )
        for number, (folder, row) in enumerate(rows)
    ]


def _rows(manifest: Path) -> list[dict[str, str]]:
    with manifest.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
