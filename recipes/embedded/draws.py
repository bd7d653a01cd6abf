"""Training batches out of the cache: balanced draws, crops, noise, band, silence, masks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import torch

from cache import Cache
from protocol import is_tested
from settings import TrainingSettings

FRAME_SAMPLES = 320
"""Samples from one frame to the next, 20 ms."""

_NEPERS = np.log(10) / 10

FRAME_OVERLAP = 80
"""Samples of a wav2vec2 frame beyond those: it hears 400."""


@dataclass(frozen=True)
class Batch:
    """What one step learns from."""

    inputs: torch.Tensor
    """Log mel features `[batch, frames, mel]`, or waveforms `[batch, time]`."""
    labels: torch.Tensor
    """Class indices `[batch]`, -1 for none."""
    pooled: torch.Tensor
    """What the teacher hears in the whole clips `[batch, 768]`."""
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


def draw_mels(
    cache: Cache, items: np.ndarray, places: list[np.ndarray], settings: TrainingSettings, rng: np.random.Generator
) -> torch.Tensor:
    """Varied features `[batch, frames, mel]` of frames of each item, normalised like a sentence.

    Noise, band and silence come before the normalisation, because they move the mean: digital silence, 80 dB below
    the loudest band (`top_db`), moves it by tens of dB.
    """
    mels = []
    for item, place in zip(items, places):
        features = cache.features[int(cache.frames[item]) : int(cache.frames[item + 1])]
        crop = features[place].astype(np.float32)
        if rng.random() < settings.noise_probability:
            crop = _add_noise(crop, rng)
        if rng.random() < settings.telephone_probability:
            crop = _telephone(crop, rng)
        if rng.random() < settings.silence_probability:
            silent = _choose_silent(len(place), settings, rng)
            crop[silent] = _silence(crop, int(silent.sum()), rng)
        mels.append(crop - crop.mean(0))
    return vary_mels(torch.from_numpy(np.stack(mels)), settings, rng)


def _add_noise(crop: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Adds steady noise, 4 to 25 dB below the loud frames, whose level in dB is a straight line over the bands."""
    level = np.percentile(crop.max(1), 80) - rng.uniform(4, 25)
    line = level + np.linspace(-0.5, 0.5, crop.shape[1]) * rng.uniform(-15, 20)
    noise = line + rng.standard_normal(crop.shape, np.float32) * rng.uniform(1, 3)
    return (np.logaddexp(crop * _NEPERS, noise * _NEPERS) / _NEPERS).astype(np.float32)


def _telephone(crop: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Leaves about 300 to 3400 Hz and lowers the other bands to the floor, or to 30 dB and more less."""
    low, high = rng.integers(6, 10), rng.integers(52, 58)
    lowered = crop - rng.uniform(30, 70)
    lowered[:, low:high] = crop[:, low:high]
    return np.maximum(lowered, crop.max() - 80)


def _silence(crop: np.ndarray, frames: int, rng: np.random.Generator) -> np.ndarray:
    """Features `[frames, mel]` while nobody speaks: the room of the clip, or nothing at all."""
    floor = crop.max() - 80
    if rng.random() < 0.5:
        return np.full((frames, crop.shape[1]), floor, np.float32)
    room = np.percentile(crop, 3, axis=0) - rng.uniform(0, 10)
    return np.maximum(room + rng.standard_normal((frames, crop.shape[1])) * rng.uniform(1, 3), floor).astype(np.float32)


def _choose_silent(frames: int, settings: TrainingSettings, rng: np.random.Generator) -> np.ndarray:
    """Frames `[frames]` at both ends that fall silent, so that at least 0.9 s are left."""
    most = min(settings.most_silence, 1 - 45 / frames)
    silent, count = np.zeros(frames, bool), int(rng.uniform(0, most) * frames)
    before = int(rng.integers(0, count + 1))
    silent[:before] = True
    silent[frames - (count - before) :] = True
    return silent


def draw_waveforms(
    cache: Cache, items: np.ndarray, places: list[np.ndarray], settings: TrainingSettings, rng: np.random.Generator
) -> torch.Tensor:
    """Waveforms `[batch, time]` of frames of each item, partly silent, of mean 0 and deviation 1."""
    waveforms = np.stack([_cut_waveform(cache, item, place) for item, place in zip(items, places)])
    for row in np.flatnonzero(rng.random(len(items)) < settings.silence_probability):
        silent = _choose_silent(len(places[row]), settings, rng)
        waveforms[row, np.append(np.repeat(silent, FRAME_SAMPLES), np.repeat(silent[-1], FRAME_OVERLAP))] = 0
    return torch.nn.functional.layer_norm(torch.from_numpy(waveforms), waveforms.shape[1:])


def _cut_waveform(cache: Cache, item: int, places: np.ndarray) -> np.ndarray:
    """Samples that wav2vec2's convolutions make the frames of, so 80 more than 320 for each."""
    first, last = int(cache.samples[item]), int(cache.samples[item + 1])
    whole = int(cache.frames[item + 1] - cache.frames[item]) * FRAME_SAMPLES
    waveform = np.zeros(whole, np.float32)
    heard = cache.waveforms[first : min(last, first + whole)]
    waveform[: len(heard)] = heard
    wanted = int(places[0]) * FRAME_SAMPLES + np.arange(len(places) * FRAME_SAMPLES + FRAME_OVERLAP)
    return waveform[wanted % whole] / 32768


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
