"""Writes folders of Whisper models: config.json, weights, and the settings of the input or heads.json."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor
from transformers import WhisperConfig, WhisperForAudioClassification
from transformers.models.whisper.modeling_whisper import WhisperEncoder

from architectures import HEAD_GAIN, Size, WhisperFolder
from common import rounded, seeded, write_json
from weights import cast, fill

_PUBLISHED: dict[str, Any] = {
    "activation_dropout": 0.0,
    "activation_function": "gelu",
    "apply_spec_augment": False,
    "attention_dropout": 0.0,
    "decoder_attention_heads": 6,
    "decoder_ffn_dim": 1536,
    "decoder_layers": 4,
    "dropout": 0.0,
    "encoder_layerdrop": 0.0,
    "is_encoder_decoder": True,
    "max_target_positions": 448,
    "model_type": "whisper",
    "scale_embedding": False,
    "vocab_size": 51865,
}
"""Keys of a published config.json; those of the decoder have no effect on a classifier."""


def write_whisper(folder: WhisperFolder, size: Size, out: Path) -> None:
    """Write the folder `out` for one entry of the table, at tiny or published size."""
    out.mkdir(parents=True, exist_ok=True)
    config = {**_PUBLISHED, **folder.settings_of(size), "num_hidden_layers": folder.settings_of(size)["encoder_layers"]}
    if folder.pooled is None:
        _write_classifier(folder, size, config, out)
    else:
        _write_pooled(folder, size, config, out)


def _write_classifier(folder: WhisperFolder, size: Size, config: dict[str, Any], out: Path) -> None:
    config = {
        **config,
        "architectures": ["WhisperForAudioClassification"],
        "id2label": {str(index): label for index, label in enumerate(folder.labels)},
        "label2id": {label: index for index, label in enumerate(folder.labels)},
        "torch_dtype": folder.dtype,
    }
    write_json(out / "config.json", dict(sorted(config.items())))
    write_json(out / "preprocessor_config.json", _preprocessor_config(config["num_mel_bins"]))
    model = WhisperForAudioClassification(WhisperConfig(**config))
    fill(model, f"{folder.name}/{size}", heads=("classifier.weight",), head_gain=HEAD_GAIN)
    _save(cast(model.state_dict(), getattr(torch, folder.dtype)), folder, out)


def _write_pooled(folder: WhisperFolder, size: Size, config: dict[str, Any], out: Path) -> None:
    config = {**config, "architectures": ["WhisperEncoder"], "wav2emo": folder.pooled}
    write_json(out / "config.json", dict(sorted(config.items())))
    encoder = WhisperEncoder(WhisperConfig(**config))
    # Only Whisper's own positions are allowed, because the graph computes them.
    positions = encoder.embed_positions.weight.detach().clone()
    fill(encoder, f"{folder.name}/{size}")
    state = {**encoder.state_dict(), "embed_positions.weight": positions}
    if not folder.pooled["layer_norm"]:
        state = {key: tensor for key, tensor in state.items() if not key.startswith("layer_norm.")}
    _save(cast({f"encoder.{key}": tensor for key, tensor in state.items()}, torch.float32), folder, out)
    write_json(out / "heads.json", _heads(folder, size, 2 * config["d_model"]))


def _heads(folder: WhisperFolder, size: Size, width: int) -> dict[str, Any]:
    generator = seeded(f"{folder.name}/{size}/heads")
    weight = HEAD_GAIN * torch.randn((len(folder.labels), width), generator=generator) / width**0.5
    bias = 0.1 * torch.randn(len(folder.labels), generator=generator)
    return {
        "format": "wav2emo-heads",
        "version": 1,
        "labels": list(folder.labels),
        "absolute": {
            "weight": [rounded(row) for row in weight],
            "bias": rounded(bias),
            "calibration": {"temperature": 1.0},
        },
    }


def _preprocessor_config(bands: int) -> dict[str, Any]:
    return {
        "chunk_length": 30,
        "dither": 0.0,
        # Published files have this key, which transformers ignores in the file.
        "do_normalize": True,
        "feature_extractor_type": "WhisperFeatureExtractor",
        "feature_size": bands,
        "hop_length": 160,
        "n_fft": 400,
        "n_samples": 480000,
        "nb_max_frames": 3000,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": False,
        "sampling_rate": 16000,
    }


def _save(state: dict[str, Tensor], folder: WhisperFolder, out: Path) -> None:
    if folder.storage == "torch":
        torch.save(state, out / "pytorch_model.bin")
        return
    save_file(dict(state), out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)
