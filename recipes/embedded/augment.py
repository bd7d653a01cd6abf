"""Variation of training clips: on the waveform in numpy and batched FFTs, on the features in torch."""

from __future__ import annotations

import numpy as np
import torch

from data import Clip
from settings import SAMPLE_RATE, AugmentSettings


def crop_clip(clip: Clip, length: int, settings: AugmentSettings, rng: np.random.Generator) -> np.ndarray:
    """A float32 window `[length]` of a clip: trimmed or not, at another speed, cropped or laid into silence."""
    first, last = _choose_region(clip, settings, rng)
    speed = rng.uniform(*settings.speed_range) if rng.random() < settings.speed_probability else 1.0
    wanted = int((last - first) / speed)
    if wanted > length:
        first += int(rng.integers(0, int((wanted - length) * speed) + 1))
        wanted = length
    positions = first + np.arange(wanted) * speed
    source = clip.samples[first : min(len(clip.samples), int(positions[-1]) + 2)].astype(np.float32)
    window = np.zeros(length, np.float32)
    start = int(rng.integers(0, length - wanted + 1))
    window[start : start + wanted] = np.interp(positions - first, np.arange(len(source)), source)
    return window / (np.sqrt(np.mean(window**2)) + 1e-6)


def _choose_region(clip: Clip, settings: AugmentSettings, rng: np.random.Generator) -> tuple[int, int]:
    first, last = clip.speech
    if rng.random() >= settings.trim_probability:
        return 0, len(clip.samples)
    margin = rng.uniform(0, 0.3, size=2) * SAMPLE_RATE
    return max(0, first - int(margin[0])), min(len(clip.samples), last + int(margin[1]))


class WaveformAugmenter:
    """Channel, reverb, noise and level of a batch; everything linear is one multiplication in the spectrum."""

    def __init__(self, settings: AugmentSettings) -> None:
        self.settings = settings

    def __call__(self, clips: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
        """Turns windows of unit level `[batch, time]` into float32 waveforms `[batch, time]` in about [-1, 1]."""
        batch, length = clips.shape
        size = 1 << (length + SAMPLE_RATE // 2).bit_length()
        hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)
        response = torch.from_numpy(np.stack([self._channel(hertz, rng) for _ in range(batch)]))
        spectrum = torch.fft.rfft(torch.from_numpy(clips), size)
        if (reverbs := self._reverbs(batch, rng)) is not None:
            spectrum = spectrum * torch.fft.rfft(reverbs, size)
        speech = torch.fft.irfft(spectrum * response, size)[:, :length]
        noise = torch.fft.irfft(self._noise_spectra(batch, hertz, rng), size)[:, :length]
        return self._level(_unit(speech) + _unit(noise) * self._noise_gain(batch, rng), rng)

    def _channel(self, hertz: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Magnitude response `[frequencies]` of a random microphone and line."""
        response = np.ones_like(hertz)
        if rng.random() < self.settings.equalise_probability:
            knots = np.array([0, 120, 300, 700, 1500, 3000, 5000, 8000])
            response *= 10 ** (np.interp(hertz, knots, rng.uniform(-8, 8, len(knots))) / 20).astype(np.float32)
        if rng.random() < self.settings.band_probability:
            low, high = (300.0, 3400.0) if rng.random() < 0.5 else (0.0, rng.uniform(3400, 5500))
            response *= _slope(hertz - low) * _slope(high - hertz)
        return response

    def _reverbs(self, batch: int, rng: np.random.Generator) -> torch.Tensor | None:
        """Room responses `[batch, time]`: a direct sound, then noise that decays by 60 dB in 0.15 to 0.7 s."""
        chosen = rng.random(batch) < self.settings.reverb_probability
        if not chosen.any():
            return None
        time = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
        rooms = np.zeros((batch, len(time)), np.float32)
        rooms[:, 0] = 1
        for row in np.flatnonzero(chosen):
            tail = rng.standard_normal(len(time)) * 10 ** (-3 * time / rng.uniform(0.15, 0.7))
            tail[: int(rng.uniform(0.001, 0.02) * SAMPLE_RATE)] = 0
            rooms[row] += tail / np.sqrt(np.square(tail).sum()) * rng.uniform(0.2, 0.9)
        return torch.from_numpy(rooms)

    def _noise_spectra(self, batch: int, hertz: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
        """Complex spectra `[batch, frequencies]` of noise whose power falls as 1/f^c, c from 0 (white) to 2 (brown)."""
        colours = rng.uniform(0, 2, (batch, 1)).astype(np.float32)
        magnitude = np.maximum(hertz, 30.0)[None] ** (-colours / 2)
        shape = (2, batch, len(hertz))
        real, imaginary = rng.standard_normal(shape, np.float32)
        return torch.from_numpy((real + 1j * imaginary) * magnitude)

    def _noise_gain(self, batch: int, rng: np.random.Generator) -> torch.Tensor:
        noisy = rng.random(batch) < self.settings.noise_probability
        audible, faint = (rng.uniform(*r, batch) for r in (self.settings.noise_snr_db, self.settings.floor_snr_db))
        gain = 10 ** (-np.where(noisy, audible, faint) / 20)
        return torch.from_numpy(gain.astype(np.float32))[:, None]

    def _level(self, waveforms: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
        level = 10 ** (rng.uniform(*self.settings.level_db, len(waveforms)) / 20)
        return (_unit(waveforms) * torch.from_numpy(level.astype(np.float32))[:, None]).clamp(-1, 1)


def _unit(waveforms: torch.Tensor) -> torch.Tensor:
    return waveforms / (waveforms.square().mean(1, keepdim=True).sqrt() + 1e-6)


def _slope(distance: np.ndarray, width: float = 150.0) -> np.ndarray:
    """1 inside a band, falling to 0.001 over `width` Hz outside it."""
    return 10 ** (3 * np.clip(distance / width, -1, 0))


def mask_features(
    features: torch.Tensor, settings: AugmentSettings, hop_ms: int, rng: np.random.Generator
) -> torch.Tensor:
    """SpecAugment on mean-normalised features `[batch, time, mel]`: masked parts become 0, which is their mean."""
    batch, frames, mels = features.shape
    keep = torch.ones_like(features)
    longest = int(settings.time_mask_seconds * 1000 / hop_ms)
    for row in range(batch):
        for _ in range(settings.time_masks):
            start, width = rng.integers(0, frames), rng.integers(0, longest + 1)
            keep[row, start : start + width] = 0
        for _ in range(settings.mel_masks):
            start, width = rng.integers(0, mels), rng.integers(0, settings.mel_mask_width + 1)
            keep[row, :, start : start + width] = 0
    return features * keep


def mix_up(
    features: torch.Tensor, targets: torch.Tensor, settings: AugmentSettings, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mixes a batch and its soft targets `[batch, classes]` with a shuffled copy of itself (Zhang et al. 2018)."""
    if rng.random() >= settings.mixup_probability:
        return features, targets
    share = float(rng.beta(settings.mixup_alpha, settings.mixup_alpha))
    share = max(share, 1 - share)
    order = torch.from_numpy(rng.permutation(len(features)))
    return share * features + (1 - share) * features[order], share * targets + (1 - share) * targets[order]
