"""Writes the embeddings of all clips with one of the four labels for `bench/adaptation.js`.

`clips.csv` has the columns corpus, speaker, label and seconds of speech, and `clips.f32` the embeddings of its rows as float32.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

from clips import read_clips
from models import LABELS


def main() -> None:
    """Writes both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="the folders that embeddings.py read")
    parser.add_argument("--embeddings", type=Path, required=True, help="the folder that embeddings.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    clips = read_clips(arguments.data)
    stored = np.load(arguments.embeddings / "clean.npz")
    rows = [row for row, clip in enumerate(stored["clips"]) if clips[clip].label >= 0]
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "clips.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["corpus", "speaker", "label", "seconds"])
        for row in rows:
            clip = clips[stored["clips"][row]]
            table.writerow([clip.corpus, clip.speaker, LABELS[clip.label], f"{stored['seconds'][row]:.3f}"])
    stored["embeddings"][rows].astype("<f4").tofile(arguments.out / "clips.f32")


if __name__ == "__main__":
    main()
