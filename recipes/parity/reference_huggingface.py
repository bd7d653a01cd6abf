"""Runs Hugging Face folders with transformers, each loaded by `from_pretrained` as a user would."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import AutoFeatureExtractor, PreTrainedModel

from huggingface_folders import CLASSES, library_config
from reference import Reference, ReferenceResult

TIE_NOTE = (
    "weighted layer sum: the last of the summed states is taken after the encoder's final layer norm, as in "
    "transformers 4, where such checkpoints were trained; transformers 5 does so only when the config says "
    "tie_last_hidden_states"
)
"""Why the config gets a key that published files lack; the README has the measured difference."""


def load_huggingface(folder: Path) -> Reference:
    """Load a folder with config.json; weights in half precision are widened to float32."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    tied = config["use_weighted_layer_sum"] and config["do_stable_layer_norm"]
    model = load_model(folder, config, tied)
    regression = config.get("problem_type") == "regression"
    return Reference(
        labels=tuple(config["id2label"][str(index)] for index in range(len(config["id2label"]))),
        outputs="values" if regression else "probabilities",
        embedding="mean over time of the encoder's last states"
        if regression
        else "mean over time of projector(states)",
        logits="out_proj(tanh(dense(embedding)))" if regression else "classifier(embedding)",
        compute=_compute_with(model, folder, regression),
        compute_in_double=_compute_with(copy.deepcopy(model).double(), folder, regression),
        notes=(TIE_NOTE,) if tied else (),
    )


def load_model(folder: Path, config: dict[str, Any], tied: bool) -> PreTrainedModel:
    """Load the network in float32 and evaluation mode, and refuse any missing or unused weight."""
    settings = {**config, "tie_last_hidden_states": tied}
    model, report = CLASSES[config["architectures"][0]].from_pretrained(
        folder, config=library_config(settings), dtype=torch.float32, output_loading_info=True
    )
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if report[problem]:
            raise ValueError(f"{folder.name}: {problem} {sorted(report[problem])}")
    return model.eval()


def _compute_with(model: PreTrainedModel, folder: Path, regression: bool) -> Callable[[Tensor], ReferenceResult]:
    extractor = AutoFeatureExtractor.from_pretrained(folder)
    seen: list[Tensor] = []
    model.classifier.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))

    def compute(samples: Tensor) -> ReferenceResult:
        inputs = extractor(samples.numpy(), sampling_rate=extractor.sampling_rate, return_tensors="pt")
        # One unpadded recording needs no mask; with one, transformers computes the same by another code path.
        output = model(inputs.input_values.to(model.dtype))
        logits = output if regression else output.logits
        return ReferenceResult(seen.pop()[0], logits[0], logits[0] if regression else torch.softmax(logits[0], dim=-1))

    return compute
