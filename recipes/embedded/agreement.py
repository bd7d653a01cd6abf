"""Compares the results of wav2emo with those of SpeechBrain, which measured the figures, and measures its speed."""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from conditions import CLEAN
from metrics import softmax
from predictions import Predictions, evaluated_parts, read_predictions
from program import PRECISIONS, convert, run_node
from settings import LABELS

RECORDINGS = 300
"""Recordings that are compared."""


def measure_agreement(data: Path, runs: Path, model: str) -> dict[str, Any]:
    """Classifies a seeded sample of the first fold, of all corpora and emotions, and measures the speed."""
    part = evaluated_parts(runs / model, "fold")[0]
    found = read_predictions(runs / model / part, CLEAN)
    chosen = np.isin(np.arange(len(found.logits)), random.Random(0).sample(range(len(found.logits)), RECORDINGS))
    sample = found.where(chosen)
    with tempfile.TemporaryDirectory() as work:
        bundle = Path(work) / "bundle"
        convert(runs / model / part / "checkpoint", bundle, model)
        ours, theirs = run_wav2emo(data, bundle, sample), softmax(sample.logits)
        speed = json.loads(run_node("scripts/time-model.js", str(bundle))[-1])
    return {
        "part": part,
        "recordings": len(sample.recordings),
        "same_label": int((ours.argmax(1) == theirs.argmax(1)).sum()),
        "largest_difference": round(float(np.abs(ours - theirs).max()), 7),
        "mean_difference": round(float(np.abs(ours - theirs).mean()), 7),
        "precision": PRECISIONS[model],
        "speed": speed,
    }


def run_wav2emo(data: Path, bundle: Path, sample: Predictions) -> np.ndarray:
    """Returns probabilities `[recordings, classes]` of `wav2emo classify --json`, which rounds them to six digits."""
    files = [str(data.resolve() / recording.path) for recording in sample.recordings]
    lines = run_node("bin/wav2emo.js", "classify", "--json", "--model", str(bundle), *files)
    results = {result["file"]: result["probabilities"] for result in map(json.loads, lines)}
    return np.array([[results[file][label] for label in LABELS] for file in files])


def main() -> None:
    """Writes `RUNS/<model>/agreement.json`, which `figures.py` reads."""
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
