"""Removes the least important layers and feed-forward columns of a fine-tuned encoder, and trains the rest for a short time.

    python prune.py --teacher RUNS/teacher --layers 3 --columns 1024 --train train.csv --out RUNS/pruned

Importance is measured on training clips. The folder `cut` beside the results has the checkpoint before it is trained again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

from clips import Batch, Clip, draw_batches, read_clips
from distil import Distillation
from lessons import compute_lessons
from network import EmotionEncoder, load_checkpoint, save_checkpoint, with_columns, with_layers
from training import Plan, label_loss, train

_MEASURED = 64
"""Clips that importance is measured on."""

_BATCH, _SEED = 16, 1

Cut = dict[str, object]
"""What was measured: `layers` is a list of removals, `columns` the share of importance that each layer keeps."""


def measuring_batches(clips: list[Clip], labels: tuple[str, ...]) -> Iterator[Batch]:
    """Yields the same stretches of the same clips in each call."""
    chance = random.Random(_SEED)
    drawn = chance.sample(clips, min(_MEASURED, len(clips)))
    return draw_batches(drawn, labels, _BATCH, chance)


@torch.no_grad()
def loss_of(network: EmotionEncoder, clips: list[Clip]) -> float:
    """Returns the mean loss of the labels."""
    losses = []
    for batch in measuring_batches(clips, network.labels):
        with torch.autocast("cpu", torch.bfloat16):
            losses.append(label_loss(network(batch.levels)[0], batch).item())
    return sum(losses) / len(losses)


def drop_layers(network: EmotionEncoder, layers: int, clips: list[Clip]) -> tuple[EmotionEncoder, list[Cut]]:
    """Removes one layer after the other: each time the one without which the loss is lowest."""
    kept, removals = list(range(network.shape.layers)), []
    while len(kept) > layers:
        losses = {layer: loss_of(with_layers(network, [each for each in kept if each != layer]), clips) for layer in kept}
        least = min(losses, key=losses.__getitem__)
        kept.remove(least)
        removals.append({"removed": least + 1, "losses": {layer + 1: round(loss, 3) for layer, loss in losses.items()}})
    return with_layers(network, kept), removals


def column_importance(network: EmotionEncoder, clips: list[Clip]) -> list[Tensor]:
    """Returns how much the loss changes, to first order, if a column is set to zero, `[columns]` for each layer (Molchanov et al. 2017)."""
    importance = [torch.zeros(network.shape.wide) for _ in network.layers]
    activations: dict[int, Tensor] = {}

    def watch(at: int) -> object:
        def hook(_: object, inputs: tuple[Tensor]) -> None:
            inputs[0].retain_grad()
            activations[at] = inputs[0]

        return network.layers[at].fc2.register_forward_pre_hook(hook)

    hooks = [watch(at) for at in range(network.shape.layers)]
    for batch in measuring_batches(clips, network.labels):
        label_loss(network(batch.levels)[0], batch).backward()
        for at, each in activations.items():
            importance[at] += (each * each.grad).sum(1).abs().sum(0).detach()
    for hook in hooks:
        hook.remove()
    network.zero_grad()
    return importance


def drop_columns(network: EmotionEncoder, columns: int, clips: list[Clip]) -> tuple[EmotionEncoder, list[float]]:
    """Keeps the most important columns of each layer, and returns the share of the importance that they have."""
    importance = column_importance(network, clips)
    kept = [each.topk(columns).indices.sort().values for each in importance]
    shares = [round(float(each[chosen].sum() / each.sum()), 3) for each, chosen in zip(importance, kept)]
    return with_columns(network, kept), shares


def main() -> None:
    """Prunes, trains, and writes a checkpoint that `wav2emo convert` opens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="checkpoint of finetune.py")
    parser.add_argument("--layers", type=int, required=True, help="layers that are kept")
    parser.add_argument("--columns", type=int, required=True, help="feed-forward columns that each layer keeps")
    parser.add_argument("--train", type=Path, required=True, help="CSV file with the columns file and label, perhaps corpus")
    parser.add_argument("--epochs", type=int, default=2, help="of the training after the cut (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=5e-5, help="learning rate (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    arguments = parser.parse_args()
    teacher, clips = load_checkpoint(arguments.teacher), read_clips(arguments.train)
    network, removals = drop_layers(teacher, arguments.layers, clips)
    network, shares = drop_columns(network, arguments.columns, clips)
    save_checkpoint(network, arguments.out / "cut")
    found = {"layers": removals, "columns": shares}
    (arguments.out / "importance.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    loss = Distillation(compute_lessons(teacher, clips, network.shape.size))
    train(network, clips, loss, Plan(arguments.epochs, rate=arguments.rate), arguments.out / "training.pt")
    save_checkpoint(network, arguments.out)
    print(f"wav2emo convert {arguments.out} BUNDLE")


if __name__ == "__main__":
    main()
