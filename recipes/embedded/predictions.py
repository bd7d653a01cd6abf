"""Reads and writes logits: `RUNS/<model>/<part>/predictions/<condition>.csv`, one row per recording."""

from __future__ import annotations

import csv
import json
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from conditions import CLEAN
from protocol import PARTS
from recordings import Recording
from settings import LABELS

_COLUMNS = [field.name for field in fields(Recording)]


@dataclass(frozen=True)
class Predictions:
    """Recordings and the logits `[recordings, classes]` that a model returned for them."""

    recordings: list[Recording]
    logits: np.ndarray

    def where(self, keep: np.ndarray) -> Predictions:
        """Returns the recordings of a mask `[recordings]`."""
        return Predictions([r for r, kept in zip(self.recordings, keep) if kept], self.logits[keep])

    def of_corpus(self, corpus: str) -> Predictions:
        """Returns the recordings of one corpus."""
        return self.where(np.array([r.corpus == corpus for r in self.recordings]))

    @property
    def labelled(self) -> Predictions:
        """The recordings whose emotion is one of the four."""
        return self.where(np.array([r.label != "" for r in self.recordings]))

    @property
    def unlabelled(self) -> Predictions:
        """The recordings whose emotion is outside the four."""
        return self.where(np.array([r.label == "" for r in self.recordings]))

    @property
    def truth(self) -> np.ndarray:
        """Indices `[recordings]` into `LABELS`; raises ValueError if one has no label."""
        return np.array([LABELS.index(r.label) for r in self.recordings])

    @property
    def speakers(self) -> np.ndarray:
        """Names of the speakers `[recordings]`."""
        return np.array([r.speaker for r in self.recordings])


def join(parts: list[Predictions]) -> Predictions:
    """Concatenates several lists."""
    return Predictions([r for p in parts for r in p.recordings], np.concatenate([p.logits for p in parts]))


def predictions_path(folder: Path, condition: str) -> Path:
    """Returns the file of a condition in a part's folder."""
    return folder / "predictions" / f"{condition}.csv"


def evaluated_parts(folder: Path, prefix: str) -> list[str]:
    """Returns the parts whose name starts with `prefix` and that have clean predictions."""
    return [p for p in PARTS if p.startswith(prefix) and predictions_path(folder / p, CLEAN).exists()]


def write_predictions(folder: Path, condition: str, found: Predictions) -> None:
    """Writes a temporary file and renames it; six decimals are more than the precision of float32."""
    path = predictions_path(folder, condition)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".part").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([*_COLUMNS, *LABELS])
        rows.writerows([*astuple(r), *(f"{x:.6f}" for x in row)] for r, row in zip(found.recordings, found.logits))
    path.with_suffix(".part").replace(path)


def read_predictions(folder: Path, condition: str) -> Predictions:
    """Reads what `evaluate.py` wrote for a part; raises FileNotFoundError if there is nothing."""
    with predictions_path(folder, condition).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    recordings = [Recording(*(row[column] for column in _COLUMNS)) for row in rows]
    return Predictions(recordings, np.array([[float(row[label]) for label in LABELS] for row in rows]))


def write_origin(folder: Path, origin: dict[str, object]) -> None:
    """Stores which weights the predictions come from (`sha256` and more) and deletes predictions of other weights."""
    path = folder / "predictions" / "checkpoint.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or read_origin(folder)["sha256"] != origin["sha256"]:
        for stale in path.parent.glob("*.csv"):
            stale.unlink()
    path.write_text(json.dumps(origin, indent=1) + "\n", encoding="utf-8")


def read_origin(folder: Path) -> dict[str, object]:
    """Returns which weights the predictions of a part come from."""
    return json.loads((folder / "predictions" / "checkpoint.json").read_text(encoding="utf-8"))
