"""The baseline of the Odyssey 2024 challenge, written down from its description: 3loi/SER-Odyssey-Baseline-WavLM-*."""

import torch
from torch import Tensor, nn
from transformers import WavLMConfig, WavLMModel


class AttentiveStatistics(nn.Module):
    """Mean and standard deviation over time with one weight for each frame (arXiv 1803.10963)."""

    def __init__(self, size: int) -> None:
        """Make the layers for states of this width."""
        super().__init__()
        self.sap_linear = nn.Linear(size, size)
        self.attention = nn.Parameter(torch.empty(size, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Map `[1, frames, size]` to `[1, 2 * size]`."""
        weights = torch.softmax(torch.tanh(self.sap_linear(x)) @ self.attention, dim=1)
        mean = (x * weights).sum(1)
        return torch.cat([mean, ((x**2 * weights).sum(1) - mean**2).clamp(min=1e-5).sqrt()], dim=1)


class EmotionRegression(nn.Module):
    """One hidden layer with layer norm, and the last layer."""

    def __init__(self, size: int, hidden: int, classes: int) -> None:
        """Make the layers."""
        super().__init__()
        self.fc = nn.ModuleList([nn.Sequential(nn.Linear(size, hidden), nn.LayerNorm(hidden), nn.ReLU())])
        self.out = nn.Sequential(nn.Linear(hidden, classes))

    def forward(self, x: Tensor) -> Tensor:
        """Map `[1, size]` to `[1, classes]`."""
        return self.out(self.fc[0](x))


class SERModel(nn.Module):
    """The whole network; its input is the waveform after the shift and scale of config.json."""

    def __init__(self, encoder: WavLMConfig, classes: int) -> None:
        """Make the network for an encoder and a number of outputs."""
        super().__init__()
        size = encoder.hidden_size
        self.ssl_model = WavLMModel(encoder)
        self.pool_model = AttentiveStatistics(size)
        self.ser_model = EmotionRegression(2 * size, size, classes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map a waveform `[1, time]` to the pooled vector and the outputs."""
        pooled = self.pool_model(self.ssl_model(x).last_hidden_state)
        return pooled, self.ser_model(pooled)
