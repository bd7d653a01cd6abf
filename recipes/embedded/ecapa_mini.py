"""ecapa-mini: Fbank, ECAPA-TDNN and a cosine classifier from SpeechBrain's own modules."""

from __future__ import annotations

from pathlib import Path

import torch
from speechbrain.lobes.features import Fbank
from speechbrain.lobes.models.ECAPA_TDNN import ECAPA_TDNN, Classifier
from speechbrain.nnet.CNN import Conv1d
from speechbrain.nnet.losses import AngularMargin
from speechbrain.processing.features import InputNormalization

from folder import write_folder
from settings import LABELS, SAMPLE_RATE, EcapaSettings

HYPERPARAMS_TEMPLATE = Path(__file__).with_name("ecapa-mini.template.yaml")
"""HyperPyYAML of the checkpoint folder, with `$names` for the settings."""


class EcapaMini(torch.nn.Module):
    """Fbank, sentence mean normalisation, ECAPA-TDNN and a cosine classifier, as `EncoderClassifier` chains them."""

    def __init__(self, settings: EcapaSettings) -> None:
        super().__init__()
        self.settings = settings
        self.compute_features = Fbank(
            sample_rate=SAMPLE_RATE,
            n_mels=settings.n_mels,
            n_fft=settings.n_fft,
            win_length=settings.win_length,
            hop_length=settings.hop_length,
        )
        self.mean_var_norm = InputNormalization(norm_type="sentence", std_norm=False)
        self.embedding_model = ECAPA_TDNN(
            input_size=settings.n_mels,
            lin_neurons=settings.embedding_size,
            channels=list(settings.channels),
            kernel_sizes=list(settings.kernel_sizes),
            dilations=list(settings.dilations),
            res2net_scale=settings.res2net_scale,
            attention_channels=settings.attention_channels,
            se_channels=settings.se_channels,
            global_context=settings.global_context,
            dropout=settings.dropout,
        )
        self.classifier = Classifier(settings.embedding_size, out_neurons=len(LABELS))

        self.margin = AngularMargin(margin=settings.margin, scale=settings.scale)
        self.pooled_size = 2 * settings.channels[-1]
        for module in self.embedding_model.modules():
            # Padding by zero samples still copies every activation, which takes a third of a step's time.
            if isinstance(module, Conv1d) and module.kernel_size == 1:
                module.padding = "valid"

    def prepare(self, waveforms: torch.Tensor) -> torch.Tensor:
        """Returns the input of `forward` for waveforms `[batch, time]` of one length."""
        return self.mean_var_norm(self.compute_features(waveforms), torch.ones(len(waveforms)))

    def restore(self, folder: Path) -> None:
        """Reads the weights of a checkpoint folder."""
        for name in ("embedding_model", "classifier"):
            getattr(self, name).load_state_dict(torch.load(folder / f"{name}.ckpt", weights_only=True))

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns cosines `[batch, classes]` and the pooled statistics `[batch, 2 channel]`.

        The input is normalised log mel features `[batch, frames, mel]`; the layers are applied as in `ECAPA_TDNN`.
        """
        first, *blocks = self.embedding_model.blocks
        states = [first(features.transpose(1, 2))]
        for block in blocks:
            states.append(block(states[-1]))
        frames = self.embedding_model.mfa(torch.cat(states[1:], dim=1))
        pooled = self.embedding_model.asp_bn(self.embedding_model.asp(frames))
        embedding = self.embedding_model.fc(pooled).transpose(1, 2)
        return self.classifier(embedding).squeeze(1).float(), pooled.squeeze(2)

    def logits(self, cosines: torch.Tensor) -> torch.Tensor:
        """Returns the logits `[batch, classes]`: scaled cosines."""
        return self.settings.scale * cosines

    def loss(self, cosines: torch.Tensor, targets: torch.Tensor, label_smoothing: float) -> torch.Tensor:
        """Returns the additive margin softmax of cosines against one-hot targets, both `[batch, classes]`.

        Without smoothing it equals SpeechBrain's `LogSoftmaxWrapper`.
        """
        margined = self.margin(cosines, targets)
        return torch.nn.functional.cross_entropy(margined, targets, label_smoothing=label_smoothing)

    def export(self, folder: Path) -> None:
        """Writes the checkpoint folder, which `EncoderClassifier.from_hparams` loads."""
        values = {**vars(self.settings), "sample_rate": SAMPLE_RATE, "out_n_neurons": len(LABELS)}
        modules = {"embedding_model": self.embedding_model, "classifier": self.classifier}
        write_folder(folder, HYPERPARAMS_TEMPLATE, values, modules)
