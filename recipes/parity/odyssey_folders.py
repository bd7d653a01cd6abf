"""Writes folders of the Odyssey 2024 baselines: config.json and model.safetensors."""

from pathlib import Path

import torch
from safetensors.torch import save_file

from architectures import OdysseyFolder, Size
from common import write_json
from huggingface_folders import library_config
from odyssey_model import SERModel
from published_config import encoder_config
from weights import cast, fill, published_names


def write_odyssey(folder: OdysseyFolder, size: Size, out: Path) -> None:
    """Write the folder `out` for one entry of the table, at tiny or published size."""
    out.mkdir(parents=True, exist_ok=True)
    settings = encoder_config("wavlm", folder.settings_of(size))
    config = {
        "architectures": ["SERModel"],
        "hidden_size": settings["hidden_size"],
        "id2label": {str(index): label for index, label in enumerate(folder.labels)},
        "mean": folder.mean,
        "model_type": "ser",
        "num_classes": len(folder.labels),
        "ssl_type": "microsoft/wavlm-large",
        "std": folder.std,
    }
    write_json(out / "config.json", config)
    if size == "tiny":
        # Only wav2emo reads it: the encoder of published folders is always microsoft/wavlm-large.
        write_json(out / "encoder_config.json", settings)
    model = SERModel(library_config(settings), len(folder.labels))
    gain = 2.5 if size == "tiny" else 1.0
    fill(model, f"{folder.name}/{size}", heads=("ser_model.out.0.weight",), head_gain=gain)
    state = published_names(cast(model.state_dict(), torch.float32), "weight_g")
    save_file(dict(state), out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)
