"""Writes folders of SenseVoiceSmall as FunASR publishes them: config.yaml, am.mvn, model.pt and the tokens."""

from pathlib import Path
from typing import Any

import torch
from funasr.models.sense_voice.model import SenseVoiceSmall
from omegaconf import OmegaConf
from sentencepiece import sentencepiece_model_pb2
from torch import Tensor

from architectures import SENSE_VOICE_TOKENS, SenseVoiceFolder, Size
from common import seeded
from weights import fill

TOKENS_FILE = "chn_jpn_yue_eng_ko_spectok.bpe.model"
"""The model of SentencePiece with the names of all outputs."""

_TEMPLATE = Path(__file__).parent / "templates" / "sense-voice.yaml.in"
"""config.yaml with `{placeholders}` for what differs between the sizes."""


def write_sense_voice(folder: SenseVoiceFolder, size: Size, out: Path) -> None:
    """Write the folder `out`, at tiny or published size."""
    out.mkdir(parents=True, exist_ok=True)
    settings = folder.settings_of(size)
    text = _TEMPLATE.read_text(encoding="utf-8").format(**settings)
    (out / "config.yaml").write_text(text, encoding="utf-8")
    width = settings["n_mels"] * settings["lfr_m"]
    (out / "am.mvn").write_text(_statistics(width, f"{folder.name}/{size}"), encoding="utf-8")
    (out / TOKENS_FILE).write_bytes(_tokens(settings["vocab_size"], settings["first_tag"]))
    model = make_model(OmegaConf.to_container(OmegaConf.create(text)), settings["vocab_size"])
    gain = 2.0 if size == "tiny" else 1.0
    fill(model, f"{folder.name}/{size}", heads=("ctc.ctc_lo.weight",), head_gain=gain)
    torch.save(model.state_dict(), out / "model.pt")


def make_model(settings: dict[str, Any], vocab_size: int) -> SenseVoiceSmall:
    """Return the network of a config.yaml."""
    frontend = settings["frontend_conf"]
    return SenseVoiceSmall(
        encoder=settings["encoder"],
        encoder_conf=settings["encoder_conf"],
        input_size=frontend["n_mels"] * frontend["lfr_m"],
        vocab_size=vocab_size,
        **settings["model_conf"],
    ).eval()


def _tokens(count: int, first_tag: int) -> bytes:
    """Return a model of SentencePiece; emotions begin at the index `first_tag`, 25001 in the published one."""
    model = sentencepiece_model_pb2.ModelProto()
    model.trainer_spec.model_type = sentencepiece_model_pb2.TrainerSpec.BPE
    model.trainer_spec.vocab_size = count
    model.normalizer_spec.name = "identity"
    kinds = sentencepiece_model_pb2.ModelProto.SentencePiece
    names = {0: "<unk>", 1: "<s>", 2: "</s>"} | dict(enumerate(SENSE_VOICE_TOKENS, first_tag))
    for index in range(count):
        piece = model.pieces.add()
        piece.piece = names.get(index, f"\u2581{index}")
        piece.score = -float(index)
        if index in (1, 2):
            piece.type = kinds.CONTROL
        elif index == 0:
            piece.type = kinds.UNKNOWN
        elif index in names:
            piece.type = kinds.USER_DEFINED
    return model.SerializeToString(deterministic=True)


def _statistics(width: int, name: str) -> str:
    """Return the shift and the scale of the features in Kaldi's text form."""
    shift = -10 + torch.randn(width, generator=seeded(f"{name}/shift"))
    scale = 0.2 + 0.1 * torch.rand(width, generator=seeded(f"{name}/scale"))
    return "\n".join(
        [
            "<Nnet> ",
            f"<Splice> {width} {width} ",
            "[ 0 ]",
            f"<AddShift> {width} {width} ",
            f"<LearnRateCoef> 0 [ {_numbers(shift)} ]",
            f"<Rescale> {width} {width} ",
            f"<LearnRateCoef> 0 [ {_numbers(scale)} ]",
            "</Nnet> ",
            "",
        ]
    )


def _numbers(values: Tensor) -> str:
    return " ".join(f"{value:.6g}" for value in values.tolist())
