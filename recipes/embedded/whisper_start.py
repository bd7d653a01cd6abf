"""Initial weights of wav2vec2-mini: a wav2vec2 that computes nearly the same as the first layers of Whisper tiny.en.

Its seven convolutions are the waveform in five phases, a Fourier transform, mel bands, hinges at rising levels, a sum
of hinges that approximates a logarithm, and Whisper's own two. Its Transformer layers are Whisper's first ones.
Three things differ: wav2vec2 encodes no positions, so every frame has the encoding of the position `PLACE`; its
positional convolution, which Whisper does not have, starts at zero; it normalises before the projection and after the last layer.
"""

from __future__ import annotations

import torch
from torchaudio.functional import melscale_fbanks
from transformers import Wav2Vec2Model
from transformers.models.wav2vec2.modeling_wav2vec2 import Wav2Vec2EncoderLayerStableLayerNorm

from settings import SAMPLE_RATE
from teacher import STATE_SIZE, WhisperEncoder

PHASES = 5
"""Samples that the first convolution copies to channels, each with its negative: GELU(x) - GELU(-x) is x."""

N_FFT, N_MELS = 400, 80
"""Length of Whisper's transform in samples, and number of its mel bands."""

BINS = N_FFT // 2 - 1
"""Frequency bins of the transform, without the lowest and the highest."""

HINGES = 10
"""Hinges per band."""

CONSTANTS = 8
"""Channels in addition to Whisper's 384 with the value `_CONSTANT`, so that the next norm scales all frames alike."""

PLACE = 60
"""Position with the smallest loss of recall; no position and the means of the first 100 and 300 were tried, too."""

_LOUDNESS = 0.06
"""Root mean square of Whisper's input, which depends on the level; wav2vec2 normalises waveforms to deviation 1."""

_GAIN = 100.0
"""Factor of the magnitudes; GELU does not change values as large as these."""

_DECADES = (-3.2, 0.7)
"""Logarithms of the magnitudes at the lowest and the highest hinge."""

_SHARPNESS = 2.5
"""Slope of the hinges: a hinge is GELU(_SHARPNESS * (magnitude / level - 1))."""

_SHIFT = 10.0
"""Added to the logarithm, so that GELU does not change it; Whisper's first convolution subtracts it."""

_CONSTANT = 30.0

_Weights = tuple[torch.Tensor, torch.Tensor]
"""Weight `[out, in, kernel]` and bias `[out]`."""


@torch.no_grad()
def start_from_whisper(model: Wav2Vec2Model, whisper: WhisperEncoder) -> None:
    """Sets every weight of a model; raises RuntimeError if its shape is not that of `Wav2vec2Settings`."""
    for layer, weights in zip(model.feature_extractor.conv_layers, _convolutions(whisper), strict=True):
        _set(layer.conv, *weights)
    size = STATE_SIZE + CONSTANTS
    spread = _CONSTANT * (CONSTANTS * STATE_SIZE) ** 0.5 / size
    projection = model.feature_projection.projection
    _set(projection, spread * torch.eye(STATE_SIZE, size), whisper.positions[PLACE])
    positional = model.encoder.pos_conv_embed.conv
    positional.parametrizations.weight.original0.zero_()
    positional.bias.zero_()
    for number, layer in enumerate(model.encoder.layers):
        _start_layer(layer, whisper.weights, f"layer_{number}")


def _set(module: torch.nn.Module, weight: torch.Tensor, bias: torch.Tensor) -> None:
    module.weight.copy_(weight)
    module.bias.copy_(bias)


def _convolutions(whisper: WhisperEncoder) -> list[_Weights]:
    (first, first_bias), (second, second_bias) = (
        (_rounded(whisper.weights[f"conv{n}/weight"]), whisper.weights[f"conv{n}/bias"]) for n in (1, 2)
    )
    nothing = second.new_zeros(CONSTANTS, *second.shape[1:])
    return [
        _phases(),
        _fourier(),
        _mel_bands(),
        _hinges(),
        _logarithm(),
        (first, first_bias - _SHIFT * first.sum((1, 2))),
        (torch.cat([second, nothing]), torch.cat([second_bias, torch.full((CONSTANTS,), _CONSTANT)])),
    ]


def _phases() -> _Weights:
    """`[10, 1, 5]`."""
    phases = torch.eye(PHASES)[:, None]
    return torch.cat([phases, -phases]), torch.zeros(2 * PHASES)


def _fourier() -> _Weights:
    """`[796, 10, 80]`: cosines, sines and the negatives of both, so that the sum of their GELUs is a magnitude."""
    turns = torch.outer(torch.arange(1, BINS + 1), torch.arange(N_FFT)).double() / N_FFT
    angles = 2 * torch.pi * turns
    waves = torch.cat([angles.cos(), angles.sin(), -angles.cos(), -angles.sin()])
    waves *= _LOUDNESS * _GAIN * torch.hann_window(N_FFT, dtype=torch.float64)
    phases = waves.unflatten(1, (-1, PHASES)).transpose(1, 2)
    return _rounded(torch.cat([phases, -phases], 1)), torch.zeros(4 * BINS)


def _mel_bands() -> _Weights:
    """`[80, 796, 1]`: sums magnitudes over bands, scaled so that a flat spectrum yields the root of its mel power."""
    bands = melscale_fbanks(N_FFT // 2 + 1, 0, SAMPLE_RATE / 2, N_MELS, SAMPLE_RATE, "slaney", "slaney")[1:-1].double()
    # The mean of |cos| + |sin| of a wave over its phases is 4 / pi of its magnitude.
    bands *= bands.sum(0).sqrt() / bands.sum(0) / (4 / torch.pi)
    return bands.T.repeat(1, 4)[..., None], torch.zeros(N_MELS)


def _levels() -> torch.Tensor:
    return torch.logspace(*_DECADES, HINGES, dtype=torch.float64)


def _hinges() -> _Weights:
    """`[800, 80, 1]`."""
    slopes = _SHARPNESS / _levels() / _GAIN
    return _per_band(slopes[:, None]), torch.full((HINGES * N_MELS,), -_SHARPNESS)


def _logarithm() -> _Weights:
    """`[80, 800, 1]`: least squares over the magnitudes. Whisper's inputs are (4 + decades of power) / 4."""
    lowest, highest = _DECADES
    magnitudes = torch.logspace(lowest - 0.3, highest + 0.5, 2000, dtype=torch.float64)
    hinges = torch.nn.functional.gelu(_SHARPNESS * (magnitudes[:, None] / _levels() - 1))
    inputs = torch.cat([hinges, torch.ones(len(hinges), 1, dtype=torch.float64)], 1)
    wanted = (4 + 2 * magnitudes.log10()) / 4
    *shares, constant = torch.linalg.lstsq(inputs, wanted[:, None], driver="gelsd").solution[:, 0]
    return _per_band(torch.stack(shares)[None]), torch.full((N_MELS,), float(constant) + _SHIFT)


def _rounded(weight: torch.Tensor) -> torch.Tensor:
    """Rounds weights `[out, in, kernel]` to the 255 steps per channel that the bundle stores.

    With a shift of 10, even the rounding error of a byte would change the results.
    """
    steps = weight.abs().amax((1, 2), keepdim=True) / 127
    return (weight / steps).round() * steps


def _per_band(factors: torch.Tensor) -> torch.Tensor:
    """Returns weights that apply the factors `[out, in]` to each band separately, `[out * 80, in * 80, 1]`."""
    return torch.kron(factors, torch.eye(N_MELS, dtype=torch.float64))[..., None]


def _start_layer(layer: Wav2Vec2EncoderLayerStableLayerNorm, weights: dict[str, torch.Tensor], name: str) -> None:
    attended = f"{name}/self_attention"
    joint = (weights[f"{attended}/linear_0/{kind}"].chunk(3) for kind in ("weight", "bias"))
    attention = layer.attention
    for module, weight, bias in zip((attention.q_proj, attention.k_proj, attention.v_proj), *joint, strict=True):
        _set(module, weight, bias)
    for module, place in (
        (attention.out_proj, f"{attended}/linear_1"),
        (layer.feed_forward.intermediate_dense, f"{name}/ffn/linear_0"),
        (layer.feed_forward.output_dense, f"{name}/ffn/linear_1"),
    ):
        _set(module, weights[f"{place}/weight"], weights[f"{place}/bias"])
    for module, place in ((layer.layer_norm, attended), (layer.final_layer_norm, f"{name}/ffn")):
        _set(module, weights[f"{place}/layer_norm/gamma"], weights[f"{place}/layer_norm/beta"])
