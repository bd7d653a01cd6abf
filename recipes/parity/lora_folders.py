"""Writes a folder with an adapter of PEFT beside the weights of its base model."""

from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from torch import nn

from architectures import HEAD_GAIN, LORA, LORA_SETTINGS, Size
from common import write_json
from huggingface_folders import CLASSES, library_config
from published_config import classifier_config, preprocessor_config
from weights import cast, fill, published_names

TARGETS = ["q_proj", "v_proj", "intermediate_dense"]
"""Modules with an adapter: square matrices, and one that is not square."""

WHOLE = ["projector", "classifier"]
"""Modules that are trained whole: the base model has none of them."""


def write_lora(size: Size, out: Path) -> None:
    """Write the folder `out`: the encoder as published, and what PEFT saves of a model that was trained on it."""
    out.mkdir(parents=True, exist_ok=True)
    config = classifier_config(LORA, size)
    write_json(out / "config.json", config)
    write_json(out / "preprocessor_config.json", preprocessor_config(LORA.preprocessor))
    model = CLASSES[LORA.architecture](library_config(config))
    gain = HEAD_GAIN if size == "tiny" else LORA.full_head_gain
    fill(model, f"{LORA.name}/{size}", heads=("classifier.weight",), head_gain=gain)
    encoder: nn.Module = getattr(model, LORA.model_type)
    # The encoder alone, without the name that a classifier holds it under.
    state = published_names(cast(encoder.state_dict(), torch.float32), LORA.positional_names)
    save_file(dict(state), out / "model.safetensors", metadata={"format": "pt"})
    adapted = get_peft_model(model, _settings(size))
    _fill_adapters(adapted, f"{LORA.name}/{size}/adapter")
    adapted.save_pretrained(out)
    (out / "README.md").unlink()
    for name in ("model.safetensors", "adapter_model.safetensors"):
        (out / name).chmod(0o644)


def _settings(size: Size) -> LoraConfig:
    # A list, because the order of a set changes from run to run.
    settings = LoraConfig(
        **LORA_SETTINGS[size], target_modules=list(TARGETS), modules_to_save=list(WHOLE), use_rslora=True
    )
    settings.target_modules = list(TARGETS)
    return settings


def _fill_adapters(model: nn.Module, name: str) -> None:
    """Replace the zeros of untrained adapters; nothing else is changed."""
    adapters = nn.ParameterDict(
        {key.replace(".", "_"): value for key, value in model.named_parameters() if "lora_" in key}
    )
    fill(adapters, name)
