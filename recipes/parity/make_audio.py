"""Makes seeded, speech-like recordings: 16 kHz mono WAV of 16 bits.

python make_audio.py --size tiny --out DIR
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from architectures import Size
from common import SAMPLE_RATE, SEED


@dataclass(frozen=True)
class Voice:
    """Settings of a recording: seconds, pitch and its rise in Hz, three formants in Hz, syllables per second, noise."""

    seconds: float
    pitch: float
    rise: float
    formants: tuple[float, float, float]
    syllables: float
    noise: float
    peak: float


VOICES: dict[Size, dict[str, Voice]] = {
    "tiny": {
        "low-0.4s.wav": Voice(0.4, 105, -20, (500, 1500, 2500), 2.5, 0.0, 0.15),
        "mid-1.0s.wav": Voice(1.0, 190, 60, (730, 1090, 2440), 4.0, 0.02, 0.5),
        "high-2.3s.wav": Voice(2.3, 290, -90, (300, 2300, 3000), 6.0, 0.08, 0.9),
    },
    "full": {
        "low-1s.wav": Voice(1.0, 105, -20, (500, 1500, 2500), 2.5, 0.0, 0.15),
        "mid-4s.wav": Voice(4.0, 190, 60, (730, 1090, 2440), 4.0, 0.02, 0.5),
        "high-10s.wav": Voice(10.0, 290, -90, (300, 2300, 3000), 6.0, 0.08, 0.9),
    },
}
"""The recordings of each size; as different as possible, so that their embeddings differ."""


def synthesize(voice: Voice, seed: int) -> np.ndarray:
    """Return `[samples]` of int16: harmonics under three formants, modulated in syllables, with pauses and noise."""
    generator = np.random.Generator(np.random.PCG64(seed))
    count = round(voice.seconds * SAMPLE_RATE)
    time = np.arange(count) / SAMPLE_RATE
    frequency = voice.pitch + voice.rise * time / voice.seconds + 6 * np.sin(2 * np.pi * 5 * time)
    phase = 2 * np.pi * np.cumsum(frequency) / SAMPLE_RATE
    sound = np.zeros(count)
    for harmonic in range(1, int(SAMPLE_RATE / 2 / (voice.pitch + abs(voice.rise)))):
        level = sum(
            np.exp(-(((harmonic * voice.pitch - f) / 180) ** 2)) / (i + 1) for i, f in enumerate(voice.formants)
        )
        sound += (level + 0.02 / harmonic) * np.sin(harmonic * phase + generator.uniform(0, 2 * np.pi))
    # Syllables: a raised cosine whose deepest parts are pauses.
    sound *= np.clip(np.sin(np.pi * voice.syllables * time) ** 2 * 1.3 - 0.15, 0, 1)
    sound = sound / np.abs(sound).max() + voice.noise * generator.standard_normal(count)
    return np.round(sound / np.abs(sound).max() * voice.peak * 32767).astype(np.int16)


def make_audio(size: Size, out: Path) -> None:
    """Write the recordings of one size into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for index, (name, voice) in enumerate(VOICES[size].items()):
        soundfile.write(out / name, synthesize(voice, SEED + index), SAMPLE_RATE, subtype="PCM_16")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=("tiny", "full"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    make_audio(arguments.size, arguments.out)


if __name__ == "__main__":
    main()
