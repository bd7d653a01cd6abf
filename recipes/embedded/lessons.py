"""Losses of each model: ecapa-mini learns labels and the teacher's outputs, wav2vec2-mini states and then a head."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch.nn import functional as F

from distil import Teacher, answer_loss, fit_head
from draws import Draws
from ecapa_mini import EcapaMini
from settings import Settings
from teacher import STATE_SIZE, WhisperEncoder
from vary_mels import draw_mels
from wav2vec2_mini import Wav2vec2Mini
from whisper_start import PLACE

Network = EcapaMini | Wav2vec2Mini
"""A network that ships; both have `prepare`, `forward`, `logits`, `restore` and `export`."""

_EPSILON = 1e-4


class Lesson(Protocol):
    """Interface between a training run and the model that it trains."""

    student: torch.nn.Module
    """The module that the optimiser trains."""

    @property
    def network(self) -> Network:
        """The part of the student that ships."""

    def losses(self, rng: np.random.Generator) -> list[torch.Tensor]:
        """Returns the weighted losses of one step; their sum is minimised."""

    def finish(self, network: Network) -> None:
        """Completes the averaged network after the last step."""


class _StudentWithPrediction(torch.nn.Module):
    """The network that ships, and a layer that predicts the teacher's pooled states, which does not ship."""

    def __init__(self, network: EcapaMini) -> None:
        super().__init__()
        self.network = network
        self.guess_pooled = torch.nn.Linear(network.pooled_size, 2 * STATE_SIZE)


class EcapaLesson:
    """Trains on labels, the teacher's outputs and the teacher's pooled states."""

    def __init__(self, settings: Settings, draws: Draws, pooled: np.ndarray) -> None:
        self.settings, self.draws = settings.training, draws
        self.teacher = Teacher(draws, pooled)
        self.student = _StudentWithPrediction(EcapaMini(settings.ecapa))

    @property
    def network(self) -> EcapaMini:
        """The part of the student that ships."""
        return self.student.network

    def losses(self, rng: np.random.Generator) -> list[torch.Tensor]:
        """Returns the losses of the labels, of the teacher's outputs and of its pooled states."""
        settings, network, crops = self.settings, self.network, self.draws.draw(rng)
        features = draw_mels(self.draws.frames, crops, settings, rng)
        # bfloat16 doubles the speed if the processor supports it; weights, norms and losses stay float32.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            cosines, pooled = network(features)
            predicted = self.student.guess_pooled(pooled)
        labels = torch.from_numpy(self.draws.cache.labels[crops.clips])
        labelled = labels >= 0
        targets = F.one_hot(labels[labelled], cosines.shape[1]).float()
        wanted = self.teacher.logits[crops.clips]
        return [
            settings.label_weight * network.loss(cosines[labelled], targets, settings.label_smoothing),
            settings.answer_weight * answer_loss(network.logits(cosines), wanted, settings.temperature),
            settings.pooled_weight * F.mse_loss(predicted.float(), self.teacher.pooled[crops.clips]),
        ]

    def finish(self, network: Network) -> None:
        """Does nothing."""


class Wav2vec2Lesson:
    """Trains on the states of Whisper's layers for each frame, without labels; then fits a head on the labels."""

    def __init__(self, settings: Settings, draws: Draws) -> None:
        self.settings, self.draws = settings.training, draws
        self.whisper = WhisperEncoder()
        self.student = Wav2vec2Mini(settings.wav2vec2)

    @property
    def network(self) -> Wav2vec2Mini:
        """The part of the student that ships: all of it."""
        return self.student

    def losses(self, rng: np.random.Generator) -> list[torch.Tensor]:
        """Returns the losses of the normalised states after each layer, and of the last ones pooled over time."""
        crops = self.draws.draw(rng)
        cropped = [self.draws.frames.crop(item, places) for item, places in zip(crops.items, crops.places)]
        latents = torch.from_numpy(np.stack(cropped))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            with torch.no_grad():
                wanted = self.whisper.states(latents - self.whisper.positions[PLACE])
            states = self.network.states(latents)
        losses = [F.mse_loss(ours, _normalise(theirs)) for ours, theirs in zip(states, wanted, strict=True)]
        pooled = F.mse_loss(self.network.pool(states[-1]), self.network.pool(_normalise(wanted[-1])))
        return [*losses, self.settings.pooled_weight * pooled]

    @torch.no_grad()
    def finish(self, network: Network) -> None:
        """Fits the head on the clean version and the first variant of each labelled clip."""
        clips, labels, weights = self.draws.labelled()
        network.eval()
        pooled = torch.stack([self._pool(network, clip * self.draws.cache.per_clip + n) for n in range(2) for clip in clips])
        mean, deviation = pooled.mean(0), pooled.std(0) + _EPSILON
        with torch.enable_grad():
            head = fit_head((pooled - mean) / deviation, labels.repeat(2), weights.repeat(2))
        network.set_head(head.weight / deviation, head.bias - head.weight @ (mean / deviation))

    def _pool(self, network: Wav2vec2Mini, item: int) -> torch.Tensor:
        latents = torch.from_numpy(self.draws.frames.crop(item, np.arange(self.draws.frames.length(item))))[None]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return network(latents)[1][0]


def _normalise(states: torch.Tensor) -> torch.Tensor:
    return F.layer_norm(states.float(), states.shape[-1:])
