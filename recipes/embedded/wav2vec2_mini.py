"""wav2vec2-mini: a compact wav2vec2 on the raw waveform, statistics over time and one linear layer."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch
from speechbrain.nnet.linear import Linear
from transformers import Wav2Vec2Config, Wav2Vec2Model

from folder import write_folder
from settings import LABELS, Wav2vec2Settings
from teacher import WhisperEncoder
from whisper_start import start_from_whisper

HYPERPARAMS_TEMPLATE = Path(__file__).with_name("wav2vec2-mini.template.yaml")
"""HyperPyYAML of the checkpoint folder, with `$names` for the settings."""

_STD_EPSILON = 1e-5
"""SpeechBrain's StatisticsPooling adds this to each deviation."""


class Wav2vec2Mini(torch.nn.Module):
    """The encoder, `StatisticsPooling` and `Linear`, as the published IEMOCAP model chains them."""

    def __init__(self, settings: Wav2vec2Settings) -> None:
        super().__init__()
        self.settings = settings
        self.config = Wav2Vec2Config(
            **asdict(settings),
            hidden_dropout=0.0,
            attention_dropout=0.0,
            activation_dropout=0.0,
            feat_proj_dropout=0.0,
            layerdrop=0.0,
            apply_spec_augment=False,
        )
        self.encoder = Wav2Vec2Model(self.config)
        start_from_whisper(self.encoder, WhisperEncoder())
        # The filter bank is not trained, nor is the last norm, because the states are compared after it.
        for part in (self.encoder.feature_extractor, self.encoder.feature_projection, self.encoder.encoder.layer_norm):
            part.requires_grad_(False)
        self.output_mlp = Linear(input_size=2 * settings.hidden_size, n_neurons=len(LABELS)).requires_grad_(False)

    def prepare(self, waveforms: torch.Tensor) -> torch.Tensor:
        """Returns the input of `forward`, latents `[batch, frames, hidden]`, of waveforms `[batch, time]` of one length.

        They are the output of the convolutions and their projection, which are not trained.
        """
        normalised = torch.nn.functional.layer_norm(waveforms, waveforms.shape[1:])
        features = self.encoder.feature_extractor(normalised).transpose(1, 2)
        return self.encoder.feature_projection(features)[0]

    def restore(self, folder: Path) -> None:
        """Reads the weights of a checkpoint folder."""
        for name, module in self._modules_of_folder().items():
            module.load_state_dict(torch.load(folder / f"{name}.ckpt", weights_only=True))

    def forward(self, latents: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Maps latents `[batch, frames, hidden]` to logits `[batch, classes]` and statistics `[batch, 2 hidden]`."""
        pooled = self.pool(self.encoder.encoder(latents).last_hidden_state.float())
        return self.output_mlp(pooled).float(), pooled

    def states(self, latents: torch.Tensor) -> list[torch.Tensor]:
        """Returns normalised states `[batch, frames, hidden]` after each layer; the last ones are pooled."""
        encoder = self.encoder.encoder
        hidden, states = latents + encoder.pos_conv_embed(latents), []
        for layer in encoder.layers:
            hidden = layer(hidden)
            states.append(encoder.layer_norm(hidden.float()))
        return states

    def pool(self, frames: torch.Tensor) -> torch.Tensor:
        """Returns mean and deviation over time `[batch, 2 hidden]` of frames `[batch, frames, hidden]`."""
        return torch.cat([frames.mean(1), frames.std(1) + _STD_EPSILON], 1)

    def logits(self, outputs: torch.Tensor) -> torch.Tensor:
        """Returns the logits `[batch, classes]`, which are the outputs themselves."""
        return outputs

    def set_head(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        """Sets the weight `[classes, 2 hidden]` and the bias `[classes]` of the head."""
        self.output_mlp.w.weight.copy_(weight)
        self.output_mlp.w.bias.copy_(bias)

    def export(self, folder: Path) -> None:
        """Writes the layout of the published IEMOCAP model, and `config.json`, because no hub has this encoder."""
        values = {"encoder_dim": 2 * self.settings.hidden_size, "out_n_neurons": len(LABELS)}
        write_folder(folder, HYPERPARAMS_TEMPLATE, values, self._modules_of_folder())
        config = {**self.config.to_diff_dict(), "architectures": ["Wav2Vec2Model"]}
        text = json.dumps(config, indent=2, sort_keys=True) + "\n"
        (folder / "config.json").write_text(text, encoding="utf-8")

    def _modules_of_folder(self) -> dict[str, torch.nn.Module]:
        # SpeechBrain's lobe has the encoder in its attribute `model`, which is the prefix of every key.
        encoder, head = torch.nn.ModuleDict({"model": self.encoder}), torch.nn.ModuleList([self.output_mlp])
        return {"wav2vec2": encoder, "model": head}
