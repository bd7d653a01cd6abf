"""Augments one recording's waveform: speed, silence, room, channel, noise, codec and level, from one generator."""

from __future__ import annotations

import io

import numpy as np
import soundfile
from scipy import fft

from settings import SAMPLE_RATE, AugmentSettings


def vary_clip(
    samples: np.ndarray, speech: tuple[int, int], settings: AugmentSettings, rng: np.random.Generator
) -> np.ndarray:
    """Returns an augmented float32 waveform `[time]` in [-1, 1] of int16 samples `[time]`; `speech` is their range."""
    waveform = _through_room(_lay_out(samples, speech, settings, rng), settings, rng)
    return _encode(_level(_add_noise(waveform, settings, rng), settings, rng), settings, rng)


def clean_clip(samples: np.ndarray, speech: tuple[int, int], level_db: float = -26.0) -> np.ndarray:
    """Returns the speech of the recording `[time]` with 0.1 s around it, at a fixed level."""
    margin = SAMPLE_RATE // 10
    waveform = samples[max(0, speech[0] - margin) : speech[1] + margin].astype(np.float32)
    return (_unit(waveform) * 10 ** (level_db / 20)).clip(-1, 1)


def _lay_out(
    samples: np.ndarray, speech: tuple[int, int], settings: AugmentSettings, rng: np.random.Generator
) -> np.ndarray:
    """Trims silence, changes the speed and adds silence, each with its probability, at unit level."""
    first, last = _choose_region(samples, speech, settings, rng)
    speed = rng.uniform(*settings.speed_range) if rng.random() < settings.speed_probability else 1.0
    waveform = _unit(_change_speed(samples[first:last].astype(np.float32), speed))
    before, after = 0, 0
    if rng.random() < settings.silence_probability:
        before, after = (rng.uniform(0, settings.silence_seconds, size=2) * SAMPLE_RATE).astype(int)
    return np.pad(waveform, (before, after))


def _choose_region(
    samples: np.ndarray, speech: tuple[int, int], settings: AugmentSettings, rng: np.random.Generator
) -> tuple[int, int]:
    if rng.random() >= settings.trim_probability:
        return 0, len(samples)
    before, after = (rng.uniform(0, 0.3, size=2) * SAMPLE_RATE).astype(int)
    return max(0, speech[0] - before), min(len(samples), speech[1] + after)


def _change_speed(waveform: np.ndarray, speed: float) -> np.ndarray:
    """Changes speed and pitch together, by resampling."""
    if speed == 1.0:
        return waveform
    positions = np.arange(int((len(waveform) - 1) / speed)) * speed
    return np.interp(positions, np.arange(len(waveform)), waveform).astype(np.float32)


def _through_room(waveform: np.ndarray, settings: AugmentSettings, rng: np.random.Generator) -> np.ndarray:
    """Applies room, microphone and line in one multiplication of the spectrum."""
    size = fft.next_fast_len(len(waveform) + SAMPLE_RATE // 2, real=True)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)
    response = _channel(hertz, settings, rng)
    if rng.random() < settings.reverb_probability:
        response = response * fft.rfft(_room(rng), size)
    return _unit(fft.irfft(fft.rfft(waveform, size) * response, size)[: len(waveform)])


def _channel(hertz: np.ndarray, settings: AugmentSettings, rng: np.random.Generator) -> np.ndarray:
    """Returns the magnitude response `[frequencies]` of a random microphone and line."""
    response = np.ones_like(hertz)
    if rng.random() < settings.equalise_probability:
        knots = np.array([0, 120, 300, 700, 1500, 3000, 5000, 8000])
        response *= 10 ** (np.interp(hertz, knots, rng.uniform(-8, 8, len(knots))) / 20).astype(np.float32)
    if rng.random() < settings.band_probability:
        low, high = (300.0, 3400.0) if rng.random() < 0.5 else (0.0, rng.uniform(3400, 5500))
        response *= _slope(hertz - low) * _slope(high - hertz)
    return response


def _slope(distance: np.ndarray, width: float = 150.0) -> np.ndarray:
    """Returns 1 inside a band, falling to 0.001 over `width` Hz outside it."""
    return 10 ** (3 * np.clip(distance / width, -1, 0))


def _room(rng: np.random.Generator) -> np.ndarray:
    """Returns a room response `[time]`: a direct sound, then noise that decays by 60 dB in 0.15 to 0.7 s."""
    time = np.arange(SAMPLE_RATE // 2, dtype=np.float32) / SAMPLE_RATE
    tail = rng.standard_normal(len(time), np.float32) * 10 ** (-3 * time / rng.uniform(0.15, 0.7))
    tail[: int(rng.uniform(0.001, 0.02) * SAMPLE_RATE)] = 0
    room = tail / np.sqrt(np.square(tail).sum()) * rng.uniform(0.2, 0.9)
    room[0] = 1
    return room.astype(np.float32)


def _add_noise(waveform: np.ndarray, settings: AugmentSettings, rng: np.random.Generator) -> np.ndarray:
    """Adds noise whose power falls as 1/f^c, c from 0 (white) to 2 (brown); waveform and noise have unit level."""
    noisy = rng.random() < settings.noise_probability
    snr_db = rng.uniform(*(settings.noise_snr_db if noisy else settings.floor_snr_db))
    size = fft.next_fast_len(len(waveform), real=True)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)
    white = rng.standard_normal((2, len(hertz)), np.float32)
    coloured = (white[0] + 1j * white[1]) * np.maximum(hertz, 30.0) ** (-rng.uniform(0, 2) / 2)
    return waveform + _unit(fft.irfft(coloured, size)[: len(waveform)]) * 10 ** (-snr_db / 20)


def _level(waveform: np.ndarray, settings: AugmentSettings, rng: np.random.Generator) -> np.ndarray:
    return (_unit(waveform) * 10 ** (rng.uniform(*settings.level_db) / 20)).clip(-1, 1).astype(np.float32)


def _encode(waveform: np.ndarray, settings: AugmentSettings, rng: np.random.Generator) -> np.ndarray:
    """Encodes as MP3 (about 24 to 45 kbit/s) or Opus (about 10 to 30 kbit/s) with libsndfile, and decodes."""
    if rng.random() >= settings.codec_probability:
        return waveform
    container, codec, lowest, highest = [("MP3", "MPEG_LAYER_III", 0.1, 0.6), ("OGG", "OPUS", 0.9, 0.98)][
        int(rng.random() < settings.opus_share)
    ]
    file = io.BytesIO()
    soundfile.write(
        file, waveform, SAMPLE_RATE, format=container, subtype=codec, compression_level=rng.uniform(lowest, highest)
    )
    file.seek(0)
    return soundfile.read(file, dtype="float32")[0]


def _unit(waveform: np.ndarray) -> np.ndarray:
    return waveform / (np.sqrt(np.mean(np.square(waveform))) + 1e-6)
