"""Writes SpeechBrain folders: hyperparams.yaml, checkpoints and label_encoder.txt as published."""

from pathlib import Path

import torch
from speechbrain.dataio.encoder import CategoricalEncoder
from speechbrain.lobes.models.ECAPA_TDNN import ECAPA_TDNN, Classifier
from speechbrain.nnet.linear import Linear
from speechbrain.processing.features import InputNormalization
from transformers import Wav2Vec2Model, WavLMModel

from architectures import (
    DIARIZATION_LABELS,
    DIARIZATION_POOLING,
    ECAPA,
    ECAPA_SCALE,
    IEMOCAP_LABELS,
    SPEECHBRAIN_DIARIZATION,
    SPEECHBRAIN_WAV2VEC2,
    SPEECHBRAIN_WEIGHTED,
    Size,
)
from common import write_json
from huggingface_folders import library_config
from published_config import encoder_config
from weights import fill, published_names

TEMPLATES = Path(__file__).parent / "templates"
"""The two hyperparams.yaml, with `{placeholders}` for what differs between tiny and full size."""

MEL_BANDS = 80
"""Bands of the filterbank in front of ECAPA-TDNN."""

_OLD_CLASS = "speechbrain.lobes.models.huggingface_wav2vec.HuggingFaceWav2Vec2"
_NEW_CLASS = "speechbrain.lobes.models.huggingface_transformers.wav2vec2.Wav2Vec2"


def write_wav2vec2(size: Size, out: Path) -> None:
    """Write the layout of speechbrain/emotion-recognition-wav2vec2-IEMOCAP."""
    settings = encoder_config("wav2vec2", SPEECHBRAIN_WAV2VEC2[size])
    model = Wav2Vec2Model(library_config(settings))
    fill(model, f"speechbrain-wav2vec2/{size}")
    # SpeechBrain's lobe has the encoder in its attribute `model`, which is the prefix of every key.
    state = torch.nn.ModuleDict({"model": model}).state_dict()
    out.mkdir(parents=True, exist_ok=True)
    torch.save(published_names(state, "weight_g"), out / "wav2vec2.ckpt")
    if size == "tiny":
        # Only wav2emo reads it: the published folder has none, because its encoder is always facebook/wav2vec2-base.
        write_json(out / "config.json", {**settings, "architectures": ["Wav2Vec2Model"]})
    hidden = settings["hidden_size"]
    head = torch.nn.ModuleList([Linear(input_size=hidden, n_neurons=len(IEMOCAP_LABELS), bias=False)])
    fill(head, f"speechbrain-wav2vec2/{size}/model", heads=("0.w.weight",))
    torch.save(head.state_dict(), out / "model.ckpt")
    _write_text(out, "speechbrain-wav2vec2.yaml.in", {"encoder_dim": hidden, **_wav2vec2_class(size)})
    _write_labels(out)


def write_diarization(name: str, size: Size, out: Path) -> None:
    """Write the layout of speechbrain/emotion-diarization-wavlm-large."""
    settings = encoder_config("wavlm", SPEECHBRAIN_DIARIZATION[size])
    model = WavLMModel(library_config(settings))
    fill(model, f"speechbrain-diarization/{size}")
    state = torch.nn.ModuleDict({"model": model}).state_dict()
    out.mkdir(parents=True, exist_ok=True)
    torch.save(published_names(state, "weight_g"), out / "wav2vec2.ckpt")
    # The published config.json has only this key; wav2emo finds the settings of WavLM-large by its name.
    config = {**settings, "architectures": ["WavLMModel"]} if size == "tiny" else {}
    write_json(out / "config.json", {"speechbrain_interface": "SpeechEmotionDiarization", **config})
    hidden = settings["hidden_size"]
    head = torch.nn.ModuleList([Linear(input_size=hidden, n_neurons=len(DIARIZATION_LABELS), bias=False)])
    fill(head, f"speechbrain-diarization/{size}/head", heads=("0.w.weight",), head_gain=1.0)
    torch.save(head.state_dict(), out / "model.ckpt")
    InputNormalization(norm_type="sentence", std_norm=False)._save(out / "input_norm.ckpt")
    window_length, stride = DIARIZATION_POOLING[name]
    values = {"encoder_dim": hidden, "window_length": window_length, "stride": stride, **_wav2vec2_class(size)}
    _write_text(out, "speechbrain-diarization.yaml.in", values)
    _write_labels(out, DIARIZATION_LABELS)


def write_weighted(name: str, size: Size, out: Path) -> None:
    """Write a classifier on SpeechBrain's `WeightedSSLModel`, as its recipes train and save one."""
    settings = encoder_config("wavlm", SPEECHBRAIN_DIARIZATION[size])
    module = torch.nn.Module()
    module.model = WavLMModel(library_config(settings))
    module.weights = torch.nn.Parameter(torch.zeros(settings["num_hidden_layers"] + 1))
    fill(module, f"speechbrain-weighted/{size}")
    out.mkdir(parents=True, exist_ok=True)
    torch.save(published_names(module.state_dict(), "original0"), out / "weighted_ssl_model.ckpt")
    if size == "tiny":
        # Only wav2emo reads it: published folders name their encoder, whose settings are known.
        write_json(out / "config.json", {**settings, "architectures": ["WavLMModel"]})
    hidden = settings["hidden_size"]
    head = torch.nn.ModuleList([Linear(input_size=2 * hidden, n_neurons=len(IEMOCAP_LABELS))])
    fill(head, f"speechbrain-weighted/{size}/head", heads=("0.w.weight",), head_gain=1.0)
    torch.save(head.state_dict(), out / "model.ckpt")
    values = {"encoder_dim": hidden, "pooled_dim": 2 * hidden, "layernorm": SPEECHBRAIN_WEIGHTED[name]}
    _write_text(out, "speechbrain-weighted.yaml.in", values)
    _write_labels(out)


def write_ecapa(size: Size, out: Path) -> None:
    """Write an ECAPA-TDNN emotion classifier that `EncoderClassifier.from_hparams` loads."""
    settings = ECAPA[size]
    embedding_model = ECAPA_TDNN(input_size=MEL_BANDS, **settings)
    fill(embedding_model, f"speechbrain-ecapa/{size}")
    classifier = Classifier(input_size=settings["lin_neurons"], out_neurons=len(IEMOCAP_LABELS))
    fill(classifier, f"speechbrain-ecapa/{size}/classifier")
    out.mkdir(parents=True, exist_ok=True)
    torch.save(embedding_model.state_dict(), out / "embedding_model.ckpt")
    torch.save(classifier.state_dict(), out / "classifier.ckpt")
    lines = [f"    {key}: {value}" for key, value in settings.items() if key != "lin_neurons"]
    values = {"lin_neurons": settings["lin_neurons"], "scale": ECAPA_SCALE, "settings": "\n".join(lines)}
    _write_text(out, "speechbrain-ecapa.yaml.in", {"n_mels": MEL_BANDS, **values})
    _write_labels(out)


def _wav2vec2_class(size: Size) -> dict[str, str]:
    # The repository named the class by its SpeechBrain 0.5 path, with `pretrain: False`; 1.0 moved the class.
    if size == "full":
        return {"wav2vec2_class": _OLD_CLASS, "pretrain": "    pretrain: False\n"}
    return {"wav2vec2_class": _NEW_CLASS, "pretrain": ""}


def _write_text(out: Path, template: str, values: dict[str, object]) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for key, value in {**values, "out_n_neurons": len(IEMOCAP_LABELS)}.items():
        text = text.replace("{" + key + "}", str(value))
    (out / "hyperparams.yaml").write_text(text, encoding="utf-8")


def _write_labels(out: Path, labels: tuple[str, ...] = IEMOCAP_LABELS) -> None:
    encoder = CategoricalEncoder()
    encoder.update_from_iterable(labels)
    encoder.save(out / "label_encoder.txt")
