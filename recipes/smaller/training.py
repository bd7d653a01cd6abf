"""The training loop that fine-tuning, distillation and the recovery after pruning share."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from clips import Batch, Clip, draw_batches
from network import EmotionEncoder

Loss = Callable[[EmotionEncoder, Batch, Tensor], Tensor]
"""The loss of a network on a batch, whose third argument is the input with parts masked."""


@dataclass(frozen=True)
class Plan:
    """Settings of a training."""

    epochs: int
    """What the learning rate is planned for."""
    stop_after: int | None = None
    """Epochs that are trained, if the time does not suffice for all."""
    batch: int = 16
    rate: float = 5e-5
    """Learning rate of the layers; it rises during the first tenth of the steps and then falls as a cosine."""
    head_rate: float = 1e-3
    decay: float = 0.01
    seed: int = 1


def train(network: EmotionEncoder, clips: list[Clip], loss: Loss, plan: Plan, state: Path) -> EmotionEncoder:
    """Trains in bfloat16; an interrupted training continues from the file `state`."""
    optimiser, schedule = _optimiser(network, -(-len(clips) // plan.batch) * plan.epochs, plan)
    done = _resume(state, network, optimiser, schedule)
    for epoch in range(done, plan.stop_after or plan.epochs):
        started, losses = time.monotonic(), []
        chance = random.Random(f"{plan.seed}/{epoch}")
        torch.manual_seed(chance.getrandbits(32))
        network.train()
        for batch in draw_batches(clips, network.labels, plan.batch, chance):
            with torch.autocast("cpu", torch.bfloat16):
                value = loss(network, batch, mask(batch.levels, chance))
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(value.item())
        _keep(state, network, optimiser, schedule, epoch + 1)
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}, {time.monotonic() - started:.0f} s", flush=True)
    return network.eval()


def label_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Returns the cross entropy of the labels; clips without label count nothing."""
    each = F.cross_entropy(logits.float(), batch.labels.clamp(min=0), reduction="none", label_smoothing=0.05)
    return (each * batch.weights).mean()


def mask(levels: Tensor, chance: random.Random) -> Tensor:
    """Returns levels whose bands and frames are partly replaced by their mean (SpecAugment, Park et al. 2019)."""
    masked, mean = levels.clone(), levels.mean().item()
    for each in masked:
        bands, frames = each.shape
        for _ in range(2):
            wide, long = chance.randint(0, bands // 8), chance.randint(0, frames // 8)
            low, start = chance.randint(0, bands - wide), chance.randint(0, frames - long)
            each[low : low + wide] = mean
            each[:, start : start + long] = mean
    return masked


def _optimiser(network: EmotionEncoder, steps: int, plan: Plan) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    groups = [
        {"params": [*network.layers.parameters(), *network.layer_norm.parameters()], "lr": plan.rate},
        {"params": network.head.parameters(), "lr": plan.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=plan.decay)
    rise = max(1, steps // 10)
    up = torch.optim.lr_scheduler.LinearLR(optimiser, 1 / rise, total_iters=rise)
    down = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, max(1, steps - rise))
    return optimiser, torch.optim.lr_scheduler.SequentialLR(optimiser, [up, down], [rise])


def _resume(state: Path, network: EmotionEncoder, *others: object) -> int:
    if not state.exists():
        return 0
    saved = torch.load(state)
    for each, value in zip((network, *others), saved["parts"], strict=True):
        each.load_state_dict(value)
    return saved["epochs"]


def _keep(state: Path, network: EmotionEncoder, *others: object) -> None:
    *parts, epochs = others
    state.parent.mkdir(parents=True, exist_ok=True)
    part = state.with_suffix(".part")
    torch.save({"parts": [each.state_dict() for each in (network, *parts)], "epochs": epochs}, part)
    part.replace(state)
