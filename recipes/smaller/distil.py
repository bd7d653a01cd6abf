"""Trains a small encoder on what a large model returns for the same clips, besides their labels.

    python distil.py --teacher RUNS/teacher --start model.bin --layers 2 --train train.csv --out RUNS/distilled
    python distil.py --teacher results.json --start model.bin --layers 2 --train train.csv --out RUNS/distilled

A checkpoint of `finetune.py` teaches by its probabilities and its states. Every other model that wav2emo opens teaches by its
probabilities: `wav2emo evaluate train.csv -m MODEL -o results.json`. Clips without a label count as well.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor
from torch.nn import functional as F

from clips import Batch, read_clips
from lessons import Lessons, lessons_of
from network import EmotionEncoder, open_start, save_checkpoint
from training import Plan, label_loss, train


@dataclass(frozen=True)
class Distillation:
    """The loss: the teacher's probabilities at a temperature (Hinton et al. 2015), its states, and the labels."""

    lessons: Lessons
    temperature: float = 2.0
    share: float = 0.7
    """Of the teacher's probabilities; the labels have the rest."""
    states: float = 1.0
    """Factor of the squared difference of the normalised states."""

    def __call__(self, student: EmotionEncoder, batch: Batch, seen: Tensor) -> Tensor:
        """Returns the loss; the teacher received whole clips, the student receives masked stretches of them."""
        logits, states = student(batch.levels, seen)
        answers = answer_loss(logits.float(), self.lessons.logits[batch.rows], self.temperature)
        loss = self.share * answers + (1 - self.share) * label_loss(logits, batch)
        wanted = self.lessons.states_of(batch, states.shape[1])
        if wanted is None:
            return loss
        size = (states.shape[-1],)
        return loss + self.states * F.mse_loss(F.layer_norm(states, size), F.layer_norm(wanted, size))


def answer_loss(logits: Tensor, wanted: Tensor, temperature: float) -> Tensor:
    """Returns the KL divergence from the teacher's probabilities at a temperature, times its square."""
    found, targets = (logits / temperature).log_softmax(1), (wanted / temperature).log_softmax(1)
    return F.kl_div(found, targets, log_target=True, reduction="batchmean") * temperature**2


def main() -> None:
    """Trains, and writes a checkpoint that `wav2emo convert` opens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="checkpoint of finetune.py, or JSON file of wav2emo evaluate")
    parser.add_argument("--start", type=Path, required=True, help="model.bin of Whisper base, of CTranslate2, or folder of a checkpoint")
    parser.add_argument("--layers", type=int, default=2, help="first layers that the student has (default: %(default)s)")
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="CSV files with the columns file and label, which may be empty")
    parser.add_argument("--epochs", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--rate", type=float, default=5e-5, help="learning rate (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    arguments = parser.parse_args()
    clips = [clip for table in arguments.train for clip in read_clips(table, labelled=False)]
    labels = tuple(sorted({clip.label for clip in clips} - {""}))
    student = open_start(arguments.start, arguments.layers, labels)
    loss = Distillation(lessons_of(arguments.teacher, clips, student))
    train(student, clips, loss, Plan(arguments.epochs, rate=arguments.rate), arguments.out / "training.pt")
    save_checkpoint(student, arguments.out)
    print(f"wav2emo convert {arguments.out} BUNDLE")


if __name__ == "__main__":
    main()
