"""Average recall of a network, and the probabilities of clips for the comparison with `wav2emo evaluate`.

    python measure.py RUNS/teacher test.csv --out RUNS/teacher/test.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from clips import Clip, read_clips
from network import EmotionEncoder, load_checkpoint


@torch.no_grad()
def probabilities(network: EmotionEncoder, clips: list[Clip]) -> Tensor:
    """Returns the probabilities of whole clips, one after another in float32, `[clips, classes]`."""
    network.eval()
    return torch.cat([network(clip.levels[None])[0].softmax(1) for clip in clips])


def average_recall(network: EmotionEncoder, clips: list[Clip], found: Tensor) -> float:
    """Returns the mean recall of the classes (UAR)."""
    right = {label: [] for label in network.labels}
    for clip, best in zip(clips, found.argmax(1).tolist()):
        right[clip.label].append(network.labels[best] == clip.label)
    recalls = [sum(each) / len(each) for each in right.values() if each]
    return sum(recalls) / len(recalls)


def main() -> None:
    """Writes the probabilities of the clips of a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    network, clips = load_checkpoint(arguments.checkpoint), read_clips(arguments.table)
    found = probabilities(network, clips)
    rows = {clip.name: dict(zip(network.labels, values)) for clip, values in zip(clips, found.tolist())}
    recall = average_recall(network, clips, found)
    arguments.out.write_text(json.dumps({"averageRecall": recall, "clips": rows}) + "\n", encoding="utf-8")
    print(f"UAR {100 * recall:.2f} %")


if __name__ == "__main__":
    main()
