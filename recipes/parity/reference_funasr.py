"""Runs folders of emotion2vec with FunASR, each loaded by `AutoModel` as a user would."""

import copy
from collections.abc import Callable
from pathlib import Path

import torch
from funasr import AutoModel
from torch import Tensor, nn

from reference import Reference, ReferenceResult

DOUBLE_NOTE = "FunASR computes the scores and the softmax of the attention in float32, in a network of float64, too"
"""Why the measured error of float32 is smaller than the real one."""


def load_emotion2vec(folder: Path) -> Reference:
    """Load a folder with config.yaml, tokens.txt and model.pt, and refuse any missing weight."""
    loaded = AutoModel(model=str(folder), device="cpu", disable_update=True, disable_pbar=True)
    _check_weights(loaded.model, folder)
    tokens = [line.rstrip() for line in (folder / "tokens.txt").read_text(encoding="utf-8").splitlines()]
    used = [index for index, token in enumerate(tokens) if not token.startswith("unuse")]
    return Reference(
        labels=tuple(tokens[index].split("/")[-1] for index in used),
        outputs="probabilities",
        embedding="mean over time of the encoder's last states, without the extra tokens",
        logits="proj(embedding), without the rows of the tokens named unuse",
        compute=_generate_with(loaded, used),
        compute_in_double=_extract_with(copy.deepcopy(loaded.model).double(), used),
        notes=(DOUBLE_NOTE,),
    )


def _check_weights(model: nn.Module, folder: Path) -> None:
    """FunASR only prints a warning if a weight is missing, and goes on with a random one."""
    stored = torch.load(folder / "model.pt", weights_only=True)["model"]
    for key, value in model.state_dict().items():
        if not torch.equal(value, stored[key if key.startswith("proj.") else f"d2v_model.{key}"]):
            raise ValueError(f"{folder.name}: {key} was not loaded")


def _generate_with(loaded: AutoModel, used: list[int]) -> Callable[[Tensor], ReferenceResult]:
    def compute(samples: Tensor) -> ReferenceResult:
        # FunASR takes an array of samples as it is.
        [result] = loaded.generate(samples.numpy(), granularity="utterance", extract_embedding=True)
        embedding = torch.from_numpy(result["feats"])
        return ReferenceResult(embedding, loaded.model.proj(embedding)[used], torch.tensor(result["scores"]))

    return compute


def _extract_with(model: nn.Module, used: list[int]) -> Callable[[Tensor], ReferenceResult]:
    def compute(samples: Tensor) -> ReferenceResult:
        source = nn.functional.layer_norm(samples.double(), samples.shape)[None]
        embedding = model.extract_features(source)["x"][0].mean(0)
        logits = model.proj(embedding)[used]
        return ReferenceResult(embedding, logits, torch.softmax(logits, dim=-1))

    return compute
