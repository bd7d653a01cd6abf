"""Whether wav2emo answers what SpeechBrain answers: the figures are measured with the latter, the former ships."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from conditions import CLEAN
from metrics import softmax
from predictions import Predictions, evaluated_parts, read_predictions
from settings import LABELS

PROGRAM = Path(__file__).parents[2] / "bin" / "wav2emo.js"
"""The command line of this checkout."""

RECORDINGS = 300
"""Recordings that both are asked about."""


def measure_agreement(data: Path, runs: Path, model: str) -> dict[str, Any]:
    """Asks the command line about a seeded sample of the first fold's recordings, of all corpora and emotions."""
    part = evaluated_parts(runs / model, "fold")[0]
    found = read_predictions(runs / model / part, CLEAN)
    chosen = np.isin(np.arange(len(found.logits)), random.Random(0).sample(range(len(found.logits)), RECORDINGS))
    sample = found.where(chosen)
    ours, theirs = ask_program(data, runs / model / part / "checkpoint", sample), softmax(sample.logits)
    return {
        "part": part,
        "recordings": len(sample.recordings),
        "same_label": int((ours.argmax(1) == theirs.argmax(1)).sum()),
        "largest_difference": round(float(np.abs(ours - theirs).max()), 7),
    }


def ask_program(data: Path, checkpoint: Path, sample: Predictions) -> np.ndarray:
    """Probabilities `[recordings, classes]` by `wav2emo classify --json`, which rounds them to six digits."""
    files = [str(data.resolve() / recording.path) for recording in sample.recordings]
    command = ["node", str(PROGRAM), "classify", "--json", "--model", str(checkpoint.resolve()), *files]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    answers = {answer["file"]: answer["probabilities"] for answer in map(json.loads, lines)}
    return np.array([[answers[file][label] for label in LABELS] for file in files])


def main() -> None:
    """Writes `RUNS/<model>/agreement.json`, which `figures.py` takes up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the recordings")
    parser.add_argument("--runs", type=Path, required=True, help="folder that evaluate.py wrote to")
    parser.add_argument("--model", required=True, help="ecapa-mini or wav2vec2-mini")
    arguments = parser.parse_args()
    agreement = measure_agreement(arguments.data, arguments.runs, arguments.model)
    text = json.dumps(agreement, indent=1) + "\n"
    (arguments.runs / arguments.model / "agreement.json").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
