"""wav2emo itself, out of the checkout that this recipe lies in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]
"""The checkout, in which `npm install` has been run."""

PRECISIONS = {"ecapa-mini": "fp32", "wav2vec2-mini": "int8-weights"}
"""How the numbers of a model that ships are kept: seven million of them would take 28 MB in float32."""


def run_node(script: str, *arguments: str) -> list[str]:
    """Lines that a program of the checkout prints; raises CalledProcessError when it fails."""
    command = ["node", script, *arguments]
    return subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.PIPE, text=True).stdout.splitlines()


def convert(checkpoint: Path, bundle: Path, model: str, *options: str) -> None:
    """Makes the bundle that ships of a model's checkpoint, in the place of an older one."""
    shutil.rmtree(bundle, ignore_errors=True)
    places = [str(checkpoint.resolve()), str(bundle.resolve())]
    run_node("bin/wav2emo.js", "convert", *places, "--name", model, "--precision", PRECISIONS[model], *options)
