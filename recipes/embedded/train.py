"""One command from a data folder to a checkpoint folder; stopping and running it again goes on where it was."""

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

from cache import Cache, build_cache, open_cache
from distil import Teacher, answer_loss
from draws import Batch, crop_places, draw_mels, draw_waveforms, sampling_weights, training_clips
from ecapa_mini import EcapaMini
from protocol import PARTS
from settings import MODELS, Settings, change_settings
from teacher import STATE_SIZE, add_states, open_states
from wav2vec2_mini import Wav2vec2Mini

Network = EcapaMini | Wav2vec2Mini
"""A network that ships; both have `forward`, `logits`, `loss`, `export` and `pooled_size`."""

SAVE_EVERY = 400
"""Steps between two saves of the state of a run."""

AVERAGE_EVERY = 4
"""Steps between two additions to the average of the weights."""


class Student(torch.nn.Module):
    """The network that ships and the layer that guesses what the teacher hears, which does not."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.guess_pooled = torch.nn.Linear(network.pooled_size, 2 * STATE_SIZE)


class Trainer:
    """Student, averaged network, optimiser and schedule of one run, and where it stands."""

    def __init__(self, model: str, settings: Settings, cache: Cache, pooled: np.ndarray, part: str) -> None:
        torch.manual_seed(settings.training.seed)
        self.settings, self.cache, self.step = settings, cache, 0
        self.clips = training_clips(cache, part)
        self.weights = sampling_weights(cache, self.clips, settings.training)
        self.teacher = Teacher(cache, pooled, self.clips, self.weights)
        self.student = Student(make_network(model, settings))
        self.averaged = copy.deepcopy(self.student.network)
        training = settings.training
        groups = _decay_groups(self.student, training.weight_decay)
        self.optimiser = torch.optim.AdamW(groups, lr=training.learning_rate, fused=True)
        self.steps = int(training.epochs * len(self.clips) / training.batch_size)
        warmup = max(1, int(training.warmup_fraction * self.steps))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda step: _one_cycle(step, warmup, self.steps)
        )

    def run_step(self) -> np.ndarray:
        """One step; returns its losses (labels, answers, what the teacher hears). The step's number seeds it."""
        rng = np.random.default_rng((self.settings.training.seed, self.step))
        torch.manual_seed(self.settings.training.seed * 1_000_000 + self.step)
        self.student.train()
        losses = self._losses(self._draw(rng))
        training = self.settings.training
        weights = (training.label_weight, training.answer_weight, training.pooled_weight)
        self.optimiser.zero_grad(set_to_none=True)
        sum(weight * loss for weight, loss in zip(weights, losses)).backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), training.gradient_clip)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        self._average()
        return np.array([loss.item() for loss in losses])

    def _draw(self, rng: np.random.Generator) -> Batch:
        training, per_clip = self.settings.training, self.cache.per_clip
        frames = int(rng.choice(training.crop_frames))
        clips = self.clips[rng.choice(len(self.clips), training.batch_size, p=self.weights)]
        clean = rng.random(len(clips)) < training.clean_probability
        items = clips * per_clip + np.where(clean, 0, rng.integers(1, per_clip, len(clips)))
        places = [
            crop_places(int(self.cache.frames[item + 1] - self.cache.frames[item]), start, frames)
            for item, start in zip(items, rng.random(len(items)))
        ]
        draw = draw_mels if isinstance(self.student.network, EcapaMini) else draw_waveforms
        return Batch(
            inputs=draw(self.cache, items, places, training, rng),
            labels=torch.from_numpy(self.cache.labels[clips]),
            pooled=self.teacher.pooled[clips],
            answers=self.teacher.logits[clips],
        )

    def _losses(self, batch: Batch) -> list[torch.Tensor]:
        # bfloat16 doubles the speed where the processor has it; weights, norms and losses stay float32.
        network, training = self.student.network, self.settings.training
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answers, pooled = network(batch.inputs)
            heard = self.student.guess_pooled(pooled)
        labelled = batch.labels >= 0
        targets = torch.nn.functional.one_hot(batch.labels[labelled], answers.shape[1]).float()
        return [
            network.loss(answers[labelled], targets, training.label_smoothing),
            answer_loss(network.logits(answers), batch.answers, training.temperature),
            torch.nn.functional.mse_loss(heard.float(), batch.pooled),
        ]

    @torch.no_grad()
    def _average(self) -> None:
        # A young average would remember the random start for hundreds of steps, hence the growing decay.
        if self.step % AVERAGE_EVERY:
            return
        decay = min(self.settings.training.average_decay, (1 + self.step) / (40 + self.step))
        current_state = self.student.network.state_dict()
        for name, average in self.averaged.state_dict().items():
            current = current_state[name]
            average.lerp_(current, 1 - decay) if average.is_floating_point() else average.copy_(current)

    def save(self, path: Path) -> None:
        """Writes everything a later run needs, whole or not at all."""
        parts = {name: getattr(self, name).state_dict() for name in ("student", "averaged", "optimiser", "schedule")}
        torch.save({**parts, "step": self.step, "settings": asdict(self.settings)}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Reads what `save` wrote; raises ValueError when it belongs to other settings."""
        saved = torch.load(path, map_location="cpu", weights_only=True)
        if saved["settings"] != asdict(self.settings):
            raise ValueError(f"{path} was started with other settings. Use another --out, or delete it to start again.")
        for name in ("student", "averaged", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(saved[name])
        self.step = saved["step"]


def make_network(model: str, settings: Settings) -> Network:
    """The network of a model by its name."""
    return EcapaMini(settings.ecapa) if model == "ecapa-mini" else Wav2vec2Mini(settings.wav2vec2)


def _decay_groups(network: torch.nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Decays matrices and kernels, not biases and norms."""
    kernels = [p for p in network.parameters() if p.ndim > 1]
    rest = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": weight_decay}, {"params": rest, "weight_decay": 0.0}]


def _one_cycle(step: int, warmup: int, total: int) -> float:
    """Linear rise, then a cosine fall to 1 % of the top rate."""
    if step < warmup:
        return (step + 1) / warmup
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup))))


def train(model: str, settings: Settings, cache: Path, part: str, out: Path) -> Network:
    """Runs the whole schedule with a log line for each 400 steps and returns the averaged network."""
    out.mkdir(parents=True, exist_ok=True)
    trainer, state = Trainer(model, settings, open_cache(cache), open_states(cache), part), out / "state.pt"
    if state.exists():
        trainer.resume(state)
    losses, started = [], time.monotonic()
    while trainer.step < trainer.steps:
        losses.append(trainer.run_step())
        if trainer.step % SAVE_EVERY == 0 or trainer.step == trainer.steps:
            trainer.save(state)
            means = " ".join(f"{loss:.3f}" for loss in np.mean(losses, axis=0))
            _log(out, f"step {trainer.step}/{trainer.steps} losses {means} seconds {time.monotonic() - started:.0f}")
            losses.clear()
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
    parser.add_argument("--out", type=Path, required=True, help="folder of all runs; the cache lies there too")
    parser.add_argument("--model", choices=tuple(MODELS), required=True)
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--set", nargs="*", default=[], metavar="PART.NAME=JSON", help="e.g. training.epochs=10")
    parser.add_argument("--name", help="another folder than the model's name, for trials")
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
    network = train(arguments.model, settings, cache, arguments.part, out)
    # The folder appears whole: whoever judges takes every checkpoint that is there.
    network.export(out / "checkpoint.part")
    (out / "checkpoint.part").rename(out / "checkpoint")
    _log(out, f"exported {sum(parameter.numel() for parameter in network.parameters())} parameters")


if __name__ == "__main__":
    main()
