"""What a run is made of: plain settings, with the reason for each number that needs one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

LABELS: tuple[str, ...] = ("neu", "ang", "hap", "sad")
"""The four IEMOCAP classes in the order of their indices."""

SAMPLE_RATE = 16_000
"""Samples per second of every clip the recipe reads."""


@dataclass(frozen=True)
class ModelSettings:
    """Shape of the features and of the network; all of it is written to `hyperparams.yaml`."""

    n_mels: int = 80
    n_fft: int = 512
    win_length: int = 32
    """Milliseconds; longer than SpeechBrain's 25, so that the harmonics of a deep voice stay apart."""
    hop_length: int = 20
    """Milliseconds; longer than SpeechBrain's 10: emotion moves slowly, and half the frames are half the work."""
    channels: tuple[int, ...] = (192, 192, 192, 192, 576)
    kernel_sizes: tuple[int, ...] = (5, 3, 3, 3, 1)
    dilations: tuple[int, ...] = (1, 2, 3, 4, 1)
    res2net_scale: int = 4
    """Parts of each Res2Net block; SpeechBrain's 8 cost more time at this width, being many small convolutions."""
    attention_channels: int = 64
    se_channels: int = 64
    embedding_size: int = 96
    dropout: float = 0.1
    """Channel dropout while training; it has no effect and no weights at inference."""
    margin: float = 0.1
    """Additive cosine margin; at inference there is none, so it makes the answers surer by `margin * scale` nats."""
    scale: float = 30.0
    """Probabilities are softmax(scale * cosine)."""


@dataclass(frozen=True)
class AugmentSettings:
    """How a training clip is varied; probabilities are per clip unless said otherwise."""

    crop_seconds: tuple[float, ...] = (1.6, 2.0, 2.5, 3.0, 3.6)
    """One of these lengths per batch; few, because the convolutions are prepared anew for each shape."""
    speed_range: tuple[float, float] = (0.85, 1.18)
    speed_probability: float = 0.8
    trim_probability: float = 0.7
    """How often the recorded silence at both ends is cut, so that its length cannot tell the corpus."""
    noise_probability: float = 0.6
    noise_snr_db: tuple[float, float] = (3.0, 35.0)
    floor_snr_db: tuple[float, float] = (45.0, 75.0)
    """Every other clip gets a faint floor, so that digital silence cannot tell the corpus either."""
    band_probability: float = 0.25
    """How often a clip is limited to a telephone band or to 4 kHz."""
    equalise_probability: float = 0.5
    reverb_probability: float = 0.25
    level_db: tuple[float, float] = (-45.0, -12.0)
    """Root mean square of the result in dB of full scale; RAVDESS lies near -42, EmoDB near -19."""
    mixup_probability: float = 0.4
    """Per batch."""
    mixup_alpha: float = 0.4
    time_masks: int = 2
    time_mask_seconds: float = 0.25
    mel_masks: int = 2
    mel_mask_width: int = 10


@dataclass(frozen=True)
class TrainingSettings:
    """Optimisation; the schedule is fixed before the run and its last averaged weights are the result."""

    epochs: int = 46
    batch_size: int = 32
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    warmup_fraction: float = 0.1
    label_smoothing: float = 0.1
    average_decay: float = 0.998
    """Decay per step of the moving average of the weights; about the last 500 steps count."""
    gradient_clip: float = 5.0
    corpus_exponent: float = 0.5
    """A corpus is drawn in proportion to its clips to this power: 1 is as they come, 0 is equal shares."""
    seed: int = 2
    threads: int = 1


@dataclass(frozen=True)
class Settings:
    """Everything that fixes a run, apart from the data folder and the split."""

    model: ModelSettings = field(default_factory=ModelSettings)
    augment: AugmentSettings = field(default_factory=AugmentSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)


def change_settings(settings: Settings, changes: list[str]) -> Settings:
    """Applies changes like `training.epochs=10`; raises TypeError for a name that does not exist."""
    for change in changes:
        name, _, value = change.partition("=")
        part, _, key = name.partition(".")
        parsed = json.loads(value)
        parsed = tuple(parsed) if isinstance(parsed, list) else parsed
        settings = replace(settings, **{part: replace(getattr(settings, part), **{key: parsed})})
    return settings
