"""Runs folders of the Odyssey 2024 baselines with the network of odyssey_model.py and transformers' WavLM."""

import copy
import json
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import WavLMConfig

from architectures import ODYSSEY_ENCODER
from odyssey_model import SERModel
from published_config import encoder_config
from reference import Reference, ReferenceResult

_RENAMED = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}


def load_odyssey(folder: Path) -> Reference:
    """Load a folder with config.json and model.safetensors; every weight must fit."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    beside = folder / "encoder_config.json"
    settings = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else ODYSSEY_ENCODER
    labels = tuple(config["id2label"][str(index)] for index in range(config["num_classes"]))
    model = SERModel(WavLMConfig(**encoder_config("wavlm", settings)), len(labels)).eval()
    state = load_file(folder / "model.safetensors")
    for old, new in _RENAMED.items():
        state = {key.replace(old, new): tensor for key, tensor in state.items()}
    model.load_state_dict(state)
    regression = all(label in ("arousal", "dominance", "valence") for label in labels)
    scale = config["mean"], config["std"]
    return Reference(
        labels=labels,
        outputs="values" if regression else "probabilities",
        embedding="attentive mean and standard deviation over time of the encoder's last states",
        logits="ser_model(embedding)",
        compute=_compute_with(model, scale, regression),
        compute_in_double=_compute_with(copy.deepcopy(model).double(), scale, regression),
    )


def _compute_with(
    model: nn.Module, scale: tuple[float, float], regression: bool
) -> Callable[[Tensor], ReferenceResult]:
    mean, std = scale

    def compute(samples: Tensor) -> ReferenceResult:
        waveform = (samples.to(next(model.parameters()).dtype) - mean) / (std + 1e-6)
        embedding, outputs = model(waveform[None])
        values = outputs[0] if regression else torch.softmax(outputs[0], dim=-1)
        return ReferenceResult(embedding[0], outputs[0], values)

    return compute
