"""Computes the logits of trained checkpoints on their held-out speakers, under every condition."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from checkpoint_logits import Logits, count_parameters, fingerprint, open_checkpoint
from conditions import CLEAN, CONDITIONS, ConditionedRecordings
from predictions import Predictions, predictions_path, write_origin, write_predictions
from protocol import PARTS
from recordings import Recording, tested_recordings


def evaluate_part(data: Path, runs: Path, model: str, part: str) -> None:
    """Writes the missing predictions of `RUNS/<model>/<part>/checkpoint`; existing ones are kept."""
    folder = runs / model / part
    checkpoint = folder / "checkpoint"
    write_origin(folder, {"sha256": fingerprint(checkpoint), "parameters": count_parameters(checkpoint)})
    recordings = tested_recordings(data, part)
    conditions = [c for c in wanted_conditions(part) if not predictions_path(folder, c).exists()]
    if not conditions or not recordings:
        return
    audio = ConditionedRecordings(data, runs / "conditions")
    audio.prepare([r for r in recordings if r.label], conditions)
    for condition, found in predict(open_checkpoint(checkpoint), audio, recordings, conditions).items():
        write_predictions(folder, condition, found)


def wanted_conditions(part: str) -> tuple[str, ...]:
    """Returns every condition for folds, and only the unchanged recordings for other parts."""
    return CONDITIONS if part.startswith("fold") else (CLEAN,)


def predict(
    logits: Logits, audio: ConditionedRecordings, recordings: list[Recording], conditions: list[str]
) -> dict[str, Predictions]:
    """Returns logits by condition; recordings without a label are computed unchanged only."""
    rows: dict[str, dict[Recording, np.ndarray]] = defaultdict(dict)
    for recording in recordings:
        wanted = conditions if recording.label else [c for c in conditions if c == CLEAN]
        for condition, row in _run(logits, audio.read(recording, wanted)).items():
            rows[condition][recording] = row
    return {c: Predictions(list(found), np.stack(list(found.values()))) for c, found in rows.items()}


def _run(logits: Logits, versions: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Computes versions of equal length in one batch, which takes half the time; none is padded."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for condition, samples in versions.items():
        by_length[len(samples)].append(condition)
    results: dict[str, np.ndarray] = {}
    for names in by_length.values():
        results.update(zip(names, logits(np.stack([versions[name] for name in names]))))
    return results


def main() -> None:
    """Evaluates one part, or every trained part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the recordings")
    parser.add_argument("--runs", type=Path, required=True, help="folder that train.py wrote to")
    parser.add_argument("--model", required=True, help="ecapa-mini or wav2vec2-mini")
    parser.add_argument("--part", choices=PARTS, help="one part (default: every part with a checkpoint)")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    trained = [part for part in PARTS if (arguments.runs / arguments.model / part / "checkpoint").is_dir()]
    for part in [arguments.part] if arguments.part else trained:
        started = time.process_time()
        evaluate_part(arguments.data, arguments.runs, arguments.model, part)
        seconds = time.process_time() - started
        print(f"{arguments.model} {part}: {seconds:.0f} s of processor time", flush=True)


if __name__ == "__main__":
    main()
