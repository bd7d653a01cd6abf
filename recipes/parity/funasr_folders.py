"""Writes folders of emotion2vec as FunASR publishes them: config.yaml, tokens.txt, model.pt."""

from pathlib import Path

import torch
from funasr.models.emotion2vec.model import Emotion2vec
from omegaconf import OmegaConf

from architectures import HEAD_GAIN, Emotion2vecFolder, Size
from weights import fill

_TEMPLATE = Path(__file__).parent / "templates" / "emotion2vec.yaml.in"
"""config.yaml with `{placeholders}` for what differs between the folders."""


def write_emotion2vec(folder: Emotion2vecFolder, size: Size, out: Path) -> None:
    """Write the folder `out` for one entry of the table, at tiny or published size."""
    out.mkdir(parents=True, exist_ok=True)
    text = _TEMPLATE.read_text(encoding="utf-8").format(**folder.settings_of(size))
    (out / "config.yaml").write_text(text, encoding="utf-8")
    (out / "tokens.txt").write_text("\n".join(folder.tokens) + "\n", encoding="utf-8")
    settings = OmegaConf.to_container(OmegaConf.create(text))
    model = Emotion2vec(model_conf=settings["model_conf"], vocab_size=len(folder.tokens))
    fill(model, f"{folder.name}/{size}", heads=("proj.weight",), head_gain=HEAD_GAIN)
    # The names of pre-training stand before those of the encoder, and config.yaml's scope_map removes them.
    state = {key if key.startswith("proj.") else f"d2v_model.{key}": value for key, value in model.state_dict().items()}
    torch.save({"model": state}, out / "model.pt")
