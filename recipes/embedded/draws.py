"""Training batches out of the cache: balanced draws, crops that the student and the teacher share, masks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import torch

from cache import Cache
from protocol import is_tested
from settings import TrainingSettings
from teacher import States

FRAME_SAMPLES = 320
"""Samples from one frame of teacher and student to the next, 20 ms."""


@dataclass(frozen=True)
class Batch:
    """What one step learns from."""

    inputs: torch.Tensor
    """Log mel features `[batch, frames, mel]`, or waveforms `[batch, time]`."""
    states: torch.Tensor
    """The teacher's states of the clean clip `[batch, frames, 384]`, normalised."""
    known: torch.Tensor
    """1 where the teacher heard the clip, 0 in silence around it `[batch, frames, 1]`."""
    labels: torch.Tensor
    """Class indices `[batch]`, -1 for none."""
    pooled: torch.Tensor
    """Their mean and deviation over the whole clip `[batch, 768]`, normalised among the clips."""
    answers: torch.Tensor
    """The teacher's logits `[batch, classes]`."""


def training_clips(cache: Cache, part: str) -> np.ndarray:
    """Indices of the clips that a part may hear, with a label or not."""
    return np.array(
        [i for i, (c, s) in enumerate(zip(cache.corpora, cache.speakers)) if not is_tested(part, str(c), str(s))]
    )


def sampling_weights(cache: Cache, clips: np.ndarray, settings: TrainingSettings) -> np.ndarray:
    """Chance of each clip `[clips]`: corpora by size to a power, then classes alike, then speakers alike."""
    keys = [(str(cache.corpora[i]), int(cache.labels[i]), str(cache.speakers[i])) for i in clips]
    size, cell = Counter(corpus for corpus, label, _ in keys if label >= 0), Counter(keys)
    speakers: dict[tuple[str, int], set[str]] = defaultdict(set)
    for corpus, label, speaker in keys:
        speakers[corpus, label].add(speaker)
    weights = np.array(
        [size[c] ** settings.corpus_exponent / (len(speakers[c, label]) * cell[c, label, s]) for c, label, s in keys]
    )
    labelled = cache.labels[clips] >= 0
    for chosen, share in ((labelled, 1 - settings.unlabelled_share), (~labelled, settings.unlabelled_share)):
        if chosen.any():
            weights[chosen] *= share / weights[chosen].sum()
    return weights / weights.sum()


def crop_places(length: int, start: float, frames: int) -> np.ndarray:
    """Frames `[frames]` of an item with `length` frames from a start in 0..1 on; one that is too short begins anew."""
    # A clip that is too short may begin anywhere, and one that is not only where the crop fits.
    offset = int(start * (length if length <= frames else length - frames + 1))
    return (offset + np.arange(frames)) % length


def find_states(cache: Cache, states: States, item: int, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The teacher's states `[frames, 384]` at frames of an item, and which of them `[frames]` the teacher heard."""
    clip = item // cache.per_clip
    origin, speed = cache.alignments[item]
    begin = cache.alignments[clip * cache.per_clip][0]
    heard = np.rint((origin + places * FRAME_SAMPLES * speed - begin) / FRAME_SAMPLES).astype(int)
    first, last = int(states.ends[clip]), int(states.ends[clip + 1])
    known = (heard >= 0) & (heard < last - first)
    return states.states[first + heard.clip(0, last - first - 1)], known


def vary_mels(features: torch.Tensor, settings: TrainingSettings, rng: np.random.Generator) -> torch.Tensor:
    """Warps and masks features `[batch, frames, mel]` of mean 0, so that a masked part is at its mean."""
    batch, frames, mels = features.shape
    bands = torch.arange(mels, dtype=torch.float32)
    varied = torch.empty_like(features)
    for row in range(batch):
        shift, stretch = rng.uniform(-settings.mel_shift, settings.mel_shift, 2)
        places = (bands + shift + stretch * (bands / mels - 0.5)).clamp(0, mels - 1)
        low = places.floor().long().clamp_max(mels - 2)
        share = places - low
        varied[row] = features[row][:, low] * (1 - share) + features[row][:, low + 1] * share
        for _ in range(settings.time_masks):
            start, width = rng.integers(0, frames), rng.integers(0, settings.time_mask_frames + 1)
            varied[row, start : start + width] = 0
        for _ in range(settings.mel_masks):
            start, width = rng.integers(0, mels), rng.integers(0, settings.mel_mask_width + 1)
            varied[row, :, start : start + width] = 0
    return varied
