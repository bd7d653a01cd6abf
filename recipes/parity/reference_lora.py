"""Runs a folder with an adapter of PEFT: transformers loads the base model, and PEFT the adapter, which stays apart."""

import json
import tempfile
from pathlib import Path

import torch
from peft import PeftModel

from huggingface_folders import CLASSES, library_config
from reference import Reference
from reference_huggingface import reference_of

MISSING = {"projector.weight", "projector.bias", "classifier.weight", "classifier.bias"}
"""What the base model lacks, because the adapter has it."""


def load_lora(folder: Path) -> Reference:
    """Load the base model and its adapter as a user would, and refuse any other missing or unused weight."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as alone:
        # Beside an adapter, transformers would load it, too, and no longer report what the base model lacks.
        (Path(alone) / "model.safetensors").symlink_to((folder / "model.safetensors").resolve())
        model, report = CLASSES[config["architectures"][0]].from_pretrained(
            alone, config=library_config(config), dtype=torch.float32, output_loading_info=True
        )
    if report["unexpected_keys"] or report["mismatched_keys"] or set(report["missing_keys"]) != MISSING:
        raise ValueError(f"{folder.name}: {report}")
    adapted = PeftModel.from_pretrained(model, folder).eval()
    return reference_of(folder, config, adapted.base_model.model)
