"""Runs Hugging Face folders with transformers, each loaded by `from_pretrained` as a user would."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
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
    return reference_of(folder, config, model, (TIE_NOTE,) if tied else ())


def reference_of(
    folder: Path, config: dict[str, Any], model: PreTrainedModel, notes: tuple[str, ...] = ()
) -> Reference:
    """Return the reference for a network whose weights are loaded."""
    head = HEADS[config["architectures"][0].split("For")[-1]]
    finish, outputs = OUTPUTS[config.get("problem_type", "single_label_classification")]
    return Reference(
        labels=tuple(config["id2label"][str(index)] for index in range(len(config["id2label"]))),
        outputs=outputs,
        embedding=head.embedding.format(pool=config.get("pooling_mode", "mean")),
        logits=head.logits,
        compute=_compute_with(model, folder, head, finish),
        compute_in_double=_compute_with(copy.deepcopy(model).double(), folder, head, finish),
        notes=notes,
    )


@dataclass(frozen=True)
class Head:
    """Which module is the head, and what goes in and out of it, in words; `{pool}` is `pooling_mode`."""

    module: str
    embedding: str
    logits: str


HEADS = {
    "SequenceClassification": Head("classifier", "mean over time of projector(states)", "classifier(embedding)"),
    "SpeechClassification": Head(
        "classifier", "{pool} over time of the encoder's last states", "out_proj(tanh(dense(embedding)))"
    ),
    "CTC": Head("lm_head", "mean over time of the encoder's last states", "mean over time of lm_head(states)"),
}
"""The heads by the end of the class name."""

OUTPUTS: dict[str, tuple[Callable[[Tensor], tuple[Tensor, Tensor]], str]] = {
    "regression": (lambda logits: (logits, logits), "values"),
    "single_label_classification": (lambda logits: (logits, torch.softmax(logits, dim=-1)), "probabilities"),
    # Each output is a probability by itself.
    "multi_label_classification": (lambda logits: (torch.sigmoid(logits), torch.sigmoid(logits)), "values"),
}
"""By problem_type: the logits and the outputs of a graph from the logits of the model, and what they are."""


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


def _compute_with(
    model: PreTrainedModel, folder: Path, head: Head, finish: Callable[[Tensor], tuple[Tensor, Tensor]]
) -> Callable[[Tensor], ReferenceResult]:
    extractor = AutoFeatureExtractor.from_pretrained(folder)
    seen: list[Tensor] = []
    getattr(model, head.module).register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))

    def compute(samples: Tensor) -> ReferenceResult:
        inputs = extractor(samples.numpy(), sampling_rate=extractor.sampling_rate, return_tensors="pt")
        # One unpadded recording needs no mask; with one, transformers computes the same by another code path.
        output = model(inputs.input_values.to(model.dtype))
        logits = (output if isinstance(output, Tensor) else output.logits)[0]
        embedding = seen.pop()[0]
        if head.module == "lm_head":
            logits, embedding = logits.mean(0), embedding.mean(0)
        return ReferenceResult(embedding, *finish(logits))

    return compute
