"""Changes of a recording before it is classified: the rows of the robustness table."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from lossy_codecs import CODECS, decode, encode_missing
from recordings import Recording, read_samples
from settings import SAMPLE_RATE

CLEAN = "clean"
"""The condition that the others are compared with."""

NOISE_SNR_DB = 10.0
"""Power of the whole recording, with its quiet ends, relative to the added noise; that of speech is higher."""

ADDED_SILENCE_SECONDS = 1.0
"""Digital silence added at each end, 2 s in all."""

TELEPHONE_HERTZ = (300.0, 3400.0)
"""The band of the public telephone network."""

Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""Samples `[time]`, full scale 1, to changed samples; the recording seeds the generator."""


def scale_level(decibels: float) -> Change:
    """Returns a change of the level in floating point: nothing is clipped."""
    return lambda samples, rng: samples * np.float32(10 ** (decibels / 20))


def clip_recording(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Raises the level by 20 dB and clips at full scale."""
    return np.clip(scale_level(20)(samples, rng), -1, 1)


def add_silence(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Adds digital silence at both ends."""
    return np.pad(samples, int(ADDED_SILENCE_SECONDS * SAMPLE_RATE))


def add_noise(exponent: float) -> Change:
    """Returns a change that adds noise whose power falls as 1/f^exponent (0 white, 1 pink) at `NOISE_SNR_DB`."""

    def change(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        spectrum = np.fft.rfft(rng.standard_normal(len(samples)))
        # The power is constant below 20 Hz, which is inaudible, because 1/f is unbounded there.
        hertz = np.maximum(np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE), 20.0)
        noise = np.fft.irfft(spectrum * hertz ** (-exponent / 2), len(samples))
        gain = np.sqrt(np.mean(samples**2) / np.mean(noise**2)) * 10 ** (-NOISE_SNR_DB / 20)
        return (samples + gain * noise).astype(np.float32)

    return change


def limit_to_telephone(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Resamples to 8 kHz and back and limits the band to 300 to 3400 Hz (-30 dB at 100 Hz outside the band)."""
    narrow = resample_poly(resample_poly(samples, 1, 2), 2, 1)[: len(samples)]
    spectrum = np.fft.rfft(narrow)
    hertz = np.fft.rfftfreq(len(narrow), 1 / SAMPLE_RATE)
    low, high = TELEPHONE_HERTZ
    outside = np.maximum(low - hertz, hertz - high).clip(0)
    return np.fft.irfft(spectrum * 10 ** (-1.5 * outside / 100), len(narrow)).astype(np.float32)


CHANGES: dict[str, Change] = {
    "level+20": scale_level(20),
    "level-20": scale_level(-20),
    "clipped+20": clip_recording,
    "silence-2s": add_silence,
    "white-10db": add_noise(0),
    "pink-10db": add_noise(1),
    "telephone-8k": limit_to_telephone,
}
"""The computed conditions; those of `lossy_codecs.CODECS` need an encoder."""

CONDITIONS: tuple[str, ...] = (CLEAN, *CHANGES, *CODECS)
"""Every condition, the clean one first."""


class ConditionedRecordings:
    """A data folder's recordings under any condition; encoded files are kept under `cache`."""

    def __init__(self, data: Path, cache: Path) -> None:
        self.data, self.cache = data, cache

    def prepare(self, recordings: list[Recording], conditions: Iterable[str]) -> None:
        """Encodes what the conditions need; ffmpeg is only needed if a file is missing."""
        if any(condition in CODECS for condition in conditions):
            encode_missing(self.data, recordings, self.cache)

    def read(self, recording: Recording, conditions: Iterable[str]) -> dict[str, np.ndarray]:
        """Float32 samples `[time]` by condition."""
        samples = read_samples(self.data, recording)
        return {condition: self._change(recording, condition, samples) for condition in conditions}

    def _change(self, recording: Recording, condition: str, samples: np.ndarray) -> np.ndarray:
        if condition == CLEAN:
            return samples
        if condition in CODECS:
            return decode(self.cache, condition, recording, len(samples))
        # The noise of a recording is the same for every part, model and order.
        rng = np.random.default_rng(zlib.crc32(f"{condition} {recording.path}".encode()))
        return CHANGES[condition](samples, rng)
