"""Draws crops from the cache with balanced weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import torch

from cache import Cache
from protocol import is_tested
from settings import TrainingSettings


@dataclass(frozen=True)
class Frames:
    """Frames of 20 ms: `values` is float16 `[all frames, size]`, `starts` the first frame of each item and the end."""

    values: np.ndarray
    starts: np.ndarray

    def length(self, item: int) -> int:
        """Returns the number of frames of an item."""
        return int(self.starts[item + 1] - self.starts[item])

    def crop(self, item: int, places: np.ndarray) -> np.ndarray:
        """Returns float32 `[frames, size]` at the given places of an item."""
        return self.values[int(self.starts[item]) : int(self.starts[item + 1])][places].astype(np.float32)


@dataclass(frozen=True)
class Crops:
    """The input of one step: clips `[batch]`, an item (variant) of each, and the places `[frames]` in each item."""

    clips: np.ndarray
    items: np.ndarray
    places: list[np.ndarray]


class Draws:
    """Draws crops from the training clips of a part."""

    def __init__(self, cache: Cache, frames: Frames, part: str, settings: TrainingSettings) -> None:
        self.cache, self.frames, self.settings = cache, frames, settings
        self.clips = training_clips(cache, part)
        self.weights = sampling_weights(cache, self.clips, settings)

    def draw(self, rng: np.random.Generator) -> Crops:
        """Draws a batch of crops of one length."""
        settings, per_clip = self.settings, self.cache.per_clip
        length = int(rng.choice(settings.crop_frames))
        clips = self.clips[rng.choice(len(self.clips), settings.batch_size, p=self.weights)]
        clean = rng.random(len(clips)) < settings.clean_probability
        items = clips * per_clip + np.where(clean, 0, rng.integers(1, per_clip, len(clips)))
        starts = rng.random(len(items))
        places = [crop_places(self.frames.length(item), start, length) for item, start in zip(items, starts)]
        return Crops(clips, items, places)

    def labelled(self) -> tuple[np.ndarray, torch.Tensor, torch.Tensor]:
        """Returns the clips that have a label `[clips]`, their labels and their sampling weights."""
        known = self.cache.labels[self.clips] >= 0
        clips = self.clips[known]
        return clips, torch.from_numpy(self.cache.labels[clips]), torch.from_numpy(self.weights[known]).float()


def training_clips(cache: Cache, part: str) -> np.ndarray:
    """Returns the indices of the training clips of a part, with a label or not."""
    return np.array(
        [i for i, (c, s) in enumerate(zip(cache.corpora, cache.speakers)) if not is_tested(part, str(c), str(s))]
    )


def sampling_weights(cache: Cache, clips: np.ndarray, settings: TrainingSettings) -> np.ndarray:
    """Returns each clip's probability `[clips]`: corpora by size to a power, classes and speakers equally."""
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
    """Returns the places `[frames]` of a crop that starts at the share `start` of an item; short items wrap."""
    # The start is any frame if the clip is too short, otherwise any frame from which the crop fits.
    offset = int(start * (length if length <= frames else length - frames + 1))
    return (offset + np.arange(frames)) % length
