"""Clips in memory: manifest rows with a label, decoded once, split by speaker, drawn in balance."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from settings import LABELS, SAMPLE_RATE

@dataclass(frozen=True)
class Clip:
    """One recording: `samples` is int16 `[time]` at 16 kHz, `speech` its first and last loud sample; `label` is the
    index of the class, or -1 for an emotion that is none of the four."""

    path: str
    corpus: str
    speaker: str
    label: int
    samples: np.ndarray
    speech: tuple[int, int]


def load_clips(folder: Path) -> list[Clip]:
    """Decodes every row of `folder/manifest.csv`; about 0.5 GB for the three corpora."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest))
    return [_load_clip(folder, row) for row in rows]


def _load_clip(folder: Path, row: dict[str, str]) -> Clip:
    samples, rate = soundfile.read(folder / row["path"], dtype="int16")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(f"{row['path']}: {rate} Hz, shape {samples.shape}; expected 16000 Hz mono. Resample it first.")
    label = LABELS.index(row["label"]) if row["label"] else -1
    return Clip(row["path"], row["corpus"], row["speaker"], label, samples, find_speech(samples))


def find_speech(samples: np.ndarray, below_peak_db: float = 35.0) -> tuple[int, int]:
    """First and last sample of the frames (25 ms) within `below_peak_db` of the loudest one."""
    frame = SAMPLE_RATE // 40
    count = len(samples) // frame
    if count == 0:
        return 0, len(samples)
    energy = np.square(samples[: count * frame].astype(np.float32)).reshape(count, frame).mean(axis=1)
    loud = np.flatnonzero(energy >= energy.max() * 10 ** (-below_peak_db / 10))
    return int(loud[0]) * frame, int(loud[-1] + 1) * frame


def sampling_weights(clips: list[Clip], corpus_exponent: float) -> np.ndarray:
    """Chance of each clip `[clips]`: corpora by size to a power, then classes alike, then speakers alike."""
    size = Counter(clip.corpus for clip in clips)
    speakers: dict[tuple[str, int], set[str]] = defaultdict(set)
    for clip in clips:
        speakers[clip.corpus, clip.label].add(clip.speaker)
    cell = Counter((clip.corpus, clip.label, clip.speaker) for clip in clips)
    weights = np.array(
        [
            size[c.corpus] ** corpus_exponent
            / (len(speakers[c.corpus, c.label]) * cell[c.corpus, c.label, c.speaker])
            for c in clips
        ]
    )
    return weights / weights.sum()


def draw_batches(weights: np.ndarray, batch_size: int, rng: np.random.Generator) -> np.ndarray:
    """Indices `[batches, batch_size]` of one epoch: as many draws as clips, each about as often as its weight says."""
    batches = len(weights) // batch_size
    expected = weights * batches * batch_size
    whole = np.repeat(np.arange(len(weights)), np.floor(expected).astype(int))
    rest = expected - np.floor(expected)
    drawn = rng.choice(len(weights), batches * batch_size - len(whole), replace=False, p=rest / rest.sum())
    return rng.permutation(np.concatenate([whole, drawn])).reshape(batches, batch_size)
