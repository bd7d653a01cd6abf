"""Trains layers of Whisper's encoder on labelled clips: the large model of the example, and the small one that has no teacher.

    python finetune.py --start model.bin --layers 6 --train train.csv --out RUNS/teacher
    python finetune.py --start model.bin --layers 2 --train train.csv --epochs 5 --out RUNS/labels-only
"""

from __future__ import annotations

import argparse
from pathlib import Path

from torch import Tensor

from clips import Batch, read_clips
from network import EmotionEncoder, save_checkpoint, open_start
from training import Plan, label_loss, train


def loss(network: EmotionEncoder, batch: Batch, seen: Tensor) -> Tensor:
    """Returns the loss of the labels."""
    return label_loss(network(batch.levels, seen)[0], batch)


def main() -> None:
    """Trains, and writes a checkpoint that `wav2emo convert` opens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True, help="model.bin of Whisper base, of CTranslate2, or folder of a checkpoint")
    parser.add_argument("--layers", type=int, default=6, help="first layers that are kept (default: %(default)s)")
    parser.add_argument("--train", type=Path, required=True, help="CSV file with the columns file and label, perhaps corpus")
    parser.add_argument("--epochs", type=int, default=6, help="default: %(default)s")
    parser.add_argument("--stop-after", type=int, help="epochs after which the training ends before its learning rate is zero")
    parser.add_argument("--rate", type=float, default=5e-5, help="learning rate (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    arguments = parser.parse_args()
    clips = read_clips(arguments.train)
    labels = tuple(sorted({clip.label for clip in clips}))
    network = open_start(arguments.start, arguments.layers, labels)
    plan = Plan(arguments.epochs, arguments.stop_after, rate=arguments.rate)
    train(network, clips, loss, plan, arguments.out / "training.pt")
    save_checkpoint(network, arguments.out)
    print(f"wav2emo convert {arguments.out} BUNDLE")


if __name__ == "__main__":
    main()
