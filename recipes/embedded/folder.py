"""Writes the files that every checkpoint folder in SpeechBrain's layout has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

import torch
from speechbrain.dataio.encoder import CategoricalEncoder

from settings import LABELS


def write_folder(
    folder: Path, template: Path, values: Mapping[str, object], modules: Mapping[str, torch.nn.Module]
) -> None:
    """Writes `hyperparams.yaml` from a template with `$names`, `<name>.ckpt` of each module and the label encoder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in modules.items():
        torch.save(_plain_state(module), folder / f"{name}.ckpt")
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    text = Template(template.read_text(encoding="utf-8")).substitute(plain)
    (folder / "hyperparams.yaml").write_text(text, encoding="utf-8")
    # SpeechBrain's Pretrainer looks for <name>.ckpt in the source folder if no path is given, and a path in
    # the YAML could not follow the folder when it is moved; published models have the same text as .txt.
    for name in ("label_encoder.txt", "label_encoder.ckpt"):
        (folder / name).write_text(label_encoder_text(), encoding="utf-8")


def label_encoder_text() -> str:
    """Returns the labels in the format of SpeechBrain's `CategoricalEncoder`."""
    arrow, rule = CategoricalEncoder.VALUE_SEPARATOR, CategoricalEncoder.EXTRAS_SEPARATOR
    lines = [f"'{label}'{arrow}{index}\n" for index, label in enumerate(LABELS)]
    return "".join([*lines, rule, f"'starting_index'{arrow}0\n"])


def _plain_state(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: tensor.detach().clone().contiguous() for name, tensor in module.state_dict().items()}
