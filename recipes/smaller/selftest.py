"""Runs every step on synthesised tones and a tiny encoder with random weights, in a minute, and compares Python with `wav2emo evaluate`.

    python selftest.py --out FOLDER [--wav2emo PROGRAM]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import torch

from network import EmotionEncoder, Shape, save_checkpoint

sys.path.append(str(Path(__file__).parent.parent / "finetune"))
from smoke import LABELS, write_clips  # noqa: E402

SHAPE = Shape(layers=3, size=32, attention_heads=2, wide=64)
"""Of the tiny encoder."""

GAIN = 20
"""Factor of the random weights of the second convolution."""

TOLERANCE = 1e-4
"""Largest difference of a probability between Python and the converted bundle in fp32."""

_HERE = Path(__file__).parent


def run_steps(out: Path) -> list[str]:
    """Trains the teacher and the three small models, and returns the names of their folders."""
    table = write_clips(out / "clips")
    save_checkpoint(_random_encoder(), out / "start")
    start, data = ("--start", out / "start"), ("--train", table, "--rate", "1e-2")
    _recipe("finetune", *start, "--layers", 3, *data, "--epochs", 40, "--out", out / "teacher")
    _recipe("distil", "--teacher", out / "teacher", *start, "--layers", 1, *data, "--epochs", 10, "--out", out / "distilled")
    _recipe("prune", "--teacher", out / "teacher", "--layers", 2, "--columns", 32, *data, "--out", out / "pruned")
    return ["teacher", "distilled", "pruned"]


def largest_difference(out: Path, name: str, program: str) -> float:
    """Converts a checkpoint, evaluates the bundle, and returns how far its probabilities are from Python's."""
    table = out / "clips" / "clips.csv"
    _recipe("measure", out / name, table, "--out", out / f"{name}.python.json")
    _run(program, "convert", out / name, out / f"{name}-bundle")
    _run(program, "evaluate", table, "-m", out / f"{name}-bundle", "-o", out / f"{name}.json")
    expected = json.loads((out / f"{name}.python.json").read_text(encoding="utf-8"))["clips"]
    clips = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))["clips"]
    found = {clip["file"]: clip["results"]["alone"]["probabilities"] for clip in clips}
    return max(abs(row[label] - found[file][label]) for file, row in expected.items() for label in LABELS)


def main() -> None:
    """Ends with an error if a model differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--wav2emo", default="wav2emo", help="program (default: %(default)s)")
    arguments = parser.parse_args()
    differences = {name: largest_difference(arguments.out, name, arguments.wav2emo) for name in run_steps(arguments.out)}
    _distil_from_results(arguments.out)
    print(", ".join(f"{name}: {difference:.1e}" for name, difference in differences.items()))
    if max(differences.values()) > TOLERANCE:
        raise SystemExit(f"Python and the bundle differ by {max(differences.values()):.1e}, expected at most {TOLERANCE}.")


def _random_encoder() -> EmotionEncoder:
    torch.manual_seed(1)
    network = EmotionEncoder(SHAPE, tuple(sorted(LABELS)))
    with torch.no_grad():
        # Otherwise the positions are louder than the sound.
        network.conv2.weight.mul_(GAIN)
    return network


def _distil_from_results(out: Path) -> None:
    results, table = out / "teacher.json", out / "clips" / "clips.csv"
    _recipe("distil", "--teacher", results, "--start", out / "start", "--layers", 1, "--train", table, "--epochs", 1, "--out", out / "from-results")


def _recipe(name: str, *flags: object) -> None:
    _run(sys.executable, _HERE / f"{name}.py", *flags)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main()
