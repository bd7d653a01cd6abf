"""Fits a logistic head on the first layers of Whisper's encoder, which stay as they are: the simplest small model, to compare with.

    python head_only.py --start model.bin --layers 2 --train train.csv --out RUNS/head-only
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from clips import Clip, class_weights, read_clips
from network import EmotionEncoder, loudness, open_start, save_checkpoint

DECAY = 4e-3
"""Factor of the squared weights: the value of recipes/embedded/distil.py, which was not chosen on these clips."""


@torch.no_grad()
def embeddings(network: EmotionEncoder, clips: list[Clip]) -> Tensor:
    """Returns the mean of the frames of whole clips `[clips, size]`."""
    found = []
    for clip in clips:
        levels = clip.levels[None]
        with torch.autocast("cpu", torch.bfloat16):
            states = network(levels)[1]
        weights = loudness(levels)[..., None]
        found.append((states * weights).sum(1) / weights.sum(1))
    return torch.cat(found)


def fit(inputs: Tensor, labels: Tensor, weights: Tensor, classes: int) -> torch.nn.Linear:
    """Fits a weighted logistic regression to standardised inputs and returns it for inputs as they are."""
    mean, deviation = inputs.mean(0), inputs.std(0) + 1e-6
    head, scaled, share = torch.nn.Linear(inputs.shape[1], classes), (inputs - mean) / deviation, weights / weights.sum()
    torch.nn.init.zeros_(head.weight)
    optimiser = torch.optim.LBFGS(head.parameters(), max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        error = F.cross_entropy(head(scaled), labels, reduction="none")
        total = (error * share).sum() + DECAY * head.weight.square().sum()
        total.backward()
        return total

    optimiser.step(loss)
    with torch.no_grad():
        head.weight /= deviation
        head.bias -= head.weight @ mean
    return head


def main() -> None:
    """Fits, and writes a checkpoint that `wav2emo convert` opens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True, help="model.bin of Whisper base, of CTranslate2, or folder of a checkpoint")
    parser.add_argument("--layers", type=int, default=2, help="first layers that are kept (default: %(default)s)")
    parser.add_argument("--train", type=Path, required=True, help="CSV file with the columns file and label, perhaps corpus")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    arguments = parser.parse_args()
    clips = read_clips(arguments.train)
    labels = tuple(sorted({clip.label for clip in clips}))
    network = open_start(arguments.start, arguments.layers, labels).eval()
    truth = torch.tensor([labels.index(clip.label) for clip in clips])
    network.head = fit(embeddings(network, clips), truth, torch.tensor(class_weights(clips)), len(labels))
    save_checkpoint(network, arguments.out)
    print(f"wav2emo convert {arguments.out} BUNDLE")


if __name__ == "__main__":
    main()
