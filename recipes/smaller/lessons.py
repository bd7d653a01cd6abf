"""What a large model returns for each clip as a whole: the lessons of a small one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from clips import Batch, Clip
from network import EmotionEncoder, load_checkpoint

_LEAST = 1e-6
"""Probability below which a written result says nothing: it has six decimals."""


@dataclass(frozen=True)
class Lessons:
    """The outputs of the teacher for a list of clips."""

    logits: Tensor
    """`[clips, classes]`"""
    states: list[Tensor] | None
    """Of each clip `[frames, size]`, after the last norm; None if they are not known or have another size."""

    def states_of(self, batch: Batch, frames: int) -> Tensor | None:
        """Returns the states of the stretches of a batch `[clips, frames, size]`; a state stands for two mel frames."""
        if self.states is None:
            return None
        places = zip(batch.rows, batch.starts)
        return torch.stack([self.states[row][start // 2 : start // 2 + frames] for row, start in places]).float()


@torch.no_grad()
def compute_lessons(network: EmotionEncoder, clips: list[Clip], student_size: int) -> Lessons:
    """Computes the clips; the states take half a megabyte for three seconds."""
    logits, states = [], []
    for clip in clips:
        with torch.autocast("cpu", torch.bfloat16):
            found, frames = network(clip.levels[None])
        logits.append(found.float())
        states.append(frames[0].bfloat16())
    return Lessons(torch.cat(logits), states if network.shape.size == student_size else None)


def read_lessons(results: Path, clips: list[Clip], labels: tuple[str, ...]) -> Lessons:
    """Reads what `wav2emo evaluate -o results.json` wrote for the clips."""
    evaluation = json.loads(results.read_text(encoding="utf-8"))
    found = {clip["file"]: clip["results"]["alone"]["probabilities"] for clip in evaluation["clips"] if clip["results"]}
    names = set(next(iter(found.values()), ()))
    if names != set(labels):
        raise SystemExit(f"{results} has results for {sorted(names)}, expected {sorted(labels)}. Use the model's labels in the table.")
    missing = [clip.name for clip in clips if clip.name not in found]
    if missing:
        raise SystemExit(f"{results} has no result for {len(missing)} clips, the first is {missing[0]}. Evaluate the table that is trained on.")
    rows = [[found[clip.name][label] for label in labels] for clip in clips]
    return Lessons(torch.tensor(rows).clamp(min=_LEAST).log(), None)


def lessons_of(teacher: Path, clips: list[Clip], student: EmotionEncoder) -> Lessons:
    """Returns the lessons of a checkpoint's folder, or of a JSON file of `wav2emo evaluate`."""
    if teacher.is_dir():
        return compute_lessons(load_checkpoint(teacher), clips, student.shape.size)
    return read_lessons(teacher, clips, student.labels)
