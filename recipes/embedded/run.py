"""Makes the bundles under `models/` from the data folder: train, evaluate, figures, card, convert."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from program import PROJECT, convert, run_node
from protocol import PARTS

HERE = Path(__file__).parent
"""Folder of this recipe."""

MODELS: tuple[str, ...] = ("ecapa-mini", "wav2vec2-mini")
"""The models that ship."""


def make_model(data: Path, runs: Path, model: str, parts: list[str]) -> None:
    """Trains and evaluates the parts of a model and replaces its bundle; finished steps are skipped."""
    where = ["--runs", str(runs), "--model", model]
    for part in parts:
        _python("train.py", "--data", str(data), "--out", str(runs), "--model", model, "--part", part)
    _python("evaluate.py", "--data", str(data), *where)
    _python("agreement.py", "--data", str(data), *where)
    _python("figures.py", *where)
    _python("card.py", *where)
    replace_bundle(runs, model)


def replace_bundle(runs: Path, model: str) -> None:
    """Converts the checkpoint that ships and replaces the old bundle."""
    bundle, figures = runs / model / "bundle", runs / model / "figures.json"
    convert(runs / model / "all" / "checkpoint", bundle, model, "--figures", str(figures))
    shutil.rmtree(PROJECT / "models" / model, ignore_errors=True)
    shutil.copytree(bundle, PROJECT / "models" / model)


def _python(script: str, *arguments: str) -> None:
    subprocess.run([sys.executable, str(HERE / script), *arguments], check=True)


def main() -> None:
    """Makes the requested models, then writes the results that the tests expect from them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the recordings")
    parser.add_argument("--runs", type=Path, required=True, help="folder for checkpoints, predictions and figures")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS, help="default: both")
    parser.add_argument("--no-training", action="store_true", help="evaluate and convert the trained parts only")
    arguments = parser.parse_args()
    # The conversion runs in the project's folder, so relative paths of the caller are resolved first.
    data, runs = arguments.data.resolve(), arguments.runs.resolve()
    for model in arguments.models:
        make_model(data, runs, model, [] if arguments.no_training else list(PARTS))
    run_node("scripts/expected-answers.js")


if __name__ == "__main__":
    main()
