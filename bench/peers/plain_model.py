"""The seeded checkpoint's network on transformers' own encoder."""

from pathlib import Path

import torch
from torch import Tensor
from transformers import Wav2Vec2Model

OUTPUT_NORM_EPSILON = 1e-5
"""Of `output_norm` in SpeechBrain, which is PyTorch's `layer_norm` with its default."""

WAVEFORM_EPSILON = 1e-7
"""What transformers' feature extractor adds to the variance of the waveform."""


class PlainModel(torch.nn.Module):
    """A normalised waveform in, logits out."""

    def __init__(self, hub: Path, head: Path, attention: str) -> None:
        """Load the encoder of a Hugging Face folder and SpeechBrain's `model.ckpt`; `attention` is transformers' word."""
        super().__init__()
        self.encoder = Wav2Vec2Model.from_pretrained(hub, attn_implementation=attention)
        weight = torch.load(head, weights_only=True)["0.w.weight"]
        self.head = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        self.head.load_state_dict({"weight": weight})

    def forward(self, input_values: Tensor) -> Tensor:
        """Return logits `[1, classes]` of one utterance `[1, time]`."""
        frames = self.encoder(input_values).last_hidden_state
        variance, mean = torch.var_mean(frames, dim=(1, 2), correction=0, keepdim=True)
        return self.head(((frames - mean) / torch.sqrt(variance + OUTPUT_NORM_EPSILON)).mean(dim=1))


def normalise(samples: Tensor) -> Tensor:
    """Return a waveform `[time]` of mean 0 and variance 1, as transformers' feature extractor makes it."""
    variance, mean = torch.var_mean(samples, correction=0)
    return (samples - mean) / torch.sqrt(variance + WAVEFORM_EPSILON)
