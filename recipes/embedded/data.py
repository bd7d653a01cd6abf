"""Reads the clips of the manifest into memory."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from settings import LABELS, SAMPLE_RATE


@dataclass(frozen=True)
class Clip:
    """One recording: `samples` is int16 `[time]` at 16 kHz, `speech` its first and last loud sample; `label` is the
    index of the class, or -1 for an emotion outside the four."""

    path: str
    corpus: str
    speaker: str
    label: int
    samples: np.ndarray
    speech: tuple[int, int]


def load_clips(folder: Path, wanted: Callable[[str, str, str], bool] = lambda *_: True) -> list[Clip]:
    """Decodes the rows of `folder/manifest.csv` that `wanted(corpus, speaker, label)` selects; all take 0.5 GB."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if wanted(row["corpus"], row["speaker"], row["label"])]
    return [_load_clip(folder, row) for row in rows]


def _load_clip(folder: Path, row: dict[str, str]) -> Clip:
    samples, rate = soundfile.read(folder / row["path"], dtype="int16")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(f"{row['path']}: {rate} Hz, shape {samples.shape}; expected 16000 Hz mono. Resample it first.")
    label = LABELS.index(row["label"]) if row["label"] else -1
    return Clip(row["path"], row["corpus"], row["speaker"], label, samples, find_speech(samples))


def find_speech(samples: np.ndarray, below_peak_db: float = 35.0) -> tuple[int, int]:
    """Returns the first and last sample of the frames (25 ms) within `below_peak_db` of the loudest one."""
    frame = SAMPLE_RATE // 40
    count = len(samples) // frame
    if count == 0:
        return 0, len(samples)
    energy = np.square(samples[: count * frame].astype(np.float32)).reshape(count, frame).mean(axis=1)
    loud = np.flatnonzero(energy >= energy.max() * 10 ** (-below_peak_db / 10))
    return int(loud[0]) * frame, int(loud[-1] + 1) * frame
