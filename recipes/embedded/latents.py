"""Stores the latents of every item for all runs: the output of wav2vec2-mini's convolutions, which are not trained."""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from cache import Cache, open_cache
from settings import MODELS
from teacher import STATE_SIZE
from wav2vec2_mini import Wav2vec2Mini

_FILE, _INDEX = "latents.f16", "latents.npy"


def open_latents(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Opens the files of `add_latents`: float16 `[all frames, 384]`, and the first frame of each item and the end."""
    return np.memmap(folder / _FILE, np.float16, "r").reshape(-1, STATE_SIZE), np.load(folder / _INDEX)


def add_latents(folder: Path, workers: int) -> None:
    """Writes the latents of all items into the cache folder, unless they exist; about 4 GB."""
    if (folder / _INDEX).exists():
        return
    items, ends = len(open_cache(folder).samples) - 1, [0]
    with (
        (folder / _FILE).open("wb") as file,
        ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(folder,)) as pool,
    ):
        for latents in pool.map(_compute_latents, range(items), chunksize=32):
            file.write(latents.tobytes())
            ends.append(ends[-1] + len(latents))
    np.save(folder / _INDEX, ends)


def _start_worker(folder: Path) -> None:
    global _cache, _network
    torch.set_num_threads(1)
    _cache, _network = open_cache(folder), Wav2vec2Mini(MODELS["wav2vec2-mini"].wav2vec2)


_cache: Cache
_network: Wav2vec2Mini


@torch.inference_mode()
def _compute_latents(item: int) -> np.ndarray:
    samples = _cache.waveforms[_cache.samples[item] : _cache.samples[item + 1]].astype(np.float32) / 32768
    return _network.prepare(torch.from_numpy(samples)[None])[0].numpy().astype(np.float16)


def main() -> None:
    """Adds the latents to a cache folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder written by cache.py")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    add_latents(arguments.cache, arguments.workers)


if __name__ == "__main__":
    main()
