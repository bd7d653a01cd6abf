"""Runs folders of SenseVoiceSmall with FunASR's own front end and network, without the random dither of its default."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from funasr.frontends.wav_frontend import WavFrontend
from omegaconf import OmegaConf
from torch import Tensor, nn

from architectures import EMOTION_TOKENS
from reference import Reference, ReferenceResult
from sense_voice_folders import TOKENS_FILE, make_model

EMOTION_FRAME = 1
"""Which of the encoder's outputs tells the emotion; the others of the first four tell language, event and style."""


def load_sense_voice(folder: Path) -> Reference:
    """Load a folder of SenseVoiceSmall; every weight must fit."""
    settings = OmegaConf.to_container(OmegaConf.load(folder / "config.yaml"))
    tokens = sentencepiece.SentencePieceProcessor()
    tokens.load(str(folder / TOKENS_FILE))
    ids = sorted((tokens.piece_to_id(token), label) for token, label in EMOTION_TOKENS.items())
    model = make_model(settings, tokens.get_piece_size())
    model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    frontend = WavFrontend(**{**settings["frontend_conf"], "cmvn_file": str(folder / "am.mvn")}, dither=0.0)
    rows = [index for index, _ in ids]
    return Reference(
        labels=tuple(label for _, label in ids),
        outputs="probabilities",
        embedding="the encoder's output for the query of the emotion",
        logits="ctc_lo(embedding), the rows of the emotions",
        compute=_infer_with(model, frontend, rows),
        compute_in_double=_infer_with(_to_double(model), frontend, rows),
        notes=("dither is 0; its default of 1 makes FunASR's results random",),
    )


def _infer_with(model: nn.Module, frontend: WavFrontend, rows: list[int]) -> Callable[[Tensor], ReferenceResult]:
    seen: list[Tensor] = []
    model.ctc.ctc_lo.register_forward_hook(lambda _, inputs, output: seen.extend([inputs[0], output]))

    def compute(samples: Tensor) -> ReferenceResult:
        seen.clear()
        model.inference([samples], key=["recording"], tokenizer=_NoText(), frontend=frontend, device="cpu")
        embedding, logits = (value[0, EMOTION_FRAME].float() for value in seen)
        return ReferenceResult(embedding, logits[rows], torch.softmax(logits[rows], dim=-1))

    return compute


class _NoText:
    """A tokenizer that throws the recognised text away."""

    def decode(self, tokens: list[int]) -> str:
        return ""


def _to_double(model: Any) -> Any:
    """Return a copy whose encoder computes in float64; its features stay in float32."""
    double = copy.deepcopy(model).double()
    for norm in double.modules():
        if isinstance(norm, nn.LayerNorm):
            # FunASR's own layer norm computes in float32.
            norm.forward = nn.LayerNorm.forward.__get__(norm)
    double.encoder.register_forward_pre_hook(lambda _, inputs: (inputs[0].double(), *inputs[1:]))
    return double
