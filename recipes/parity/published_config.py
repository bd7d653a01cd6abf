"""config.json and preprocessor_config.json with the keys that published folders of the wav2vec2 family have."""

from typing import Any

from architectures import CONV_KERNEL, CONV_STRIDE, HuggingFaceFolder, Size

_ENCODER: dict[str, Any] = {
    "activation_dropout": 0.1,
    "apply_spec_augment": True,
    "attention_dropout": 0.1,
    "bos_token_id": 1,
    "classifier_proj_size": 256,
    "conv_dim": [512] * 7,
    "conv_kernel": CONV_KERNEL,
    "conv_stride": CONV_STRIDE,
    "ctc_loss_reduction": "sum",
    "ctc_zero_infinity": False,
    "eos_token_id": 2,
    "feat_extract_activation": "gelu",
    "feat_proj_dropout": 0.1,
    "final_dropout": 0.1,
    "hidden_act": "gelu",
    "hidden_dropout": 0.1,
    "initializer_range": 0.02,
    "layer_norm_eps": 1e-05,
    "layerdrop": 0.1,
    "mask_feature_length": 10,
    "mask_feature_prob": 0.0,
    "mask_time_length": 10,
    "mask_time_prob": 0.05,
    "num_conv_pos_embedding_groups": 16,
    "num_conv_pos_embeddings": 128,
    "num_feat_extract_layers": 7,
    "pad_token_id": 0,
    "vocab_size": 32,
}

_FAMILY: dict[str, dict[str, Any]] = {
    "wav2vec2": {
        "add_adapter": False,
        "codevector_dim": 256,
        "contrastive_logits_temperature": 0.1,
        "diversity_loss_weight": 0.1,
        "feat_extract_dropout": 0.0,
        "feat_quantizer_dropout": 0.0,
        "gradient_checkpointing": False,
        "num_codevector_groups": 2,
        "num_codevectors_per_group": 320,
        "num_negatives": 100,
        "proj_codevector_dim": 256,
    },
    "hubert": {"feat_extract_dropout": 0.0, "gradient_checkpointing": False},
    "wavlm": {"add_adapter": False, "num_ctc_classes": 80, "replace_prob": 0.5},
}


def encoder_config(model_type: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Return the config.json of an encoder: the family's published keys, overridden by `settings`."""
    return {**_ENCODER, **_FAMILY[model_type], "model_type": model_type, **settings}


def classifier_config(folder: HuggingFaceFolder, size: Size) -> dict[str, Any]:
    """Return the config.json of a folder with a head, its keys sorted as Hugging Face writes them."""
    config = encoder_config(folder.model_type, folder.settings_of(size))
    config |= {
        "architectures": [folder.architecture],
        "id2label": {str(index): label for index, label in enumerate(folder.labels)},
        "label2id": {label: index for index, label in enumerate(folder.labels)},
        "torch_dtype": folder.dtype,
        "transformers_version": "4.17.0",
    }
    if folder.model_type == "wav2vec2" and folder.settings["do_stable_layer_norm"]:
        config["hidden_dropout_prob"] = config["hidden_dropout"]
        config["finetuning_task"] = "wav2vec2_clf"
    return dict(sorted(config.items()))


def preprocessor_config(settings: dict[str, Any]) -> dict[str, Any]:
    """Return preprocessor_config.json: that of facebook/wav2vec2-base, overridden by `settings`."""
    published = {
        "do_normalize": True,
        "feature_extractor_type": "Wav2Vec2FeatureExtractor",
        "feature_size": 1,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": False,
        "sampling_rate": 16000,
    }
    return {**published, **settings}
