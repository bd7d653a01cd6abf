"""Trains a checkpoint folder from a data folder and saves its state every 400 steps."""

from __future__ import annotations

import argparse
import copy
import math
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cache import build_cache, open_cache
from draws import Draws, Frames
from latents import add_latents, open_latents
from lessons import EcapaLesson, Lesson, Network, Wav2vec2Lesson
from protocol import PARTS
from settings import MODELS, Settings, change_settings
from teacher import add_states, open_states

SAVE_EVERY = 400
"""Steps between two saves of a run's state."""

AVERAGE_EVERY = 4
"""Steps between two updates of the averaged weights."""


class Trainer:
    """The lesson, the averaged network, the optimiser, the schedule and the step of one run."""

    def __init__(self, lesson: Lesson, clips: int, settings: Settings) -> None:
        self.lesson, self.student, self.settings, self.step = lesson, lesson.student, settings, 0
        self.averaged = copy.deepcopy(lesson.network)
        training = settings.training
        groups = _decay_groups(self.student, training.weight_decay)
        self.optimiser = torch.optim.AdamW(groups, lr=training.learning_rate, fused=True)
        self.steps = int(training.epochs * clips / training.batch_size)
        warmup = max(1, int(training.warmup_fraction * self.steps))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda step: _one_cycle(step, warmup, self.steps)
        )

    def run_step(self) -> np.ndarray:
        """Runs one step, seeded by its number, and returns its losses."""
        rng = np.random.default_rng((self.settings.training.seed, self.step))
        torch.manual_seed(self.settings.training.seed * 1_000_000 + self.step)
        self.student.train()
        losses = self.lesson.losses(rng)
        self.optimiser.zero_grad(set_to_none=True)
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), self.settings.training.gradient_clip)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        self._average()
        return np.array([loss.item() for loss in losses])

    @torch.no_grad()
    def _average(self) -> None:
        # The decay grows, because a constant one would keep the random start in the average for hundreds of steps.
        if self.step % AVERAGE_EVERY:
            return
        decay = min(self.settings.training.average_decay, (1 + self.step) / (40 + self.step))
        current_state = self.lesson.network.state_dict()
        for name, average in self.averaged.state_dict().items():
            current = current_state[name]
            average.lerp_(current, 1 - decay) if average.is_floating_point() else average.copy_(current)

    def save(self, path: Path) -> None:
        """Writes the state of the run to a temporary file and renames it."""
        parts = {name: getattr(self, name).state_dict() for name in ("student", "averaged", "optimiser", "schedule")}
        torch.save({**parts, "step": self.step, "settings": asdict(self.settings)}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Reads what `save` wrote; raises ValueError if it was written with other settings."""
        saved = torch.load(path, map_location="cpu", weights_only=True)
        if saved["settings"] != asdict(self.settings):
            raise ValueError(f"{path} was started with other settings. Use another --out, or delete it to start again.")
        for name in ("student", "averaged", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(saved[name])
        self.step = saved["step"]


def make_lesson(model: str, settings: Settings, cache: Path, part: str) -> tuple[Lesson, int]:
    """Returns the lesson of a model on a part, and its number of training clips."""
    torch.manual_seed(settings.training.seed)
    opened = open_cache(cache)
    if model == "ecapa-mini":
        draws = Draws(opened, Frames(opened.features, opened.frames), part, settings.training)
        return EcapaLesson(settings, draws, open_states(cache)), len(draws.clips)
    draws = Draws(opened, Frames(*open_latents(cache)), part, settings.training)
    return Wav2vec2Lesson(settings, draws), len(draws.clips)


def _decay_groups(network: torch.nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Returns parameter groups with weight decay for matrices and kernels, and none for biases and norms."""
    trained = [p for p in network.parameters() if p.requires_grad]
    kernels = [p for p in trained if p.ndim > 1]
    rest = [p for p in trained if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": weight_decay}, {"params": rest, "weight_decay": 0.0}]


def _one_cycle(step: int, warmup: int, total: int) -> float:
    """Returns the factor of the learning rate: a linear rise, then a cosine fall to 1 %."""
    if step < warmup:
        return (step + 1) / warmup
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup))))


def train(model: str, settings: Settings, cache: Path, part: str, out: Path) -> Network:
    """Runs the whole schedule with a log line for each 400 steps and returns the averaged network."""
    out.mkdir(parents=True, exist_ok=True)
    trainer, state = Trainer(*make_lesson(model, settings, cache, part), settings), out / "state.pt"
    losses, started = [], time.monotonic()
    while trainer.step < trainer.steps:
        losses.append(trainer.run_step())
        if trainer.step % SAVE_EVERY == 0 or trainer.step == trainer.steps:
            trainer.save(state)
            means = " ".join(f"{loss:.3f}" for loss in np.mean(losses, axis=0))
            _log(out, f"step {trainer.step}/{trainer.steps} losses {means} seconds {time.monotonic() - started:.0f}")
            losses.clear()
    trainer.lesson.finish(trainer.averaged)
    return trainer.averaged


def _log(out: Path, line: str) -> None:
    stamped = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}"
    print(stamped, flush=True)
    with (out / "train.log").open("a", encoding="utf-8") as log:
        log.write(stamped + "\n")


def main() -> None:
    """Trains a part and exports its checkpoint folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the clips")
    parser.add_argument("--out", type=Path, required=True, help="folder of all runs and of the cache")
    parser.add_argument("--model", choices=tuple(MODELS), required=True)
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--set", nargs="*", default=[], metavar="PART.NAME=JSON", help="e.g. training.epochs=10")
    parser.add_argument("--name", help="folder of the run, for trials (default: the model's name)")
    arguments = parser.parse_args()
    settings = change_settings(MODELS[arguments.model], arguments.set)
    torch.set_num_threads(settings.training.threads)
    out = arguments.out / (arguments.name or arguments.model) / arguments.part
    if (out / "checkpoint").exists():
        print(f"{out / 'checkpoint'} is there already.")
        return
    cache = arguments.out / "cache"
    build_cache(arguments.data, cache, settings, workers=2)
    add_states(cache, workers=2)
    if arguments.model == "wav2vec2-mini":
        add_latents(cache, workers=2)
    network = train(arguments.model, settings, cache, arguments.part, out)
    # The folder is renamed when it is complete, because evaluate.py takes every checkpoint that exists.
    network.export(out / "checkpoint.part")
    (out / "checkpoint.part").rename(out / "checkpoint")
    _log(out, f"exported {sum(parameter.numel() for parameter in network.parameters())} parameters")


if __name__ == "__main__":
    main()
