"""Runs wav2emo from the checkout that contains this recipe."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]
"""The checkout, in which `npm install` has been run."""

PRECISIONS = {"ecapa-mini": "fp32", "wav2vec2-mini": "int8-weights"}
"""Precision of each model that ships: the seven million weights of wav2vec2-mini would take 28 MB in float32."""


def run_node(script: str, *arguments: str) -> list[str]:
    """Returns the lines that a script of the checkout prints; raises CalledProcessError if it fails."""
    command = ["node", script, *arguments]
    return subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.PIPE, text=True).stdout.splitlines()


def convert(checkpoint: Path, bundle: Path, model: str, *options: str) -> None:
    """Converts a checkpoint into the bundle that ships and replaces an older bundle."""
    shutil.rmtree(bundle, ignore_errors=True)
    places = [str(checkpoint.resolve()), str(bundle.resolve())]
    run_node("bin/wav2emo.js", "convert", *places, "--name", model, "--precision", PRECISIONS[model], *options)
