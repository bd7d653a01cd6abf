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

from augment import WaveformAugmenter, crop_clip, mask_features, mix_up
from data import Clip, draw_batches, load_clips, partition, read_split, sampling_weights
from evaluate import report, summarise, write_figures
from model import EmotionNetwork, MarginLoss, count_parameters, export_checkpoint
from settings import LABELS, SAMPLE_RATE, Settings, change_settings


class Trainer:
    """Network, averaged network, optimiser and schedule of one run, and where it stands."""

    def __init__(self, settings: Settings, clips: list[Clip]) -> None:
        torch.manual_seed(settings.training.seed)
        self.settings, self.clips, self.epoch = settings, clips, 0
        self.network = EmotionNetwork(settings.model)
        self.averaged = copy.deepcopy(self.network)
        self.loss = MarginLoss(settings.model, settings.training.label_smoothing)
        self.augmenter = WaveformAugmenter(settings.augment)
        self.weights = sampling_weights(clips, settings.training.corpus_exponent)
        training = settings.training
        self.optimiser = torch.optim.AdamW(
            _decay_groups(self.network, training.weight_decay), lr=training.learning_rate
        )
        self.steps_per_epoch = len(clips) // training.batch_size
        total = training.epochs * self.steps_per_epoch
        warmup = max(1, int(training.warmup_fraction * total))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, lambda step: _one_cycle(step, warmup, total))

    def run_epoch(self) -> float:
        """Trains one epoch and returns its mean loss; the epoch's number alone seeds its randomness."""
        rng = np.random.default_rng((self.settings.training.seed, self.epoch))
        torch.manual_seed(self.settings.training.seed * 1000 + self.epoch)
        self.network.train()
        batches = draw_batches(self.weights, self.settings.training.batch_size, rng)
        losses = [self._step([self.clips[i] for i in batch], rng) for batch in batches]
        self.epoch += 1
        return float(np.mean(losses))

    def _step(self, clips: list[Clip], rng: np.random.Generator) -> float:
        features, targets = self._prepare(clips, rng)
        # bfloat16 doubles the speed where the processor has it; weights, norms and loss stay float32.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            cosines = self.network.cosines(features)
        loss = self.loss(cosines.float(), targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.training.gradient_clip)
        self.optimiser.step()
        self.schedule.step()
        self._average()
        return loss.item()

    @torch.no_grad()
    def _prepare(self, clips: list[Clip], rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Augmented features `[batch, frames, mel]` and soft targets `[batch, classes]`."""
        augment = self.settings.augment
        length = int(rng.choice(augment.crop_seconds) * SAMPLE_RATE)
        windows = np.stack([crop_clip(clip, length, augment, rng) for clip in clips])
        features = self.network.features(self.augmenter(windows, rng))
        targets = torch.eye(len(LABELS))[[clip.label for clip in clips]]
        features, targets = mix_up(features, targets, augment, rng)
        return mask_features(features, augment, self.settings.model.hop_length, rng), targets

    @torch.no_grad()
    def _average(self) -> None:
        # A young average would remember the random start for hundreds of steps, hence the growing decay.
        step = self.schedule.last_epoch
        decay = min(self.settings.training.average_decay, (1 + step) / (10 + step))
        current_state = self.network.state_dict()
        for name, average in self.averaged.state_dict().items():
            current = current_state[name]
            average.lerp_(current, 1 - decay) if average.is_floating_point() else average.copy_(current)

    def save(self, path: Path) -> None:
        """Writes everything a later run needs, whole or not at all."""
        parts = {name: getattr(self, name).state_dict() for name in ("network", "averaged", "optimiser", "schedule")}
        torch.save({**parts, "epoch": self.epoch, "settings": asdict(self.settings)}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Reads what `save` wrote; raises ValueError when it belongs to other settings."""
        saved = torch.load(path, map_location="cpu", weights_only=True)
        if saved["settings"] != asdict(self.settings):
            raise ValueError(f"{path} was started with other settings. Use another --out, or delete it to start again.")
        for name in ("network", "averaged", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(saved[name])
        self.epoch = saved["epoch"]


def _decay_groups(network: EmotionNetwork, weight_decay: float) -> list[dict[str, Any]]:
    """Decays matrices and kernels, not biases and norms."""
    kernels = [p for p in network.parameters() if p.ndim > 1]
    rest = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": weight_decay}, {"params": rest, "weight_decay": 0.0}]


def _one_cycle(step: int, warmup: int, total: int) -> float:
    """Linear rise, then a cosine fall to 1 % of the top rate."""
    if step < warmup:
        return (step + 1) / warmup
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup))))


def train(settings: Settings, clips: list[Clip], out: Path) -> EmotionNetwork:
    """Runs the whole schedule with one log line an epoch and returns the averaged network."""
    out.mkdir(parents=True, exist_ok=True)
    trainer, state = Trainer(settings, clips), out / "state.pt"
    if state.exists():
        trainer.resume(state)
    while trainer.epoch < settings.training.epochs:
        started = time.monotonic()
        loss = trainer.run_epoch()
        seconds = time.monotonic() - started
        trainer.save(state)
        _log(out, f"epoch {trainer.epoch}/{settings.training.epochs} loss {loss:.4f} seconds {seconds:.1f}")
    return trainer.averaged


def _log(out: Path, line: str) -> None:
    stamped = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}"
    print(stamped, flush=True)
    with (out / "train.log").open("a", encoding="utf-8") as log:
        log.write(stamped + "\n")


def main() -> None:
    """Trains, exports the checkpoint folder and evaluates exactly those weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the clips")
    parser.add_argument("--out", type=Path, required=True, help="where state, log and checkpoint go")
    parser.add_argument("--set", nargs="*", default=[], metavar="PART.NAME=JSON", help="e.g. training.epochs=10")
    parser.add_argument("--hold-out", choices=("final", "inner"), default="final", help="which speakers to test on")
    arguments = parser.parse_args()
    settings = change_settings(Settings(), arguments.set)
    torch.set_num_threads(settings.training.threads)
    trained, tested = partition(load_clips(arguments.data), read_split(), arguments.hold_out)
    network = train(settings, trained, arguments.out)
    folder = arguments.out / "checkpoint"
    export_checkpoint(network, folder)
    figures = {
        "hold_out": arguments.hold_out,
        "parameters": count_parameters(network),
        "trained_clips": len(trained),
        "settings": asdict(settings),
        **report(folder, tested),
    }
    write_figures(folder, figures)
    _log(arguments.out, summarise(figures))


if __name__ == "__main__":
    main()
