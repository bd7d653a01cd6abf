"""Which recordings a part is tested on, and their samples."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from protocol import is_tested
from settings import SAMPLE_RATE

FULL_SCALE = 32768
"""What 1.0 is in 16-bit samples."""


@dataclass(frozen=True)
class Recording:
    """A row of the manifest; `label` is empty where the emotion is none of the four classes."""

    path: str
    corpus: str
    speaker: str
    emotion: str
    label: str


def tested_recordings(data: Path, part: str) -> list[Recording]:
    """Recordings of a part's test speakers, those without a label too, in the manifest's order."""
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if is_tested(part, row["corpus"], row["speaker"])]
    return [Recording(row["path"], row["corpus"], row["speaker"], row["emotion"], row["label"]) for row in rows]


def read_samples(data: Path, recording: Recording) -> np.ndarray:
    """Float32 samples `[time]` at 16 kHz, full scale 1; raises ValueError for any other rate or for stereo."""
    samples, rate = soundfile.read(data / recording.path, dtype="float32")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(
            f"{recording.path}: {rate} Hz, shape {samples.shape}; expected 16000 Hz mono. Resample it first."
        )
    return samples
