"""Encodes recordings with ffmpeg once, and decodes the files."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

from recordings import Recording
from settings import SAMPLE_RATE


@dataclass(frozen=True)
class Codec:
    """An encoder of ffmpeg with its settings and the extension of its files."""

    suffix: str
    arguments: tuple[str, ...]


CODECS: dict[str, Codec] = {
    "mp3-32k": Codec(".mp3", ("-c:a", "libmp3lame", "-b:a", "32k")),
    "opus-16k": Codec(".opus", ("-c:a", "libopus", "-b:a", "16k")),
}
"""The conditions that are codecs."""

FILES_PER_RUN = 40
"""Recordings per ffmpeg process: starting it takes longer than encoding a clip."""


def encode_missing(data: Path, recordings: list[Recording], cache: Path) -> None:
    """Encodes the recordings that are not in `cache`; raises CalledProcessError if ffmpeg fails."""
    missing = [r for r in recordings if not all(encoded_path(cache, name, r).exists() for name in CODECS)]
    for first in range(0, len(missing), FILES_PER_RUN):
        _encode(data, missing[first : first + FILES_PER_RUN], cache)


def encoded_path(cache: Path, codec: str, recording: Recording) -> Path:
    """Returns the path of a recording that was encoded with a codec."""
    return (cache / codec / recording.path).with_suffix(CODECS[codec].suffix)


def decode(cache: Path, codec: str, recording: Recording, length: int) -> np.ndarray:
    """Returns float32 samples `[length]` of an encoded recording, without the padding of the codec at the end."""
    samples, rate = soundfile.read(encoded_path(cache, codec, recording), dtype="float32")
    if rate != SAMPLE_RATE:
        samples = resample_poly(samples, SAMPLE_RATE, rate).astype(np.float32)
    return np.pad(samples[:length], (0, max(0, length - len(samples))))


def _encode(data: Path, recordings: list[Recording], cache: Path) -> None:
    inputs, outputs, finished = [], [], []
    for index, recording in enumerate(recordings):
        inputs += ["-i", str(data / recording.path)]
        for name, codec in CODECS.items():
            path = encoded_path(cache, name, recording)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".part{codec.suffix}")
            outputs += ["-map", f"{index}:a", "-threads", "1", *codec.arguments, str(part)]
            finished.append((part, path))
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, *outputs]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    # An interrupted run leaves only `.part` files, which the next run overwrites.
    for part, path in finished:
        part.replace(path)
