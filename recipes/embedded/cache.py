"""Builds the cache of all runs: waveforms and log mel features of every clip and its variants, with an index."""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from speechbrain.lobes.features import Fbank

from augment import clean_clip, vary_clip
from data import Clip, load_clips
from settings import SAMPLE_RATE, AugmentSettings, EcapaSettings, Settings


@dataclass(frozen=True)
class Cache:
    """Content of a cache folder. The index of an item is `clip * per_clip + variant`; variant 0 is the clean clip."""

    paths: list[str]
    corpora: np.ndarray
    speakers: np.ndarray
    labels: np.ndarray
    """Class of each clip, -1 for an emotion outside the four."""
    per_clip: int
    features: np.ndarray
    """float16 `[all frames, mel]`, as `Fbank` returns them, before the normalisation of the sentence."""
    frames: np.ndarray
    """First frame of each item, and the end."""
    waveforms: np.ndarray
    """int16 `[all samples]`."""
    samples: np.ndarray
    """First sample of each item, and the end."""


def open_cache(folder: Path) -> Cache:
    """Reads the features of a finished cache and maps its waveforms; raises FileNotFoundError if there is none."""
    index = np.load(folder / "index.npz")
    mels = int(index["mels"])
    features = np.fromfile(folder / "features.f16", np.float16).reshape(-1, mels)
    waveforms = np.memmap(folder / "waveforms.i16", np.int16, "r")
    names = [str(path) for path in index["paths"]]
    rest = (index[key] for key in ("corpora", "speakers", "labels"))
    return Cache(names, *rest, int(index["per_clip"]), features, index["frames"], waveforms, index["samples"])


def build_cache(data: Path, folder: Path, settings: Settings, workers: int) -> None:
    """Writes the cache unless it exists; raises ValueError if it was made with other settings."""
    made_with = json.dumps({"augment": asdict(settings.augment), "fbank": _fbank_settings(settings.ecapa)})
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "settings.json"
    if (folder / "index.npz").exists():
        if stamp.read_text(encoding="utf-8") != made_with:
            raise ValueError(f"{folder} was made with other settings. Use another --cache, or delete it.")
        return
    clips, started = load_clips(data), time.monotonic()
    frames, samples = [0], [0]
    with (
        (folder / "features.f16").open("wb") as mel_file,
        (folder / "waveforms.i16").open("wb") as wave_file,
        ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(settings,)) as pool,
    ):
        for done, variants in enumerate(pool.map(_make_variants, range(len(clips)), clips, chunksize=8), 1):
            for waveform, features in variants:
                wave_file.write(waveform.tobytes())
                mel_file.write(features.tobytes())
                samples.append(samples[-1] + len(waveform))
                frames.append(frames[-1] + len(features))
            if done % 500 == 0:
                print(f"{done} of {len(clips)} clips, {time.monotonic() - started:.0f} s", flush=True)
    stamp.write_text(made_with, encoding="utf-8")
    np.savez(
        folder / "index.npz",
        paths=[clip.path for clip in clips],
        corpora=[clip.corpus for clip in clips],
        speakers=[clip.speaker for clip in clips],
        labels=[clip.label for clip in clips],
        per_clip=settings.augment.variants + 1,
        mels=settings.ecapa.n_mels,
        frames=frames,
        samples=samples,
    )


def _fbank_settings(ecapa: EcapaSettings) -> dict[str, int]:
    return {key: getattr(ecapa, key) for key in ("n_mels", "n_fft", "win_length", "hop_length")}


def _start_worker(settings: Settings) -> None:
    global _augment, _fbank
    torch.set_num_threads(1)
    _augment = settings.augment
    _fbank = Fbank(sample_rate=SAMPLE_RATE, **_fbank_settings(settings.ecapa))


_augment: AugmentSettings
_fbank: Fbank


@torch.inference_mode()
def _make_variants(number: int, clip: Clip) -> list[tuple[np.ndarray, np.ndarray]]:
    """Returns int16 waveforms `[time]` and float16 features `[frames, mel]` of a clip, seeded by its number."""
    made = []
    for variant in range(_augment.variants + 1):
        rng = np.random.default_rng((_augment.seed, number, variant))
        varied = vary_clip(clip.samples, clip.speech, _augment, rng) if variant else None
        waveform = clean_clip(clip.samples, clip.speech) if varied is None else varied
        features = _fbank(torch.from_numpy(waveform)[None])[0].numpy().astype(np.float16)
        made.append(((waveform * 32767).clip(-32768, 32767).astype(np.int16), features))
    return made


def main() -> None:
    """Builds the cache."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the clips")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the cache, about 5 GB")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    build_cache(arguments.data, arguments.cache, Settings(), arguments.workers)


if __name__ == "__main__":
    main()
