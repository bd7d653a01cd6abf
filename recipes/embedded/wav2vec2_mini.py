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

HYPERPARAMS_TEMPLATE = Path(__file__).with_name("wav2vec2-mini.template.yaml")
"""HyperPyYAML of the checkpoint folder, with `$names` for the settings."""

_STD_EPSILON = 1e-5
"""What SpeechBrain's StatisticsPooling adds to each deviation."""


class Wav2vec2Mini(torch.nn.Module):
    """The encoder, `StatisticsPooling` and `Linear`, as the published IEMOCAP model chains them."""

    def __init__(self, settings: Wav2vec2Settings) -> None:
        super().__init__()
        self.settings = settings
        self.pooled_size = 2 * settings.hidden_size
        shape = {key: value for key, value in asdict(settings).items() if key != "dropout"}
        self.config = Wav2Vec2Config(
            **shape,
            hidden_dropout=settings.dropout,
            attention_dropout=settings.dropout,
            activation_dropout=settings.dropout,
            feat_proj_dropout=0.0,
            layerdrop=0.0,
            apply_spec_augment=False,
        )
        self.encoder = Wav2Vec2Model(self.config)
        self.output_mlp = Linear(input_size=2 * settings.hidden_size, n_neurons=len(LABELS))

    def prepare(self, waveforms: torch.Tensor) -> torch.Tensor:
        """What `forward` takes, of waveforms `[batch, time]` of one length."""
        return torch.nn.functional.layer_norm(waveforms, waveforms.shape[1:])

    def restore(self, folder: Path) -> None:
        """Reads the weights of a checkpoint folder."""
        for name, module in self._modules_of_folder().items():
            module.load_state_dict(torch.load(folder / f"{name}.ckpt", weights_only=True))

    def forward(self, waveforms: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits `[batch, classes]` and the pooled statistics `[batch, 2 hidden]`.

        Takes waveforms `[batch, time]` of mean 0 and deviation 1.
        """
        frames = self.encoder(waveforms).last_hidden_state
        pooled = torch.cat([frames.mean(1), frames.float().std(1) + _STD_EPSILON], 1)
        return self.output_mlp(pooled).float(), pooled

    def logits(self, answers: torch.Tensor) -> torch.Tensor:
        """What the softmax is taken of at inference `[batch, classes]`: the answers themselves."""
        return answers

    def loss(self, answers: torch.Tensor, targets: torch.Tensor, label_smoothing: float) -> torch.Tensor:
        """Cross-entropy of logits against one-hot targets, both `[batch, classes]`."""
        return torch.nn.functional.cross_entropy(answers, targets, label_smoothing=label_smoothing)

    def export(self, folder: Path) -> None:
        """Writes the layout of the published IEMOCAP model, and `config.json`, since no hub knows this encoder."""
        values = {"encoder_dim": 2 * self.settings.hidden_size, "out_n_neurons": len(LABELS)}
        write_folder(folder, HYPERPARAMS_TEMPLATE, values, self._modules_of_folder())
        config = {**self.config.to_diff_dict(), "architectures": ["Wav2Vec2Model"]}
        text = json.dumps(config, indent=2, sort_keys=True) + "\n"
        (folder / "config.json").write_text(text, encoding="utf-8")

    def _modules_of_folder(self) -> dict[str, torch.nn.Module]:
        # SpeechBrain's lobe holds the encoder in its attribute `model`: that is the prefix of every key.
        encoder, head = torch.nn.ModuleDict({"model": self.encoder}), torch.nn.ModuleList([self.output_mlp])
        return {"wav2vec2": encoder, "model": head}
