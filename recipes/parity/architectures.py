"""The checkpoints of the parity suite: their settings, tiny and at published size, and how each is stored."""

from dataclasses import dataclass, field
from typing import Any, Literal

Size = Literal["tiny", "full"]
Storage = Literal["safetensors", "sharded-safetensors", "torch"]
PositionalNames = Literal["weight_g", "original0"]

HEAD_GAIN = 2.5
"""Extra spread of the last layer: random networks pool to nearly the same vector for every utterance.

Full-size folders whose states are large have a smaller one, so that no probability is close to 1."""

IEMOCAP_LABELS = ("neu", "ang", "hap", "sad")
SUPERB_LABELS = ("neu", "hap", "ang", "sad")
RAVDESS_LABELS = ("angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised")
DIMENSIONS = ("arousal", "dominance", "valence")

CONV_KERNEL = [10, 3, 3, 3, 3, 2, 2]
CONV_STRIDE = [5, 2, 2, 2, 2, 2, 2]

_BASE = {"feat_extract_norm": "group", "conv_bias": False, "do_stable_layer_norm": False}
_LARGE = {"feat_extract_norm": "layer", "conv_bias": True, "do_stable_layer_norm": True}
_BASE_FULL = {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072}
_LARGE_FULL = {"hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096}
_BASE_TINY = {
    "hidden_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 32,
    "conv_dim": [12] * 7,
    "num_conv_pos_embeddings": 16,
    "num_conv_pos_embedding_groups": 4,
    "classifier_proj_size": 16,
}
_LARGE_TINY = {**_BASE_TINY, "num_attention_heads": 3}


@dataclass(frozen=True)
class HuggingFaceFolder:
    """A folder with config.json, preprocessor_config.json and weights, as published by Hugging Face users."""

    name: str
    model_type: Literal["wav2vec2", "hubert", "wavlm"]
    architecture: str
    labels: tuple[str, ...]
    storage: Storage
    positional_names: PositionalNames
    settings: dict[str, Any]
    tiny: dict[str, Any]
    full: dict[str, Any]
    dtype: Literal["float32", "float16", "bfloat16"] = "float32"
    preprocessor: dict[str, Any] = field(default_factory=dict)
    full_head_gain: float = HEAD_GAIN

    def settings_of(self, size: Size) -> dict[str, Any]:
        """Return the settings that differ from the library's defaults."""
        return {**self.settings, **(self.tiny if size == "tiny" else self.full)}


HUGGING_FACE: tuple[HuggingFaceFolder, ...] = (
    HuggingFaceFolder(
        "wav2vec2-base",
        "wav2vec2",
        "Wav2Vec2ForSequenceClassification",
        SUPERB_LABELS,
        "safetensors",
        "weight_g",
        {**_BASE, "use_weighted_layer_sum": False},
        # An odd kernel keeps all frames of the positional convolution, an even one drops the last.
        {**_BASE_TINY, "num_conv_pos_embeddings": 15},
        _BASE_FULL,
    ),
    HuggingFaceFolder(
        "wav2vec2-large",
        "wav2vec2",
        "Wav2Vec2ForSequenceClassification",
        RAVDESS_LABELS,
        "sharded-safetensors",
        "original0",
        {**_LARGE, "use_weighted_layer_sum": True},
        {**_LARGE_TINY, "conv_dim": [8, 8, 12, 12, 16, 16, 20]},
        _LARGE_FULL,
        preprocessor={"return_attention_mask": True},
        full_head_gain=0.5,
    ),
    HuggingFaceFolder(
        "hubert-base",
        "hubert",
        "HubertForSequenceClassification",
        SUPERB_LABELS,
        "torch",
        "original0",
        {**_BASE, "use_weighted_layer_sum": True},
        _BASE_TINY,
        _BASE_FULL,
    ),
    HuggingFaceFolder(
        "hubert-large",
        "hubert",
        "HubertForSequenceClassification",
        SUPERB_LABELS,
        "safetensors",
        "weight_g",
        {**_LARGE, "use_weighted_layer_sum": False, "feat_proj_layer_norm": True},
        {**_LARGE_TINY, "layer_norm_eps": 0.001},
        _LARGE_FULL,
        dtype="float16",
        preprocessor={"return_attention_mask": True},
        full_head_gain=1.0,
    ),
    HuggingFaceFolder(
        "wavlm-base",
        "wavlm",
        "WavLMForSequenceClassification",
        SUPERB_LABELS,
        "torch",
        "weight_g",
        {**_BASE, "use_weighted_layer_sum": False, "num_buckets": 320, "max_bucket_distance": 800},
        {**_BASE_TINY, "num_conv_pos_embeddings": 128, "num_conv_pos_embedding_groups": 8},
        _BASE_FULL,
        dtype="bfloat16",
        preprocessor={"do_normalize": False},
        full_head_gain=1.0,
    ),
    HuggingFaceFolder(
        "wavlm-large",
        "wavlm",
        "WavLMForSequenceClassification",
        SUPERB_LABELS,
        "safetensors",
        "original0",
        {**_LARGE, "conv_bias": False, "use_weighted_layer_sum": True, "num_buckets": 320, "max_bucket_distance": 800},
        # Few buckets and a short distance, so that 2.3 s reaches the last bucket.
        {**_LARGE_TINY, "num_hidden_layers": 3, "num_buckets": 32, "max_bucket_distance": 64},
        _LARGE_FULL,
        preprocessor={"return_attention_mask": True},
        full_head_gain=0.4,
    ),
    HuggingFaceFolder(
        "audeering",
        "wav2vec2",
        "Wav2Vec2ForSpeechClassification",
        DIMENSIONS,
        "torch",
        "weight_g",
        {
            **_LARGE,
            "use_weighted_layer_sum": False,
            "problem_type": "regression",
            "pooling_mode": "mean",
            "vocab_size": None,
        },
        _LARGE_TINY,
        {**_LARGE_FULL, "num_hidden_layers": 12},
        preprocessor={"return_attention_mask": True},
    ),
    HuggingFaceFolder(
        "soxan-max",
        "wav2vec2",
        "Wav2Vec2ForSpeechClassification",
        RAVDESS_LABELS,
        "safetensors",
        "weight_g",
        {**_LARGE, "use_weighted_layer_sum": False, "pooling_mode": "max"},
        _LARGE_TINY,
        _LARGE_FULL,
        full_head_gain=0.5,
    ),
    HuggingFaceFolder(
        "wav2vec2-ctc",
        "wav2vec2",
        "Wav2Vec2ForCTC",
        ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"),
        "safetensors",
        "weight_g",
        {**_LARGE, "use_weighted_layer_sum": False, "vocab_size": 7},
        _LARGE_TINY,
        _LARGE_FULL,
        full_head_gain=1.0,
    ),
    HuggingFaceFolder(
        "hubert-multi-label",
        "hubert",
        "HubertForSequenceClassification",
        IEMOCAP_LABELS,
        "safetensors",
        "weight_g",
        {**_BASE, "use_weighted_layer_sum": False, "problem_type": "multi_label_classification"},
        _BASE_TINY,
        _BASE_FULL,
    ),
)
"""The Hugging Face folders, by the order in which they are made."""


LORA = HuggingFaceFolder(
    "wav2vec2-lora",
    "wav2vec2",
    "Wav2Vec2ForSequenceClassification",
    SUPERB_LABELS,
    "safetensors",
    "original0",
    {**_BASE, "use_weighted_layer_sum": False},
    _BASE_TINY,
    _BASE_FULL,
    full_head_gain=0.4,
)
"""A pre-trained encoder without a head; adapter and head are in the files of PEFT beside it.

It is no WavLM: transformers passes the weights of its projections to a function, so that PEFT's adapters of them have no
effect until they are merged."""

LORA_SETTINGS: dict[Size, dict[str, Any]] = {
    "tiny": {"r": 3, "lora_alpha": 5},
    "full": {"r": 16, "lora_alpha": 32},
}
"""Rank and alpha of the adapter."""


@dataclass(frozen=True)
class WhisperFolder:
    """A folder of a Whisper encoder with a head."""

    name: str
    labels: tuple[str, ...]
    storage: Storage
    tiny: dict[str, Any]
    full: dict[str, Any]
    dtype: Literal["float32", "float16"] = "float32"
    pooled: dict[str, Any] | None = None
    """The key `wav2emo` of config.json: an encoder without padding, whose head is in heads.json."""

    def settings_of(self, size: Size) -> dict[str, Any]:
        """Return the settings that differ from the library's defaults."""
        return self.tiny if size == "tiny" else self.full


_WHISPER_TINY = {
    "d_model": 12,
    "encoder_layers": 2,
    "encoder_attention_heads": 3,
    "encoder_ffn_dim": 16,
    "num_mel_bins": 80,
    "max_source_positions": 1500,
    "classifier_proj_size": 8,
    "use_weighted_layer_sum": True,
}
_WHISPER_SMALL = {
    "d_model": 768,
    "encoder_layers": 12,
    "encoder_attention_heads": 12,
    "encoder_ffn_dim": 3072,
    "num_mel_bins": 80,
    "max_source_positions": 1500,
    "classifier_proj_size": 256,
    "use_weighted_layer_sum": True,
}
_WHISPER_LARGE = {
    "d_model": 1280,
    "encoder_layers": 32,
    "encoder_attention_heads": 20,
    "encoder_ffn_dim": 5120,
    "num_mel_bins": 128,
    "max_source_positions": 1500,
    "classifier_proj_size": 256,
    "use_weighted_layer_sum": False,
}
_WHISPER_BASE = {
    "d_model": 512,
    "encoder_layers": 2,
    "encoder_attention_heads": 8,
    "encoder_ffn_dim": 2048,
    "num_mel_bins": 80,
    "max_source_positions": 1500,
}

WHISPER: tuple[WhisperFolder, ...] = (
    WhisperFolder("whisper-small", SUPERB_LABELS, "safetensors", _WHISPER_TINY, _WHISPER_SMALL, dtype="float16"),
    WhisperFolder(
        "whisper-large",
        RAVDESS_LABELS,
        "torch",
        {**_WHISPER_TINY, "num_mel_bins": 128, "use_weighted_layer_sum": False},
        _WHISPER_LARGE,
        dtype="float16",
    ),
    WhisperFolder(
        "whisper-pooled",
        IEMOCAP_LABELS,
        "safetensors",
        {**_WHISPER_TINY, "max_source_positions": 32},
        _WHISPER_BASE,
        pooled={
            "pooling": "mean-std",
            "padding": False,
            "layer_norm": False,
            "frame_weights": "energy",
            "drop": 2.0,
            "width": 0.5,
        },
    ),
    WhisperFolder(
        "whisper-pooled-norm",
        IEMOCAP_LABELS,
        "safetensors",
        {**_WHISPER_TINY, "max_source_positions": 32},
        _WHISPER_BASE,
        pooled={"pooling": "mean-std", "padding": False, "layer_norm": True},
    ),
)
"""The folders of Whisper models, by the order in which they are made."""


@dataclass(frozen=True)
class Emotion2vecFolder:
    """A folder of emotion2vec in FunASR's layout."""

    name: str
    tokens: tuple[str, ...]
    tiny: dict[str, Any]
    full: dict[str, Any]

    def settings_of(self, size: Size) -> dict[str, Any]:
        """Return the values of the template's placeholders."""
        return self.tiny if size == "tiny" else self.full


def _convolutions(channels: int) -> str:
    return f"[({channels}, 10, 5)] + [({channels}, 3, 2)] * 4 + [({channels},2,2)] + [({channels},2,2)]"


_EMOTION2VEC_TINY: dict[str, Any] = {
    "embed_dim": 24,
    # Not a power of two, as in the base model: the slopes of ALiBi follow another rule.
    "num_heads": 3,
    "depth": 2,
    "prenet_depth": 1,
    "mlp_ratio": 1.5,
    "num_extra_tokens": 3,
    "alibi_per_layer": "false",
    "decoder_dim": 8,
    "decoder_groups": 2,
    "decoder_layers": 1,
    "feature_encoder_spec": _convolutions(12),
    "conv_pos_width": 25,
    "conv_pos_groups": 4,
}
_EMOTION2VEC_BASE: dict[str, Any] = {
    "embed_dim": 768,
    "num_heads": 12,
    "depth": 8,
    "prenet_depth": 4,
    "mlp_ratio": 4.0,
    "num_extra_tokens": 10,
    "alibi_per_layer": "false",
    "decoder_dim": 384,
    "decoder_groups": 16,
    "decoder_layers": 4,
    "feature_encoder_spec": _convolutions(512),
    "conv_pos_width": 95,
    "conv_pos_groups": 16,
}
EMOTION2VEC_LABELS = (
    *("生气/angry", "厌恶/disgusted", "恐惧/fearful", "开心/happy", "中立/neutral"),
    *("其他/other", "难过/sad", "吃惊/surprised", "<unk>"),
)

EMOTION2VEC: tuple[Emotion2vecFolder, ...] = (
    Emotion2vecFolder(
        "emotion2vec-base",
        ("angry", "unuse_0", "unuse_1", "happy", "neutral", "unuse_2", "sad", "surprised", "<unk>"),
        _EMOTION2VEC_TINY,
        _EMOTION2VEC_BASE,
    ),
    Emotion2vecFolder(
        "emotion2vec-large",
        EMOTION2VEC_LABELS,
        # An even positional kernel drops its last frame.
        {**_EMOTION2VEC_TINY, "num_heads": 4, "alibi_per_layer": "true", "conv_pos_width": 20, "num_extra_tokens": 1},
        # The published config.yaml was not at hand: these sizes give the stated 300 million parameters.
        {**_EMOTION2VEC_BASE, "embed_dim": 1024, "num_heads": 16, "depth": 16, "prenet_depth": 8},
    ),
)
"""The folders of emotion2vec, by the order in which they are made."""


@dataclass(frozen=True)
class OdysseyFolder:
    """A folder of a baseline of the Odyssey 2024 challenge."""

    name: str
    labels: tuple[str, ...]
    mean: float
    std: float
    tiny: dict[str, Any]

    def settings_of(self, size: Size) -> dict[str, Any]:
        """Return the settings of the encoder that differ from the library's defaults."""
        return self.tiny if size == "tiny" else ODYSSEY_ENCODER


_ODYSSEY_SETTINGS = {**_LARGE, "conv_bias": False}
ODYSSEY_ENCODER: dict[str, Any] = {**_ODYSSEY_SETTINGS, **_LARGE_FULL, "num_buckets": 320, "max_bucket_distance": 800}
"""Settings of microsoft/wavlm-large, which published folders do not contain."""
_ODYSSEY_TINY = {**_ODYSSEY_SETTINGS, **_LARGE_TINY, "num_buckets": 32, "max_bucket_distance": 64}

ODYSSEY: tuple[OdysseyFolder, ...] = (
    OdysseyFolder(
        "odyssey-categorical",
        ("Angry", "Sad", "Happy", "Surprise", "Fear", "Disgust", "Contempt", "Neutral"),
        -0.0003,
        0.09,
        _ODYSSEY_TINY,
    ),
    OdysseyFolder("odyssey-attributes", DIMENSIONS, 0.02, 0.3, _ODYSSEY_TINY),
)
"""The folders of the Odyssey baselines, by the order in which they are made; mean and std are made up."""


@dataclass(frozen=True)
class VoxProfileFolder:
    """A folder of Vox-Profile."""

    name: str
    model_type: Literal["wavlm", "whisper"]
    labels: tuple[str, ...]
    settings: dict[str, Any]
    tiny: dict[str, Any]
    full: dict[str, Any]

    @property
    def has_classes(self) -> bool:
        """Return whether the file has heads of classes beside those of the dimensions."""
        return self.labels != _VOX_DIMENSIONS

    def settings_of(self, size: Size) -> dict[str, Any]:
        """Return config.json: the arguments of the constructor."""
        sizes = {"hidden_dim": 10, "lora_rank": 3} if size == "tiny" else {"hidden_dim": 256, "lora_rank": 16}
        shared = {"detailed_class_num": 17, "freeze_params": True, "output_class_num": 9, "use_conv_output": True}
        return dict(sorted({**shared, **sizes, **self.settings}.items()))

    def encoder_of(self, size: Size) -> dict[str, Any]:
        """Return the settings of the encoder that differ from the library's defaults."""
        return self.tiny if size == "tiny" else self.full


VOX_PROFILE_LABELS = (
    *("Anger", "Contempt", "Disgust", "Fear", "Happiness"),
    *("Neutral", "Sadness", "Surprise", "Other"),
)
_VOX_DIMENSIONS = ("arousal", "valence", "dominance")
_VOX_TINY_WHISPER = {**_WHISPER_TINY, "max_source_positions": 750, "num_mel_bins": 128, "encoder_layers": 3}
_VOX_FULL_WHISPER = {**_WHISPER_LARGE, "max_source_positions": 750}

VOX_PROFILE: tuple[VoxProfileFolder, ...] = (
    VoxProfileFolder(
        "vox-profile-wavlm",
        "wavlm",
        VOX_PROFILE_LABELS,
        {"pretrain_model": "wavlm_large", "finetune_method": "finetune"},
        _ODYSSEY_TINY,
        ODYSSEY_ENCODER,
    ),
    # The published model of dimensions has no adapters; its siblings for other properties of voices have.
    VoxProfileFolder(
        "vox-profile-wavlm-dim",
        "wavlm",
        _VOX_DIMENSIONS,
        {"pretrain_model": "wavlm_large", "finetune_method": "lora", "use_conv_output": False},
        {**_ODYSSEY_TINY, "num_hidden_layers": 3},
        ODYSSEY_ENCODER,
    ),
    VoxProfileFolder(
        "vox-profile-whisper",
        "whisper",
        VOX_PROFILE_LABELS,
        {"pretrain_model": "whisper_large", "finetune_method": "lora"},
        _VOX_TINY_WHISPER,
        _VOX_FULL_WHISPER,
    ),
    VoxProfileFolder(
        "vox-profile-whisper-dim",
        "whisper",
        _VOX_DIMENSIONS,
        {"pretrain_model": "whisper_large", "finetune_method": "finetune"},
        _VOX_TINY_WHISPER,
        _VOX_FULL_WHISPER,
    ),
)
"""The folders of Vox-Profile, by the order in which they are made."""


@dataclass(frozen=True)
class SenseVoiceFolder:
    """A folder of SenseVoiceSmall in FunASR's layout."""

    name: str
    tiny: dict[str, Any]
    full: dict[str, Any]

    def settings_of(self, size: Size) -> dict[str, Any]:
        """Return the values of the template's placeholders."""
        return self.tiny if size == "tiny" else self.full


EMOTION_TOKENS: dict[str, str] = {
    "<|HAPPY|>": "happy",
    "<|SAD|>": "sad",
    "<|ANGRY|>": "angry",
    "<|NEUTRAL|>": "neutral",
    "<|FEARFUL|>": "fearful",
    "<|DISGUSTED|>": "disgusted",
    "<|SURPRISED|>": "surprised",
    "<|EMO_UNKNOWN|>": "unk",
}
"""The labels of the tokens that tell an emotion."""

SENSE_VOICE_TOKENS = (*list(EMOTION_TOKENS)[:7], "<|EMO_OTHER|>", "<|EMO_UNKNOWN|>")
"""Tokens from the index of `happy` on: the last one is 8 after it, as in the published model; the one before is made up."""

SENSE_VOICE: tuple[SenseVoiceFolder, ...] = (
    SenseVoiceFolder(
        "sense-voice",
        {
            "output_size": 16,
            "attention_heads": 4,
            "linear_units": 20,
            "num_blocks": 3,
            "tp_blocks": 2,
            "kernel_size": 5,
            "sanm_shfit": 0,
            "n_mels": 20,
            "lfr_m": 7,
            "lfr_n": 6,
            "vocab_size": 40,
            "first_tag": 25,
        },
        {
            "output_size": 512,
            "attention_heads": 4,
            "linear_units": 2048,
            "num_blocks": 50,
            "tp_blocks": 20,
            "kernel_size": 11,
            "sanm_shfit": 0,
            "n_mels": 80,
            "lfr_m": 7,
            "lfr_n": 6,
            "vocab_size": 25055,
            "first_tag": 25001,
        },
    ),
)
"""The folders of SenseVoiceSmall, by the order in which they are made."""

SPEECHBRAIN_WAV2VEC2: dict[Size, dict[str, Any]] = {
    "tiny": {**_BASE, **_BASE_TINY},
    "full": {**_BASE, **_BASE_FULL},
}
"""Settings of the wav2vec2 inside the SpeechBrain folder; full size is facebook/wav2vec2-base."""

DIARIZATION_LABELS = ("a", "n", "h", "s")

SPEECHBRAIN_DIARIZATION: dict[Size, dict[str, Any]] = {
    "tiny": {**_LARGE, **_LARGE_TINY, "conv_bias": False, "num_buckets": 32, "max_bucket_distance": 64},
    "full": {**_LARGE, **_LARGE_FULL, "conv_bias": False, "num_buckets": 320, "max_bucket_distance": 800},
}
"""Settings of the WavLM inside the folders of emotion diarisation; full size is microsoft/wavlm-large."""

SPEECHBRAIN_WEIGHTED: dict[str, bool] = {"speechbrain-weighted": True, "speechbrain-weighted-plain": False}
"""Whether the states of each layer are normalised before they are summed; the encoder is that of emotion diarisation."""

DIARIZATION_POOLING: dict[str, tuple[int, int]] = {
    "speechbrain-diarization": (1, 1),
    "speechbrain-diarization-windows": (5, 2),
}
"""`window_length` and `stride` in frames; the published model has (1, 1)."""

ECAPA: dict[Size, dict[str, Any]] = {
    "tiny": {
        # The first width differs from the second, which puts a shortcut convolution into the first block.
        "channels": [12, 8, 8, 8, 24],
        "kernel_sizes": [5, 3, 3, 3, 1],
        "dilations": [1, 2, 3, 4, 1],
        "attention_channels": 8,
        "res2net_scale": 4,
        "se_channels": 8,
        "lin_neurons": 12,
    },
    "full": {
        "channels": [512, 512, 512, 512, 1536],
        "kernel_sizes": [5, 3, 3, 3, 1],
        "dilations": [1, 2, 3, 4, 1],
        "attention_channels": 64,
        "lin_neurons": 96,
    },
}
"""Settings of the ECAPA-TDNN; full size is SpeechBrain's IEMOCAP recipe `train.yaml`."""

ECAPA_SCALE = 30
"""Factor between cosine and logit: the scale of the additive margin loss of the IEMOCAP recipe."""

WHISPER_NAMES: tuple[str, ...] = tuple(item.name for item in WHISPER)
"""The names of the folders of Whisper models, whose golden values are in a file of their own."""

EMOTION2VEC_NAMES: tuple[str, ...] = tuple(item.name for item in EMOTION2VEC)
"""The names of the folders of emotion2vec, whose golden values are in a file of their own."""

ODYSSEY_NAMES: tuple[str, ...] = tuple(item.name for item in ODYSSEY)
"""The names of the folders of the Odyssey baselines, whose golden values are in a file of their own."""

HEAD_NAMES = ("soxan-max", "wav2vec2-ctc", "hubert-multi-label")
"""The folders of other heads than those of golden.json, whose golden values are in a file of their own."""

VOX_PROFILE_NAMES: tuple[str, ...] = tuple(item.name for item in VOX_PROFILE)
"""The names of the folders of Vox-Profile, whose golden values are in a file of their own."""

SENSE_VOICE_NAMES: tuple[str, ...] = tuple(item.name for item in SENSE_VOICE)
"""The names of the folders of SenseVoiceSmall, whose golden values are in a file of their own."""

LORA_NAMES = (LORA.name,)
"""The names of the folders with adapters of PEFT, whose golden values are in a file of their own."""

DIARIZATION_NAMES: tuple[str, ...] = tuple(DIARIZATION_POOLING)
"""The names of the folders of emotion diarisation, whose golden values are in a file of their own."""

WEIGHTED_NAMES: tuple[str, ...] = tuple(SPEECHBRAIN_WEIGHTED)
"""The names of the folders of a sum of all layers, whose golden values are in a file of their own."""

NAMES: tuple[str, ...] = (
    "speechbrain-wav2vec2",
    "speechbrain-ecapa",
    *(item.name for item in HUGGING_FACE),
    *WHISPER_NAMES,
    *EMOTION2VEC_NAMES,
    *ODYSSEY_NAMES,
    *LORA_NAMES,
    *VOX_PROFILE_NAMES,
    *SENSE_VOICE_NAMES,
    *DIARIZATION_NAMES,
    *WEIGHTED_NAMES,
)
"""The names of all folders."""
