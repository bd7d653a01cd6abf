"""Clips in memory: manifest rows with a label, decoded once, split by speaker, drawn in balance."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from settings import LABELS, SAMPLE_RATE

SPLIT_FILE = Path(__file__).with_name("split.json")
"""The committed list of held-out and inner validation speakers."""


@dataclass(frozen=True)
class Clip:
    """One labelled recording: `samples` is int16 `[time]` at 16 kHz, `speech` its first and last loud sample."""

    path: str
    corpus: str
    speaker: str
    label: int
    samples: np.ndarray
    speech: tuple[int, int]


@dataclass(frozen=True)
class Split:
    """Speakers that the shipped weights never see, and speakers for choosing hyper-parameters."""

    held_out: frozenset[str]
    inner_validation: frozenset[str]


def read_split(path: Path = SPLIT_FILE) -> Split:
    """Reads the split; raises ValueError when a speaker is in both lists."""
    lists = json.loads(path.read_text(encoding="utf-8"))
    held_out, inner = (
        frozenset(speaker for speakers in lists[key].values() for speaker in speakers)
        for key in ("held_out", "inner_validation")
    )
    if held_out & inner:
        raise ValueError(f"{path.name}: {sorted(held_out & inner)} are in both lists; each speaker belongs to one.")
    return Split(held_out, inner)


def load_clips(folder: Path) -> list[Clip]:
    """Decodes every labelled row of `folder/manifest.csv`; about 0.4 GB for the three corpora."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["label"]]
    return [_load_clip(folder, row) for row in rows]


def _load_clip(folder: Path, row: dict[str, str]) -> Clip:
    samples, rate = soundfile.read(folder / row["path"], dtype="int16")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(f"{row['path']}: {rate} Hz, shape {samples.shape}; expected 16000 Hz mono. Resample it first.")
    return Clip(row["path"], row["corpus"], row["speaker"], LABELS.index(row["label"]), samples, find_speech(samples))


def find_speech(samples: np.ndarray, below_peak_db: float = 35.0) -> tuple[int, int]:
    """First and last sample of the frames (25 ms) within `below_peak_db` of the loudest one."""
    frame = SAMPLE_RATE // 40
    count = len(samples) // frame
    if count == 0:
        return 0, len(samples)
    energy = np.square(samples[: count * frame].astype(np.float32)).reshape(count, frame).mean(axis=1)
    loud = np.flatnonzero(energy >= energy.max() * 10 ** (-below_peak_db / 10))
    return int(loud[0]) * frame, int(loud[-1] + 1) * frame


def partition(clips: list[Clip], split: Split, hold_out: str) -> tuple[list[Clip], list[Clip]]:
    """Training and test clips. `hold_out` is `final` (train on all others) or `inner` (test on inner validation)."""
    tested = {"final": split.held_out, "inner": split.inner_validation}[hold_out]
    never = split.held_out | tested
    missing = tested - {clip.speaker for clip in clips}
    if missing:
        raise ValueError(f"The split names {sorted(missing)}, the data folder has no clip of them. Update split.json.")
    return [c for c in clips if c.speaker not in never], [c for c in clips if c.speaker in tested]


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
