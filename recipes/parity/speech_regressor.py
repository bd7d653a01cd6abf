"""The network of audEERING's dimensional model and of soxan's classifiers, written from their descriptions.

The card defines its own class, so transformers cannot load the folder by itself. Key names are the published ones:
`wav2vec2.*`, `classifier.dense.*`, `classifier.out_proj.*`.
"""

import torch
from torch import Tensor, nn
from transformers import Wav2Vec2Config, Wav2Vec2Model, Wav2Vec2PreTrainedModel


class TanhHead(nn.Module):
    """A dense layer, tanh, and a projection to the emotional dimensions."""

    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.dropout = nn.Dropout(config.final_dropout)
        self.out_proj = nn.Linear(config.hidden_size, config.num_labels)

    def forward(self, pooled: Tensor) -> Tensor:
        """Map `[batch, hidden]` to `[batch, dimensions]`."""
        return self.out_proj(self.dropout(torch.tanh(self.dense(self.dropout(pooled)))))


class Wav2Vec2ForSpeechClassification(Wav2Vec2PreTrainedModel):
    """A wav2vec2 whose frames are pooled over time (`pooling_mode`) before the head."""

    def __init__(self, config: Wav2Vec2Config) -> None:
        super().__init__(config)
        self.wav2vec2 = Wav2Vec2Model(config)
        self.classifier = TanhHead(config)
        self.post_init()

    def forward(self, input_values: Tensor) -> Tensor:
        """Map `[batch, samples]` to `[batch, dimensions]`."""
        frames = self.wav2vec2(input_values).last_hidden_state
        pools = {"mean": frames.mean(dim=1), "sum": frames.sum(dim=1), "max": frames.max(dim=1).values}
        return self.classifier(pools[getattr(self.config, "pooling_mode", "mean")])
