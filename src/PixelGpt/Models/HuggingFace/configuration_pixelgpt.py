"""The configuration of PixelGpt models in Hugging Face transformers."""

from transformers import PretrainedConfig


class PixelGptConfig(PretrainedConfig):
    """The keys of config.json, as attributes. modeling_pixelgpt.py has the default values of keys that a file does not have."""

    model_type = "pixelgpt"

    def __init__(self, **kwargs):
        kwargs.setdefault("tie_word_embeddings", False)
        super().__init__(**kwargs)
