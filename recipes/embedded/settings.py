"""The settings of a run, with the reason for each number that needs one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

LABELS: tuple[str, ...] = ("neu", "ang", "hap", "sad")
"""The four IEMOCAP classes in the order of their indices."""

SAMPLE_RATE = 16_000
"""Samples per second of every clip the recipe reads."""


@dataclass(frozen=True)
class EcapaSettings:
    """Shape of ecapa-mini's features and network; all of it is written to `hyperparams.yaml`."""

    n_mels: int = 80
    n_fft: int = 512
    win_length: int = 32
    """Milliseconds; longer than SpeechBrain's 25, so that the harmonics of a deep voice are resolved."""
    hop_length: int = 20
    """Milliseconds; longer than SpeechBrain's 10: emotion changes slowly, and half the frames take half the time."""
    channels: tuple[int, ...] = (192, 192, 192, 192, 384)
    kernel_sizes: tuple[int, ...] = (5, 3, 3, 3, 1)
    dilations: tuple[int, ...] = (1, 2, 3, 4, 1)
    res2net_scale: int = 4
    """Parts of each Res2Net block; SpeechBrain's 8 means many small convolutions, which take more time."""
    attention_channels: int = 64
    se_channels: int = 64
    global_context: bool = False
    """If false, the clip's statistics are not an input of the attention: a step takes a fifth less time."""
    embedding_size: int = 96
    dropout: float = 0.0
    """Channel dropout; with 0.1 the recall on the first fold was lower at this length of training."""
    margin: float = 0.05
    """Additive cosine margin; at inference there is none, so the true logit is higher by `margin * scale`."""
    scale: float = 30.0
    """Probabilities are softmax(scale * cosine)."""


@dataclass(frozen=True)
class Wav2vec2Settings:
    """Shape of wav2vec2-mini; all of it is written to `config.json` under transformers' names.

    `start_from_whisper` needs this shape: a filter bank in five convolutions, then Whisper's own sizes.
    """

    conv_dim: tuple[int, ...] = (10, 796, 80, 800, 80, 384, 392)
    conv_kernel: tuple[int, ...] = (5, 80, 1, 1, 1, 3, 3)
    conv_stride: tuple[int, ...] = (5, 32, 1, 1, 1, 1, 2)
    conv_bias: bool = True
    feat_extract_norm: str = "group"
    do_stable_layer_norm: bool = True
    hidden_size: int = 384
    num_hidden_layers: int = 3
    num_attention_heads: int = 6
    intermediate_size: int = 1536
    num_conv_pos_embeddings: int = 15
    num_conv_pos_embedding_groups: int = 16


@dataclass(frozen=True)
class AugmentSettings:
    """How a clip is augmented once, before any training; probabilities are per variant."""

    variants: int = 6
    """Augmented copies of each clip in addition to the clean one; training draws from all of them."""
    speed_range: tuple[float, float] = (0.85, 1.18)
    speed_probability: float = 0.8
    trim_probability: float = 0.8
    """How often the recorded silence at both ends is cut, so that its length does not identify the corpus."""
    silence_probability: float = 0.3
    silence_seconds: float = 1.0
    """Largest silence that is added at each end, for the same reason."""
    noise_probability: float = 0.5
    noise_snr_db: tuple[float, float] = (4.0, 35.0)
    floor_snr_db: tuple[float, float] = (45.0, 75.0)
    """All other variants get a faint noise floor, so that digital silence does not identify the corpus either."""
    band_probability: float = 0.2
    """How often a variant is limited to a telephone band or to 3.4 to 5.5 kHz."""
    equalise_probability: float = 0.5
    reverb_probability: float = 0.25
    codec_probability: float = 0.2
    opus_share: float = 0.4
    level_db: tuple[float, float] = (-45.0, -12.0)
    """Root mean square of the result in dB of full scale; RAVDESS lies near -42, EmoDB near -19."""
    seed: int = 11


@dataclass(frozen=True)
class TrainingSettings:
    """Optimisation; the schedule is fixed before the run, and the last averaged weights are exported."""

    epochs: float = 28.0
    batch_size: int = 16
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    warmup_fraction: float = 0.1
    label_smoothing: float = 0.1
    average_decay: float = 0.99
    """Decay of the moving average of the weights per four steps; it covers about the last 400 steps."""
    gradient_clip: float = 5.0
    corpus_exponent: float = 0.25
    """A corpus is drawn in proportion to its clips to this power: 1 keeps the sizes, 0 gives equal shares."""
    unlabelled_share: float = 0.12
    """Share of draws of clips with an emotion outside the four; their only targets are the teacher's."""
    crop_frames: tuple[int, ...] = (80, 110, 150)
    """One of these lengths of 20 ms per batch; few, because the convolutions are prepared again for each shape."""
    noise_probability: float = 0.25
    telephone_probability: float = 0.15
    silence_probability: float = 0.35
    """How often noise, a telephone band and silence are added to a crop, in addition to those of its variant."""
    most_silence: float = 0.65
    """Largest share of a crop that is made silent; RAVDESS has two seconds of silence in four."""
    clean_probability: float = 0.2
    """How often the clean clip is drawn instead of a variant."""
    time_masks: int = 1
    time_mask_frames: int = 12
    mel_masks: int = 1
    mel_mask_width: int = 10
    mel_shift: float = 1.0
    """Largest shift and stretch of the mel axis in bands: vocal tract length perturbation (Jaitly and Hinton 2013)."""
    label_weight: float = 0.3
    pooled_weight: float = 0.5
    """Weight of the regression of the mean and deviation of the teacher's states over time."""
    answer_weight: float = 2.0
    """Weight of the divergence from the teacher's outputs."""
    temperature: float = 2.0
    """Divides the logits of student and teacher (Hinton et al. 2015)."""
    seed: int = 2
    threads: int = 1


@dataclass(frozen=True)
class Settings:
    """All settings of a run; with the data and the part they determine it."""

    ecapa: EcapaSettings = field(default_factory=EcapaSettings)
    wav2vec2: Wav2vec2Settings = field(default_factory=Wav2vec2Settings)
    augment: AugmentSettings = field(default_factory=AugmentSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)


MODELS: dict[str, Settings] = {
    "ecapa-mini": Settings(),
    "wav2vec2-mini": Settings(
        training=TrainingSettings(
            epochs=3.6, learning_rate=1.5e-3, gradient_clip=1.0, average_decay=0.95, crop_frames=(110, 150), pooled_weight=3.0
        )
    ),
}
"""The settings of each model that ships."""

def change_settings(settings: Settings, changes: list[str]) -> Settings:
    """Applies changes like `training.epochs=10`; raises TypeError for an unknown name."""
    for change in changes:
        name, _, value = change.partition("=")
        part, _, key = name.partition(".")
        parsed = json.loads(value)
        parsed = tuple(parsed) if isinstance(parsed, list) else parsed
        settings = replace(settings, **{part: replace(getattr(settings, part), **{key: parsed})})
    return settings
