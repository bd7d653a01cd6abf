"""Writes Hugging Face folders: config.json, preprocessor_config.json and seeded weights in a published form."""

from pathlib import Path
from typing import Any

import torch
from huggingface_hub import split_torch_state_dict_into_shards
from safetensors.torch import save_file
from torch import Tensor
from transformers import (
    AutoConfig,
    HubertForSequenceClassification,
    PreTrainedModel,
    Wav2Vec2ForCTC,
    Wav2Vec2ForSequenceClassification,
    WavLMForSequenceClassification,
)

from architectures import HEAD_GAIN, HuggingFaceFolder, Size
from common import write_json
from published_config import classifier_config, preprocessor_config
from speech_regressor import Wav2Vec2ForSpeechClassification
from weights import cast, fill, published_names

CLASSES: dict[str, type[PreTrainedModel]] = {
    "Wav2Vec2ForSequenceClassification": Wav2Vec2ForSequenceClassification,
    "HubertForSequenceClassification": HubertForSequenceClassification,
    "WavLMForSequenceClassification": WavLMForSequenceClassification,
    "Wav2Vec2ForSpeechClassification": Wav2Vec2ForSpeechClassification,
    "Wav2Vec2ForCTC": Wav2Vec2ForCTC,
}
"""The class of each name in a config's `architectures`."""

HEADS = ("classifier.weight", "classifier.out_proj.weight", "lm_head.weight")
"""The weights of the last layers."""

SHARD_BYTES: dict[Size, int] = {"tiny": 30_000, "full": 500_000_000}
"""Largest shard of a sharded folder, in bytes: three shards in either size."""


def write_huggingface(folder: HuggingFaceFolder, size: Size, out: Path) -> None:
    """Write the folder `out` for one entry of the table, at tiny or published size."""
    out.mkdir(parents=True, exist_ok=True)
    config = classifier_config(folder, size)
    write_json(out / "config.json", config)
    write_json(out / "preprocessor_config.json", preprocessor_config(folder.preprocessor))
    model = CLASSES[folder.architecture](library_config(config))
    gain = HEAD_GAIN if size == "tiny" else folder.full_head_gain
    fill(model, f"{folder.name}/{size}", heads=HEADS, head_gain=gain)
    state = cast(model.state_dict(), getattr(torch, folder.dtype))
    _save(published_names(state, folder.positional_names), folder, size, out)


def library_config(config: dict[str, Any]) -> Any:
    """Return the library's config object for the content of a published config.json."""
    # Exports of old CTC models say null; the library's type check wants a number, which no classifier reads.
    known = {key: value for key, value in config.items() if not (key == "vocab_size" and value is None)}
    return AutoConfig.for_model(**known)


def _save(state: dict[str, Tensor], folder: HuggingFaceFolder, size: Size, out: Path) -> None:
    if folder.storage == "torch":
        torch.save(state, out / "pytorch_model.bin")
    elif folder.storage == "safetensors":
        _save_safetensors(state, out / "model.safetensors")
    else:
        _save_shards(state, SHARD_BYTES[size], out)


def _save_shards(state: dict[str, Tensor], shard_bytes: int, out: Path) -> None:
    split = split_torch_state_dict_into_shards(
        state, filename_pattern="model{suffix}.safetensors", max_shard_size=shard_bytes
    )
    for file, keys in split.filename_to_tensors.items():
        _save_safetensors({key: state[key] for key in keys}, out / file)
    weight_map = dict(sorted(split.tensor_to_filename.items()))
    write_json(out / "model.safetensors.index.json", {"metadata": split.metadata, "weight_map": weight_map})


def _save_safetensors(state: dict[str, Tensor], path: Path) -> None:
    save_file(state, path, metadata={"format": "pt"})
    path.chmod(0o644)
