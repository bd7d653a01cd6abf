"""The test recordings of a part, and their samples."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from protocol import is_tested
from settings import SAMPLE_RATE

FULL_SCALE = 32768
"""The value of 1.0 in 16-bit samples."""


@dataclass(frozen=True)
class Recording:
    """A row of the manifest; `label` is empty if the emotion is outside the four classes."""

    path: str
    corpus: str
    speaker: str
    emotion: str
    label: str


def tested_recordings(data: Path, part: str) -> list[Recording]:
    """Returns the recordings of a part's test speakers, with or without a label, in the manifest's order."""
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if is_tested(part, row["corpus"], row["speaker"])]
    return [Recording(row["path"], row["corpus"], row["speaker"], row["emotion"], row["label"]) for row in rows]


def read_samples(data: Path, recording: Recording) -> np.ndarray:
    """Returns float32 samples `[time]` at 16 kHz, full scale 1; raises ValueError for any other rate or for stereo."""
    samples, rate = soundfile.read(data / recording.path, dtype="float32")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(
            f"{recording.path}: {rate} Hz, shape {samples.shape}; expected 16000 Hz mono. Resample it first."
        )
    return samples
