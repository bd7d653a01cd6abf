"""Seeded weights with which a network's results differ between sounds, and their published names."""

import math
from collections import OrderedDict

import torch
from torch import Tensor, nn

from architectures import HEAD_GAIN, PositionalNames
from common import seeded

_PARAMETRIZED = {"parametrizations.weight.original0": "weight_g", "parametrizations.weight.original1": "weight_v"}


def fill(module: nn.Module, name: str, heads: tuple[str, ...] = (), head_gain: float = HEAD_GAIN) -> None:
    """Overwrite every parameter and running statistic of `module` with seeded values.

    `heads` are the names of the last linear layers' weights, which are multiplied by `head_gain`.
    """
    state = module.state_dict()
    with torch.no_grad():
        for key, tensor in state.items():
            if tensor.is_floating_point():
                values = _values(key, state, seeded(f"{name}/{key}"))
                tensor.copy_(values * head_gain if key in heads else values)


def cast(state: dict[str, Tensor], dtype: torch.dtype) -> OrderedDict[str, Tensor]:
    """Return `state` with every tensor contiguous and of type `dtype`."""
    converted = OrderedDict((key, tensor.to(dtype).contiguous()) for key, tensor in state.items())
    converted._metadata = getattr(state, "_metadata", OrderedDict())
    return converted


def published_names(state: dict[str, Tensor], names: PositionalNames) -> OrderedDict[str, Tensor]:
    """Return `state` with the positional convolution's weight norm named as older or newer torch does."""
    renamed = OrderedDict()
    for key, tensor in state.items():
        for parametrized, plain in _PARAMETRIZED.items() if names == "weight_g" else ():
            key = key.replace(parametrized, plain)
        renamed[key] = tensor
    # torch.save of a state dict stores this attribute beside the tensors, as in every published file.
    renamed._metadata = getattr(state, "_metadata", OrderedDict())
    return renamed


def _values(key: str, state: dict[str, Tensor], generator: torch.Generator) -> Tensor:
    shape = state[key].shape
    normal = torch.randn(shape, generator=generator)
    uniform = torch.rand(shape, generator=generator)
    if key.endswith("running_var"):
        return 0.5 + uniform
    if key.endswith(("running_mean", "bias")):
        return 0.1 * normal
    if key.endswith("weight.original0"):
        # One norm for each tap; this size keeps the variance of the input: sum(g^2) = channels.
        channels = state[key.replace("original0", "original1")].shape[0]
        return (0.5 + uniform) * math.sqrt(channels / shape[-1])
    if key.endswith(("original1", "rel_attn_embed.weight", "layer_weights")):
        return normal
    if key.endswith("extra_tokens"):
        return normal
    if key.endswith("alibi_scale"):
        # Some are negative, which count as 0.
        return 1 + normal
    if key.endswith("gru_rel_pos_const"):
        return 1 + 0.3 * normal
    if key.endswith(("embed_positions.weight", "embed_positions")):
        # Other positions than Whisper's sinusoids show whether those of the file are used.
        return 0.5 * normal
    if key.endswith("masked_spec_embed"):
        return uniform
    if len(shape) == 1:
        return 1 + 0.2 * normal
    return normal / math.sqrt(state[key][0].numel())
