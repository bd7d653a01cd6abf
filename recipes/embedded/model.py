"""The network out of SpeechBrain's own modules, and its folder in SpeechBrain's own layout."""

from __future__ import annotations

from pathlib import Path
from string import Template

import torch
from speechbrain.dataio.encoder import CategoricalEncoder
from speechbrain.lobes.features import Fbank
from speechbrain.lobes.models.ECAPA_TDNN import ECAPA_TDNN, Classifier
from speechbrain.nnet.losses import AngularMargin
from speechbrain.processing.features import InputNormalization

from settings import LABELS, SAMPLE_RATE, ModelSettings

HYPERPARAMS_TEMPLATE = Path(__file__).with_name("hyperparams.template.yaml")
"""HyperPyYAML of the checkpoint folder, with `$names` for the settings."""


class EmotionNetwork(torch.nn.Module):
    """Fbank, sentence mean normalisation, ECAPA-TDNN and a cosine classifier, as `EncoderClassifier` chains them."""

    def __init__(self, settings: ModelSettings) -> None:
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
            dropout=settings.dropout,
        )
        self.classifier = Classifier(settings.embedding_size, out_neurons=len(LABELS))

    def features(self, waveforms: torch.Tensor) -> torch.Tensor:
        """Normalised log mel features `[batch, frames, mel]` of waveforms `[batch, time]`."""
        return self.mean_var_norm(self.compute_features(waveforms), torch.ones(len(waveforms)))

    def cosines(self, features: torch.Tensor) -> torch.Tensor:
        """Cosines `[batch, classes]` between the embedding and each class."""
        return self.classifier(self.embedding_model(features)).squeeze(1).float()


class MarginLoss(torch.nn.Module):
    """Additive margin softmax for soft targets; for one-hot targets it equals SpeechBrain's `LogSoftmaxWrapper`."""

    def __init__(self, settings: ModelSettings, label_smoothing: float) -> None:
        super().__init__()
        self.margin = AngularMargin(margin=settings.margin, scale=settings.scale)
        self.label_smoothing = label_smoothing

    def forward(self, cosines: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Mean loss of cosines `[batch, classes]` against targets `[batch, classes]` that sum to 1."""
        smooth = targets * (1 - self.label_smoothing) + self.label_smoothing / targets.shape[1]
        return torch.nn.functional.cross_entropy(self.margin(cosines, targets), smooth)


def count_parameters(network: EmotionNetwork) -> int:
    """Trained numbers of the network."""
    return sum(parameter.numel() for parameter in network.parameters())


def export_checkpoint(network: EmotionNetwork, folder: Path) -> None:
    """Writes `hyperparams.yaml`, `embedding_model.ckpt`, `classifier.ckpt` and the label encoder to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(_plain_state(network.embedding_model), folder / "embedding_model.ckpt")
    torch.save(_plain_state(network.classifier), folder / "classifier.ckpt")
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in vars(network.settings).items()}
    template = Template(HYPERPARAMS_TEMPLATE.read_text(encoding="utf-8"))
    text = template.substitute(values, sample_rate=SAMPLE_RATE, out_n_neurons=len(LABELS))
    (folder / "hyperparams.yaml").write_text(text, encoding="utf-8")
    # SpeechBrain's Pretrainer looks for <name>.ckpt in the source folder where no path is given, and a path in
    # the YAML could not follow the folder when it is moved; published models call the same text .txt.
    for name in ("label_encoder.txt", "label_encoder.ckpt"):
        (folder / name).write_text(label_encoder_text(), encoding="utf-8")


def label_encoder_text() -> str:
    """The labels as SpeechBrain's `CategoricalEncoder` saves them."""
    arrow, rule = CategoricalEncoder.VALUE_SEPARATOR, CategoricalEncoder.EXTRAS_SEPARATOR
    lines = [f"'{label}'{arrow}{index}\n" for index, label in enumerate(LABELS)]
    return "".join([*lines, rule, f"'starting_index'{arrow}0\n"])


def _plain_state(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: tensor.detach().clone().contiguous() for name, tensor in module.state_dict().items()}
