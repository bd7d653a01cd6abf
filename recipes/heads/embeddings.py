"""Computes embeddings with the converted graph that ships: of clips as recorded, augmented, and under conditions.

The heads are fitted on what the int8 weights compute, so that their rounding is part of the training.
Writes `clean.npz`, `augmented.npz` and `conditions.npz` with `embeddings` `[items, size]`, `seconds` of speech `[items]`,
and for each item the row of the manifest `clips`, and `kinds`: the number of the draw or the condition.
"""

from __future__ import annotations

import argparse
import io
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
from scipy.signal import fftconvolve

from clips import Clip, read_clips

sys.path.append(str(Path(__file__).parent.parent / "embedded"))
from augment import vary_clip  # noqa: E402
from conditions import CHANGES  # noqa: E402
from settings import SAMPLE_RATE, AugmentSettings  # noqa: E402

DRAWS = 3
"""Augmented variants of each clip that has one of the four labels; the absolute head uses all, the relative ones fewer."""

LONGEST, SHORTEST = 30 * SAMPLE_RATE, SAMPLE_RATE // 10
"""Samples of a window; longer clips are cut, shorter ones padded."""

SPEECH_DB = 35.0
"""Speech lies between the first and the last 10 ms that are at most this far below the loudest."""

FRAME_SECONDS = 0.02
"""Time between two frames of the graph."""

EVERY = {"nemo": 6}
"""Conditions are computed for every n-th clip of a corpus, because there are eleven; for others, n is 2."""

CODECS = {"mp3": ("MP3", "MPEG_LAYER_III", 0.9), "opus": ("OGG", "OPUS", 0.97)}
"""Container, codec and compression of libsndfile: near its lowest rates."""

_SEED = 7


def through_codec(samples: np.ndarray, rng: np.random.Generator, codec: str) -> np.ndarray:
    """Encodes and decodes samples `[time]`."""
    container, subtype, level = CODECS[codec]
    file = io.BytesIO()
    soundfile.write(file, samples.clip(-1, 1), SAMPLE_RATE, format=container, subtype=subtype, compression_level=level)
    file.seek(0)
    return soundfile.read(file, dtype="float32")[0]


def through_room(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Adds a tail of noise that decays by 60 dB in 0.5 s, from 5 ms after the direct sound on."""
    time = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
    tail = rng.standard_normal(len(time)) * 10 ** (-3 * time / 0.5)
    tail[:80] = 0
    tail *= 0.7 / np.sqrt((tail**2).sum())
    tail[0] = 1
    return fftconvolve(samples, tail)[: len(samples)].astype(np.float32)


CONDITIONS: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {
    **CHANGES,
    **{codec: partial(through_codec, codec=codec) for codec in CODECS},
    "reverb": through_room,
}
"""Changes of a clip by the name of the condition."""

Job = tuple[Path, Clip, str]
"""Data folder, clip, and `clean`, the number of a draw, or a condition."""


def list_jobs(folders: list[Path], what: str) -> list[Job]:
    """Returns the clips to compute for `clean`, `augmented` or `conditions`."""
    clips = read_clips(folders)
    if what == "clean":
        return [(clip.folder, clip, "clean") for clip in clips]
    trained = [clip for clip in clips if clip.may_train]
    if what == "augmented":
        return [(clip.folder, clip, str(draw)) for draw in range(DRAWS) for clip in trained]
    some = [clip for number, clip in enumerate(trained) if number % EVERY.get(clip.corpus, 2) == 0]
    return [(clip.folder, clip, condition) for condition in CONDITIONS for clip in some]


def compute(job: Job) -> tuple[np.ndarray, float]:
    """Returns the embedding `[size]` and the seconds of speech, which are the sum of the loudness weights."""
    folder, clip, kind = job
    samples = _change(_read(folder / clip.path), clip, kind)[:LONGEST]
    padded = np.pad(samples, (0, max(0, SHORTEST - len(samples)))).astype(np.float32)
    embedding, frames = _session.run(["embedding", "frames"], {"waveform": padded[None]})
    return embedding[0].astype(np.float16), float(frames[0, :, -1].sum()) * FRAME_SECONDS


def _change(samples: np.ndarray, clip: Clip, kind: str) -> np.ndarray:
    if kind == "clean":
        return samples
    if kind in CONDITIONS:
        return CONDITIONS[kind](samples, np.random.default_rng(zlib.crc32(f"{kind} {clip.path}".encode())))
    rng = np.random.default_rng([_SEED, clip.row, int(kind)])
    return vary_clip((samples * 32767).astype(np.int16), _speech(samples), AugmentSettings(), rng)


def _read(path: Path) -> np.ndarray:
    samples = soundfile.read(path, dtype="float32")[0]
    return samples if samples.ndim == 1 else samples.mean(1)


def _speech(samples: np.ndarray) -> tuple[int, int]:
    hop = SAMPLE_RATE // 100
    power = np.square(samples[: len(samples) // hop * hop].reshape(-1, hop)).mean(1)
    decibels = 10 * np.log10(power + 1e-12)
    loud = np.nonzero(decibels > decibels.max() - SPEECH_DB)[0]
    return int(loud[0] * hop), int((loud[-1] + 1) * hop)


_session: onnxruntime.InferenceSession


def _start_worker(bundle: Path) -> None:
    global _session
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    _session = onnxruntime.InferenceSession(bundle / "model.onnx", options, providers=["CPUExecutionProvider"])


def main() -> None:
    """Writes one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with manifest.csv and the recordings")
    parser.add_argument("--bundle", type=Path, required=True, help="what `wav2emo convert` made of the checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="folder of the three files")
    parser.add_argument("--what", choices=("clean", "augmented", "conditions"), required=True)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    jobs = list_jobs(arguments.data, arguments.what)
    with ProcessPoolExecutor(arguments.workers, initializer=_start_worker, initargs=(arguments.bundle,)) as pool:
        results = list(pool.map(compute, jobs, chunksize=16))
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez(
        arguments.out / f"{arguments.what}.npz",
        embeddings=np.stack([embedding for embedding, _ in results]),
        seconds=np.array([seconds for _, seconds in results], np.float32),
        clips=np.array([clip.row for _, clip, _ in jobs]),
        kinds=np.array([kind for _, _, kind in jobs]),
    )


if __name__ == "__main__":
    main()
