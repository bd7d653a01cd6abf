"""Augments crops of log mel features in each step: noise, band, silence, warped bands, masks."""

from __future__ import annotations

import numpy as np
import torch

from draws import Crops, Frames
from settings import TrainingSettings

_NEPERS = np.log(10) / 10


def draw_mels(mels: Frames, crops: Crops, settings: TrainingSettings, rng: np.random.Generator) -> torch.Tensor:
    """Returns augmented features `[batch, frames, mel]` of crops, each with mean 0 over time.

    Noise, band and silence come before the normalisation, because they change the mean: digital silence, 80 dB below
    the loudest band (`top_db`), changes it by tens of dB.
    """
    varied = []
    for item, place in zip(crops.items, crops.places):
        crop = mels.crop(item, place)
        if rng.random() < settings.noise_probability:
            crop = _add_noise(crop, rng)
        if rng.random() < settings.telephone_probability:
            crop = _telephone(crop, rng)
        if rng.random() < settings.silence_probability:
            silent = _choose_silent(len(place), settings, rng)
            crop[silent] = _silence(crop, int(silent.sum()), rng)
        varied.append(crop - crop.mean(0))
    return vary_mels(torch.from_numpy(np.stack(varied)), settings, rng)


def _add_noise(crop: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Adds stationary noise, 4 to 25 dB below the loud frames, with a level in dB that is linear over the bands."""
    level = np.percentile(crop.max(1), 80) - rng.uniform(4, 25)
    line = level + np.linspace(-0.5, 0.5, crop.shape[1]) * rng.uniform(-15, 20)
    noise = line + rng.standard_normal(crop.shape, np.float32) * rng.uniform(1, 3)
    return (np.logaddexp(crop * _NEPERS, noise * _NEPERS) / _NEPERS).astype(np.float32)


def _telephone(crop: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Keeps about 300 to 3400 Hz and lowers the other bands by 30 to 70 dB, at most to the floor."""
    low, high = rng.integers(6, 10), rng.integers(52, 58)
    lowered = crop - rng.uniform(30, 70)
    lowered[:, low:high] = crop[:, low:high]
    return np.maximum(lowered, crop.max() - 80)


def _silence(crop: np.ndarray, frames: int, rng: np.random.Generator) -> np.ndarray:
    """Returns features `[frames, mel]` of a pause: the noise of the clip's room, or digital silence."""
    floor = crop.max() - 80
    if rng.random() < 0.5:
        return np.full((frames, crop.shape[1]), floor, np.float32)
    room = np.percentile(crop, 3, axis=0) - rng.uniform(0, 10)
    return np.maximum(room + rng.standard_normal((frames, crop.shape[1])) * rng.uniform(1, 3), floor).astype(np.float32)


def _choose_silent(frames: int, settings: TrainingSettings, rng: np.random.Generator) -> np.ndarray:
    """Returns a mask `[frames]` of silent frames at both ends that leaves at least 0.9 s."""
    most = min(settings.most_silence, 1 - 45 / frames)
    silent, count = np.zeros(frames, bool), int(rng.uniform(0, most) * frames)
    before = int(rng.integers(0, count + 1))
    silent[:before] = True
    silent[frames - (count - before) :] = True
    return silent


def vary_mels(features: torch.Tensor, settings: TrainingSettings, rng: np.random.Generator) -> torch.Tensor:
    """Warps and masks features `[batch, frames, mel]` of mean 0, so that masked parts have the mean value."""
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
