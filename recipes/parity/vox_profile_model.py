"""The emotion models of Vox-Profile, written down from their description: tiantiaf/{wavlm-large,whisper-large-v3}-*."""

import loralib
import torch
from torch import Tensor, nn
from transformers import PreTrainedConfig, WavLMConfig, WavLMModel, WhisperConfig, WhisperModel

DIMENSIONS = ("arousal", "valence", "dominance")
"""The heads with one output between 0 and 1, in the order of the published model of dimensions."""

CHUNK_SECONDS = 15
"""Length to which the input of a Whisper model is padded."""

HOP_SAMPLES = 160
"""Samples from one mel frame to the next; a state stands for two of them."""


class VoxProfile(nn.Module):
    """The layers that all models share: pointwise convolutions, the mean over time and one head for each output."""

    def __init__(self, size: int, layers: int, settings: dict[str, int | bool], *, classes: bool) -> None:
        """Make the layers for states of the width `size` of an encoder with `layers` layers.

        A model of categories has heads for `classes`, too; the published models of dimensions have none.
        """
        super().__init__()
        hidden = settings["hidden_dim"]
        self.model_seq = nn.Sequential(
            nn.Conv1d(size, hidden, 1),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Conv1d(hidden, hidden, 1),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Conv1d(hidden, hidden, 1),
        )
        self.use_conv_output = settings["use_conv_output"]
        self.weights = nn.Parameter(torch.ones(layers + int(self.use_conv_output)))
        if classes:
            self.emotion_layer = _head(hidden, settings["output_class_num"])
            self.detailed_out_layer = _head(hidden, settings["detailed_class_num"])
        for name in DIMENSIONS:
            setattr(self, f"{name}_layer", _head(hidden, 1).append(nn.Sigmoid()))

    def pool(self, states: Tensor) -> Tensor:
        """Map states `[1, frames, size]` to `[1, hidden]`."""
        return self.model_seq(states.transpose(1, 2)).mean(dim=2)

    def dimensions(self, embedding: Tensor) -> Tensor:
        """Map a pooled vector to the values of the dimensions."""
        return torch.cat([getattr(self, f"{name}_layer")(embedding) for name in DIMENSIONS], dim=1)


class VoxProfileWavLM(VoxProfile):
    """A WavLM; the states of all its layers are summed with learnt weights."""

    def __init__(self, encoder: WavLMConfig, settings: dict[str, int | bool], *, classes: bool) -> None:
        """Make the network; `settings` are those of config.json."""
        super().__init__(encoder.hidden_size, encoder.num_hidden_layers, settings, classes=classes)
        self.backbone_model = WavLMModel(encoder)
        for layer in _adapted(self.backbone_model.encoder.layers, settings):
            _adapt(layer.feed_forward, ("intermediate_dense", "output_dense"), settings)

    def forward(self, waveform: Tensor) -> Tensor:
        """Map a standardised waveform `[1, time]` to the pooled vector."""
        states = self.backbone_model(waveform, output_hidden_states=True).hidden_states
        counted = states if self.use_conv_output else states[1:]
        shares = torch.softmax(self.weights, dim=0)
        return self.pool(sum(share * state for share, state in zip(shares, counted, strict=True)))


class VoxProfileWhisper(VoxProfile):
    """The encoder of a Whisper, whose last state is used; the mean over time leaves out the padding."""

    def __init__(self, encoder: WhisperConfig, settings: dict[str, int | bool], *, classes: bool) -> None:
        """Make the network; its file has the weights of the layer sum, too, which no result depends on."""
        super().__init__(encoder.d_model, encoder.encoder_layers, settings, classes=classes)
        self.backbone_model = WhisperModel(encoder)
        for layer in _adapted(self.backbone_model.encoder.layers, settings):
            _adapt(layer, ("fc1", "fc2"), settings)
        self.embed_positions = nn.Parameter(torch.empty(encoder.max_source_positions, encoder.d_model))

    def forward(self, mel: Tensor, samples: int) -> Tensor:
        """Map mel levels `[1, bands, frames]` of a recording with this many samples to the pooled vector."""
        encoder = self.backbone_model.encoder
        # The positions beside the encoder are used in the place of its own.
        encoder.embed_positions = nn.Embedding.from_pretrained(self.embed_positions[: mel.shape[2] // 2])
        state = encoder(mel).last_hidden_state
        frames = (samples // HOP_SAMPLES - 1) // 2 + 1
        return self.pool(state[:, :frames])


def _head(hidden: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, outputs))


def _adapted(layers: nn.ModuleList, settings: dict[str, int | bool]) -> list[nn.Module]:
    """Return the layers that have adapters: those above the middle."""
    return list(layers)[len(layers) // 2 + 1 :] if settings["finetune_method"] == "lora" else []


def _adapt(module: nn.Module, names: tuple[str, ...], settings: dict[str, int | bool]) -> None:
    for name in names:
        linear = getattr(module, name)
        adapted = loralib.Linear(linear.in_features, linear.out_features, r=settings["lora_rank"])
        setattr(module, name, adapted)


def encoder_class(config: PreTrainedConfig) -> type[VoxProfile]:
    """Return the network around an encoder of this kind."""
    return VoxProfileWhisper if isinstance(config, WhisperConfig) else VoxProfileWavLM
