"""Clips of tables as log mel levels, and the batches of an epoch."""

from __future__ import annotations

import csv
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import soundfile
import torch
from torch import Tensor
from torchaudio.functional import resample
from transformers.audio_utils import mel_filter_bank

SAMPLE_RATE = 16_000
"""Hz of Whisper; other clips are converted."""

BANDS, _WINDOW, _HOP = 80, 400, 160

_FLOOR, _RANGE, _LOUDEST = 1e-10, 8.0, 1.5
"""As in the graph: smallest energy, dynamic range and level of the loudest band in powers of ten (`src/models/whisper/log-mel.ts`)."""

LONGEST = 250
"""Mel frames of a training clip, 2.5 s; of longer ones a random stretch is drawn in each epoch."""

_BUCKET = 8
"""Batches whose clips are sorted by length together, so that little is cut off: nothing is ever padded."""

torch.set_num_threads(1)  # Steps this small are slower on several threads, much slower if the cores are shared.

_FILTERS = torch.from_numpy(
    mel_filter_bank(_WINDOW // 2 + 1, BANDS, 0.0, SAMPLE_RATE / 2, SAMPLE_RATE, norm="slaney", mel_scale="slaney")
).float()


@dataclass(frozen=True)
class Clip:
    """One row of a table."""

    name: str
    """Path relative to the table, as `wav2emo evaluate` writes it."""
    label: str
    """Empty if the clip has no label."""
    corpus: str
    levels: Tensor
    """`[BANDS, frames]`, powers of ten, the loudest at `_LOUDEST`."""


@dataclass(frozen=True)
class Batch:
    """Stretches of clips that have the same length."""

    levels: Tensor
    """`[clips, BANDS, frames]`"""
    labels: Tensor
    """Index of the class, -1 without label, `[clips]`."""
    weights: Tensor
    """How much each label counts, `[clips]`; 1 on average."""
    rows: list[int]
    """Which clips they are."""
    starts: list[int]
    """First mel frame of each stretch."""


def read_clips(table: Path, *, labelled: bool = True) -> list[Clip]:
    """Returns the clips of a CSV file with the columns `file`, `label` and perhaps `corpus`; paths are relative to it.

    With `labelled`, rows without a label are left out.
    """
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    missing = {"file", "label"} - set(rows[0] if rows else ())
    if missing:
        raise SystemExit(f"{table} has no column {', '.join(sorted(missing))}, expected file and label.")
    kept = [row for row in rows if row["label"] or not labelled]
    paths = [table.parent / row["file"] for row in kept]
    absent = [path for path in paths if not path.is_file()]
    if absent:
        raise SystemExit(f"{table} names {len(absent)} files that do not exist, the first is {absent[0]}. Correct the paths.")
    names = [Path(os.path.relpath(path.resolve(), table.parent.resolve())).as_posix() for path in paths]
    return [
        Clip(name, row["label"], row.get("corpus") or "", log_mel(read_samples(path))) for name, path, row in zip(names, paths, kept)
    ]


def read_samples(path: Path) -> Tensor:
    """Returns the samples of a recording at 16 kHz, mono `[time]`."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = torch.from_numpy(samples).mean(1)
    return mono if rate == SAMPLE_RATE else resample(mono, rate, SAMPLE_RATE)


def log_mel(samples: Tensor) -> Tensor:
    """Returns the levels `[BANDS, frames]` of samples `[time]`, as the graph computes them."""
    spectrum = torch.stft(samples, _WINDOW, _HOP, window=torch.hann_window(_WINDOW), return_complex=True)
    energy = _FILTERS.T @ spectrum[:, : len(samples) // _HOP].abs().square()
    level = energy.clamp(min=_FLOOR).log10()
    level = torch.maximum(level, level.max() - _RANGE)
    return level + _LOUDEST - level.max()


def class_weights(clips: list[Clip]) -> list[float]:
    """Returns weights under which all corpora, and all classes of a corpus, count the same; 0 without label."""
    counts = Counter((clip.corpus, clip.label) for clip in clips if clip.label)
    share = sum(counts.values()) / max(1, len(counts))
    return [share / counts[clip.corpus, clip.label] if clip.label else 0.0 for clip in clips]


def draw_batches(clips: list[Clip], labels: tuple[str, ...], size: int, chance: random.Random) -> Iterator[Batch]:
    """Yields every clip once, in random order."""
    weights = class_weights(clips)
    order = chance.sample(range(len(clips)), len(clips))
    buckets = [sorted(order[at : at + _BUCKET * size], key=lambda i: clips[i].levels.shape[1]) for at in range(0, len(order), _BUCKET * size)]
    batches = [bucket[at : at + size] for bucket in buckets for at in range(0, len(bucket), size)]
    for chosen in chance.sample(batches, len(batches)):
        frames = min(LONGEST, *(clips[i].levels.shape[1] for i in chosen))
        starts = [chance.randint(0, clips[i].levels.shape[1] - frames) for i in chosen]
        yield Batch(
            torch.stack([clips[i].levels[:, start : start + frames] for i, start in zip(chosen, starts)]),
            torch.tensor([labels.index(clips[i].label) if clips[i].label else -1 for i in chosen]),
            torch.tensor([weights[i] for i in chosen]),
            chosen,
            starts,
        )
