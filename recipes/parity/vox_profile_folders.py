"""Writes folders of Vox-Profile: config.json and model.safetensors; labels.txt stands for what is known of a repository."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import PreTrainedConfig, WavLMConfig, WhisperConfig

from architectures import Size, VoxProfileFolder
from common import write_json
from published_config import encoder_config
from vox_profile_model import encoder_class
from weights import cast, fill, published_names

HEADS = tuple(
    f"{name}_layer.2.weight" for name in ("emotion", "detailed_out", "arousal", "valence", "dominance")
)
"""The weights of the last layers."""


def write_vox_profile(folder: VoxProfileFolder, size: Size, out: Path) -> None:
    """Write the folder `out` for one entry of the table, at tiny or published size."""
    out.mkdir(parents=True, exist_ok=True)
    settings = folder.settings_of(size)
    write_json(out / "config.json", settings)
    (out / "labels.txt").write_text("\n".join(folder.labels) + "\n", encoding="utf-8")
    encoder = folder.encoder_of(size)
    if size == "tiny":
        # Only wav2emo reads it: the encoder of published folders is known by its name.
        write_json(out / "encoder_config.json", published_encoder(folder, encoder))
    config = network_config(folder, encoder)
    model = encoder_class(config)(config, settings, classes=folder.has_classes)
    gain = 1.5 if size == "tiny" else 1.0
    fill(model, f"{folder.name}/{size}", heads=HEADS, head_gain=gain)
    state = published_names(cast(model.state_dict(), torch.float32), "original0")
    save_file(dict(state), out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)


def published_encoder(folder: VoxProfileFolder, encoder: dict[str, Any]) -> dict[str, Any]:
    """Return the config.json of the encoder."""
    if folder.model_type == "whisper":
        return {"model_type": "whisper", **encoder}
    return encoder_config("wavlm", encoder)


def network_config(folder: VoxProfileFolder, encoder: dict[str, Any]) -> PreTrainedConfig:
    """Return the library's settings of the encoder."""
    if folder.model_type == "whisper":
        # The decoder is in the file, and no result depends on it; the published one has 32 layers.
        small = {"decoder_layers": 1, "decoder_attention_heads": 1, "decoder_ffn_dim": 8, "vocab_size": 16}
        tokens = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 3}
        return WhisperConfig(**encoder, **small, **tokens, max_target_positions=8)
    # The last of the summed states is taken after the encoder's norm, as in transformers 4, with which it was trained.
    return WavLMConfig(**published_encoder(folder, encoder), tie_last_hidden_states=True)
