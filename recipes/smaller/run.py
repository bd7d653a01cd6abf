"""Runs the whole example, and what it is compared with; what is done already is left out.

    python run.py --data DATA --start model.bin --out RUNS
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

MODELS = ("teacher", "distilled", "pruned", "pruned/cut", "labels-only", "head-only")
"""The checkpoints, each with what Python computes for the test beside it."""

Step = tuple[Path, str, tuple[object, ...]]
"""The file that the step writes at its end, its program, and the flags."""


def steps(data: Path, start: Path, out: Path) -> list[Step]:
    """Returns the steps in their order."""
    tables, teacher, beginning = out / "tables", out / "teacher", ("--start", start)
    train, test = ("--train", tables / "train.csv"), tables / "test.csv"
    trainings: dict[str, tuple[str, tuple[object, ...]]] = {
        "teacher": ("finetune", (*beginning, "--layers", 6, "--epochs", 6, "--stop-after", 4)),
        "distilled": ("distil", ("--teacher", teacher, *beginning, "--layers", 2)),
        "pruned": ("prune", ("--teacher", teacher, "--layers", 3, "--columns", 1024)),
        "labels-only": ("finetune", (*beginning, "--layers", 2, "--epochs", 5)),
        "head-only": ("head_only", (*beginning, "--layers", 2)),
    }
    return [
        (test, "tables", ("--data", data, "--out", tables)),
        *((out / name / "heads.json", program, (*flags, *train, "--out", out / name)) for name, (program, flags) in trainings.items()),
        *((out / name / "python.json", "measure", (out / name, test, "--out", out / name / "python.json")) for name in MODELS),
    ]


def main() -> None:
    """Runs the steps that are not done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the clips")
    parser.add_argument("--start", type=Path, required=True, help="model.bin of Whisper base, of CTranslate2")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    arguments = parser.parse_args()
    for written, program, flags in steps(arguments.data, arguments.start, arguments.out):
        if written.exists():
            continue
        print(f"{program}: {written}", flush=True)
        command = [sys.executable, Path(__file__).parent / f"{program}.py", *flags]
        subprocess.run([str(part) for part in command], check=True)
    print(f"npm run bench:smaller -- --runs {arguments.out} --test {arguments.out / 'tables' / 'test.csv'}")


if __name__ == "__main__":
    main()
