"""PixelGpt's own model family for pixel art, in PyTorch.

A model completes palette-indexed pictures pixel by pixel. PixelGptCore needs only torch:

    core = PixelGptCore.from_folder("model")
    pixels = core.complete([0, 0, 12], width=20, height=20)       # a picture from its first pixels
    pixels = core.complete(picture, width=20, height=20, mask=m)  # the pixels where m is true, given all others

If transformers is installed, PixelGptForCausalLM makes it available with trust_remote_code:

    model = AutoModelForCausalLM.from_pretrained("model", trust_remote_code=True)

Shapes: B is the batch size, S the number of rows (new tokens), T the number of columns (cached and new tokens),
D the hidden size, V the number of colours, N the number of neighbours.
"""

import json
import math
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

DEFAULT_NEIGHBORS = [(0, -1), (-1, -1), (1, -1), (-2, 0), (0, -2), (1, -2), (-1, -2)]
ANY_ORDER_NEIGHBORS = DEFAULT_NEIGHBORS + [(-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1), (2, 0), (0, 2)]


class Shape:
    """The architecture that a configuration describes."""

    def __init__(self, config):
        def get(key, default):
            value = config.get(key)
            return default if value is None else value

        self.vocab = config["vocab_size"]
        self.positions = config["max_position_embeddings"]
        self.hidden = config["hidden_size"]
        self.layers = get("num_hidden_layers", 2)
        self.heads = get("num_attention_heads", 2)
        self.head_dim = self.hidden // self.heads
        self.intermediate = get("intermediate_size", -(-(self.hidden * 8 // 3) // 16) * 16)
        self.epsilon = get("rms_norm_eps", 1e-6)
        self.position_embedding = get("position_embedding", "rope_2d")
        self.rope_theta = get("rope_theta", 10000 if self.position_embedding == "rope" else 100)
        self.image_width = get("image_width", 0)
        self.image_height = get("image_height", 0)
        self.max_image_size = 0 if self.image_width else get("max_image_size", 64)
        self.size_embedding = not self.image_width and get("size_embedding", True)
        self.row_column_embedding = get("row_column_embedding", True)
        self.augmentation_embedding = get("augmentation_embedding", True)
        self.max_shift = get("max_shift", 2)
        self.conditions = get("conditions", 0)
        self.any_order = get("pixel_order", "raster") == "any"
        self.neighbors = [tuple(n) for n in get("neighbors", ANY_ORDER_NEIGHBORS if self.any_order else DEFAULT_NEIGHBORS)]
        self.color_frequencies = get("color_frequencies", 24) if get("color_features", True) else None
        self.is_free = get("palette", "bound") == "free"
        self.query_key_norm = get("query_key_norm", True)
        self.value_residual = get("value_residual", False)
        self.pointer = get("pointer_size", 32)
        self.tied = get("tie_word_embeddings", False)
        self.palette = [parse_color(c) for c in get("palette_colors", [])]
        if self.is_free and self.palette:
            self.vocab = len(self.palette)
        # A neighbour is a colour, outside the picture, or in a model for any order not known yet.
        self.neighbor_states = self.vocab + (2 if self.any_order else 1)
        self.max_width = self.image_width or self.max_image_size
        self.max_height = (self.positions - 1) // self.image_width + 1 if self.image_width else self.max_image_size


def parse_color(text):
    """Converts '#rrggbb' to three integers."""
    return tuple(int(text.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4))


def oklab(color):
    """Converts an sRGB colour to OKLab (B. Ottosson 2020)."""
    r, g, b = ((c / 255 / 12.92) if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color)
    l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    )


def philox_words(seed):
    """Yields the 32-bit numbers of stream 0 of Philox4x32-10 (Salmon et al. 2011)."""
    low = 0xFFFFFFFF
    block = 0
    while True:
        c0, c1, c2, c3 = block & low, block >> 32, 0, 0
        k0, k1 = seed & low, seed >> 32
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & low, (p0 >> 32) ^ c3 ^ k1, p0 & low
            k0, k1 = (k0 + 0x9E3779B9) & low, (k1 + 0xBB67AE85) & low
        yield from (c0, c1, c2, c3)
        block += 1


def color_projections(frequencies):
    """Returns the random projections of colours, which are part of the architecture and the same for all models."""
    words = philox_words(0x4F4B4C6162)

    def uniform():
        word = next(words)
        return ((word | (next(words) << 32)) >> 11) * 2.0**-53

    def normal():
        radius = math.sqrt(-2 * math.log(1 - uniform()))
        return radius * math.cos(2 * math.pi * uniform())

    return [[normal() * scale for scale in (6, 10, 10)] for _ in range(frequencies)]


def color_features(palette, colors, frequencies, states):
    """Returns the features of every colour and of every other state of a pixel [colours + states, n]."""
    projections = color_projections(frequencies)
    count = 3 + 2 * frequencies + 1 + states
    rows = []
    for index in range(colors):
        if index >= len(palette):
            rows.append([0.0] * count)
            continue
        l, a, b = oklab(palette[index])
        angles = [l * p + a * q + b * r for p, q, r in projections]
        rows.append([l, 5 * a, 5 * b, *map(math.sin, angles), *map(math.cos, angles), float(index == 0), *[0.0] * states])
    for state in range(states):
        row = [0.0] * count
        row[count - states + state] = 1.0
        rows.append(row)
    return rows


class Features:
    """The features of the palette's colours, on the device of the weights. They are no buffer, because they follow from the configuration."""

    def __init__(self, shape):
        if not shape.palette:
            raise ValueError("the model depends on its palette, but config.json has no palette_colors; write the folder with 'pixelgpt convert --hugging-face'")
        self.rows = color_features(shape.palette, shape.vocab, shape.color_frequencies, shape.neighbor_states - shape.vocab)
        self.count = len(self.rows[0])
        self._tensor = None

    def like(self, weight):
        if self._tensor is None or self._tensor.device != weight.device or self._tensor.dtype != weight.dtype:
            self._tensor = torch.tensor(self.rows, dtype=weight.dtype, device=weight.device)
        return self._tensor


class Projection(nn.Module):
    """A linear map of colour features [n, D]."""

    def __init__(self, features, hidden):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(features, hidden))


class ColorTable(nn.Module):
    """An embedding per colour: learned per index, computed from colour features, or the sum of both."""

    def __init__(self, shape, count, features):
        super().__init__()
        self.count = count
        self.features = features
        self.weight = None if features and shape.is_free else nn.Parameter(torch.zeros(count, shape.hidden))
        if features:
            self.color_proj = Projection(features.count, shape.hidden)

    def table(self):
        if not self.features:
            return self.weight
        projected = self.features.like(self.color_proj.weight)[: self.count] @ self.color_proj.weight
        return projected if self.weight is None else projected + self.weight


class RMSNorm(nn.Module):
    def __init__(self, width, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


class Scalar(nn.Module):
    def __init__(self, value):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([value]))


class Attention(nn.Module):
    """Causal self-attention with query-key norm, two-dimensional rotary positions and a value residual."""

    def __init__(self, shape, layer):
        super().__init__()
        self.shape = shape
        self.layer = layer
        self.qkv_proj = nn.Linear(shape.hidden, 3 * shape.hidden, bias=False)
        self.o_proj = nn.Linear(shape.hidden, shape.hidden, bias=False)
        if shape.query_key_norm:
            self.q_norm = RMSNorm(shape.head_dim, shape.epsilon)
            self.k_norm = RMSNorm(shape.head_dim, shape.epsilon)
        if shape.value_residual and layer > 0:
            self.value_residual = Scalar(0.5)

    def forward(self, x, rotary, visible, cache, first_values):
        q, k, v = self.qkv_proj(x).chunk(3, dim=-1)
        if self.layer == 0:
            first_values = v
        elif self.shape.value_residual:
            share = self.value_residual.weight
            v = (1 - share) * v + share * first_values
        q, k, v = (t.unflatten(-1, (self.shape.heads, self.shape.head_dim)) for t in (q, k, v))
        if self.shape.query_key_norm:
            q, k = self.q_norm(q), self.k_norm(k)
        if rotary:
            q, k = rotate(q, *rotary[0]), rotate(k, *rotary[1])
        k, v = cache.append(self.layer, k.transpose(1, 2), v.transpose(1, 2))
        y = F.scaled_dot_product_attention(q.transpose(1, 2), k, v, attn_mask=visible[:, None])
        return self.o_proj(y.transpose(1, 2).flatten(-2)), first_values


class MLP(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.gate_proj = nn.Linear(shape.hidden, shape.intermediate, bias=False)
        self.up_proj = nn.Linear(shape.hidden, shape.intermediate, bias=False)
        self.down_proj = nn.Linear(shape.intermediate, shape.hidden, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, shape, layer):
        super().__init__()
        self.input_layernorm = RMSNorm(shape.hidden, shape.epsilon)
        self.self_attn = Attention(shape, layer)
        self.post_attention_layernorm = RMSNorm(shape.hidden, shape.epsilon)
        self.mlp = MLP(shape)

    def forward(self, x, rotary, visible, cache, first_values):
        y, first_values = self.self_attn(self.input_layernorm(x), rotary, visible, cache, first_values)
        x = x + y
        return x + self.mlp(self.post_attention_layernorm(x)), first_values


class Pointer(nn.Module):
    """A pointer to colours that were already used (pointer sentinel mixture, Merity et al. 2016)."""

    def __init__(self, shape):
        super().__init__()
        self.size = shape.pointer
        self.qk_gate_proj = nn.Linear(shape.hidden, 2 * shape.pointer + 1)

    def forward(self, x, logits, visible, cache):
        q, k, gate = self.qk_gate_proj(x).split([self.size, self.size, 1], dim=-1)
        keys = cache.append_pointer(k)
        scores = (q @ keys.transpose(1, 2)) / math.sqrt(self.size)
        weights = scores.masked_fill(~visible, -1e9).softmax(-1)
        pointed = weights @ F.one_hot(cache.tokens, logits.shape[-1]).to(weights.dtype)
        gate = torch.sigmoid(gate - 2)
        return ((1 - gate) * logits.softmax(-1) + gate * pointed).clamp_min(1e-30).log()


class PixelCache:
    """What the rows of later calls need of the rows of earlier ones: keys and values, tokens and their pixels."""

    def __init__(self):
        self.keys, self.values = {}, {}
        self.pointer_keys = self.tokens = self.positions = self.mask = None

    @property
    def length(self):
        return 0 if self.tokens is None else self.tokens.shape[1]

    def start(self, tokens, positions, mask):
        """Adds the tokens of new rows; mask says which columns, new ones included, have a token."""
        self.tokens = tokens if self.tokens is None else torch.cat([self.tokens, tokens], 1)
        self.positions = positions if self.positions is None else torch.cat([self.positions, positions], 1)
        if mask is None:
            new = torch.ones_like(tokens, dtype=torch.bool)
            mask = new if self.mask is None else torch.cat([self.mask, new], 1)
        self.mask = mask.bool()

    def append(self, layer, key, value):
        if layer in self.keys:
            key, value = torch.cat([self.keys[layer], key], 2), torch.cat([self.values[layer], value], 2)
        self.keys[layer], self.values[layer] = key, value
        return key, value

    def append_pointer(self, key):
        self.pointer_keys = key if self.pointer_keys is None else torch.cat([self.pointer_keys, key], 1)
        return self.pointer_keys


def rotate(x, cos, sin):
    """Rotates heads [B, S, heads, d] by angles whose cosines and sines are given [B, S, 1, d / 2]."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class PixelGptBody(nn.Module):
    """Embeddings, blocks, final norm and pointer."""

    def __init__(self, shape, features):
        super().__init__()
        self.shape = shape
        self.embed_tokens = ColorTable(shape, shape.vocab, features)
        if shape.position_embedding == "learned":
            self.embed_positions = nn.Embedding(shape.positions, shape.hidden)
        if shape.row_column_embedding:
            self.embed_rows = nn.Embedding(shape.max_height, shape.hidden)
            self.embed_columns = nn.Embedding(shape.max_width, shape.hidden)
        if shape.size_embedding:
            self.embed_rows_left = nn.Embedding(shape.max_height, shape.hidden)
            self.embed_columns_left = nn.Embedding(shape.max_width, shape.hidden)
        if shape.augmentation_embedding:
            self.embed_orientations = nn.Embedding(8, shape.hidden)
            self.embed_shifts_x = nn.Embedding(2 * shape.max_shift + 1, shape.hidden)
            self.embed_shifts_y = nn.Embedding(2 * shape.max_shift + 1, shape.hidden)
        if shape.conditions:
            self.embed_conditions = nn.Embedding(shape.conditions, shape.hidden)
        self.embed_neighbors = nn.ModuleList(ColorTable(shape, shape.neighbor_states, features) for _ in shape.neighbors)
        self.layers = nn.ModuleList(Block(shape, layer) for layer in range(shape.layers))
        self.norm = RMSNorm(shape.hidden, shape.epsilon)
        if shape.pointer:
            self.pointer = Pointer(shape)

    def forward(self, ids, positions, targets, size, visible, cache):
        shape = self.shape
        width, height = size[:, :1], size[:, 1:]
        x, y = targets % width, targets // width
        h = F.embedding(ids, self.embed_tokens.table())
        if shape.position_embedding == "learned":
            h = h + self.embed_positions(positions)
        if shape.row_column_embedding:
            # The last position predicts no pixel of the picture; its index only has to be valid.
            h = h + self.embed_rows(y.clamp_max(shape.max_height - 1)) + self.embed_columns(x)
        if shape.size_embedding:
            h = h + self.embed_rows_left((height - 1 - y).clamp_min(0)) + self.embed_columns_left(width - 1 - x)
        if shape.augmentation_embedding:
            unshifted = shape.max_shift
            h = h + self.embed_orientations.weight[0] + self.embed_shifts_x.weight[unshifted] + self.embed_shifts_y.weight[unshifted]
        if shape.conditions:
            h = h + self.embed_conditions.weight[0]
        if shape.neighbors:
            h = h + self.neighbors(x, y, width, height, ids.shape[1], cache)
        rotary = self.rotary(positions, width, x, y, h)
        first_values = None
        for layer in self.layers:
            h, first_values = layer(h, rotary, visible, cache, first_values)
        return self.norm(h)

    def neighbors(self, x, y, width, height, rows, cache):
        """Returns the sum of the embeddings of the neighbours' colours [B, S, D]."""
        shape = self.shape
        outside, unknown = shape.vocab, shape.vocab + (1 if shape.any_order else 0)
        pixels = shape.max_width * shape.max_height
        columns = torch.arange(cache.length, device=x.device)
        # The column of each pixel; filled columns are those of a pixel after the last one.
        column_of = torch.full((x.shape[0], pixels + 1), 2**31 - 1, dtype=torch.long, device=x.device)
        column_of.scatter_(1, cache.positions.masked_fill(~cache.mask, pixels), columns.expand_as(cache.positions))
        row_columns = columns[-rows:, None]
        offsets = torch.tensor(shape.neighbors, device=x.device)
        nx, ny = x[..., None] + offsets[:, 0], y[..., None] + offsets[:, 1]
        inside = (nx >= 0) & (nx < width[..., None]) & (ny >= 0) & (ny < height[..., None])
        pixel = torch.where(inside, ny * width[..., None] + nx, 0)
        column = column_of.gather(1, pixel.flatten(1)).view_as(pixel)
        color = cache.tokens.gather(1, column.clamp_max(cache.length - 1).flatten(1)).view_as(pixel)
        state = torch.where(inside, torch.where(column <= row_columns, color, unknown), outside)
        return sum(F.embedding(state[..., i], table.table()) for i, table in enumerate(self.embed_neighbors))

    def rotary(self, positions, width, x, y, like):
        """Returns cosines and sines of queries and of keys; None without rotary positions."""
        shape = self.shape
        if shape.position_embedding not in ("rope", "rope_2d"):
            return None

        def factors(*coordinates):
            count = shape.head_dim // 2 // len(coordinates)
            frequencies = torch.tensor([float(shape.rope_theta) ** (-i / count) for i in range(count)], dtype=like.dtype, device=like.device)
            angles = torch.cat([c[..., None].to(like.dtype) * frequencies for c in coordinates], -1)[:, :, None]
            return angles.cos(), angles.sin()

        if shape.position_embedding == "rope":
            query = factors(positions)
            return query, query
        query = factors(x, y)
        return query, factors(positions % width, positions // width) if shape.any_order else query


class PixelCompletion:
    """What PixelGptCore and PixelGptForCausalLM have in common: logits and completions."""

    def logits_of(self, input_ids, position_ids=None, next_position_ids=None, image_size=None, attention_mask=None, cache=None):
        """Returns the logits of the next pixels [B, S, V].

        input_ids: colours of pixels [B, S]. position_ids: their raster indices; by default they continue the cache.
        next_position_ids: raster indices of the pixels to predict; by default those after position_ids.
        image_size: width and height of each picture [B, 2]; by default that of the model.
        attention_mask: which columns have a token [B, T]; by default all.
        cache: a PixelCache, to which the rows are added.
        """
        cache = PixelCache() if cache is None else cache
        batch, rows = input_ids.shape
        device = input_ids.device
        if position_ids is None:
            position_ids = torch.arange(cache.length, cache.length + rows, device=device).expand(batch, rows)
        if next_position_ids is None:
            next_position_ids = position_ids + 1
        if image_size is None:
            image_size = torch.tensor([self.picture_size()], device=device).expand(batch, 2)
        cache.start(input_ids, position_ids, attention_mask)
        columns = torch.arange(cache.length, device=device)
        causal = columns <= columns[-rows:, None]
        # A filled row sees itself, so that no row is without any column.
        visible = (causal & cache.mask[:, None]) | (columns == columns[-rows:, None])
        h = self.model(input_ids, position_ids, next_position_ids, image_size, visible, cache)
        logits = F.linear(h, (self.model.embed_tokens if self.shape.tied else self.lm_head).table())
        return self.model.pointer(h, logits, visible, cache) if self.shape.pointer else logits

    def picture_size(self):
        """Returns width and height of the model's pictures."""
        shape = self.shape
        if not shape.image_width:
            raise ValueError("the model is for pictures of any size; give image_size, or width and height")
        return shape.image_width, shape.image_height or shape.max_height

    @torch.no_grad()
    def complete(self, pixels, width=None, height=None, mask=None, temperature=None, top_p=1.0, generator=None):
        """Completes one picture, and returns all its pixels in raster order.

        pixels: the first pixels of the picture in raster order; with a mask, all of its pixels.
        mask: which pixels to draw, in raster order; only for models of pixel_order any, unless they are the last ones.
        temperature: None takes the most probable colour; otherwise colours are drawn at random with top_p.
        """
        if width is None or height is None:
            width, height = self.picture_size()
        area = width * height
        pixels = list(map(int, pixels))
        given = [i < len(pixels) for i in range(area)] if mask is None else [not m for m in mask]
        order = [i for i in range(area) if given[i]] + [i for i in range(area) if not given[i]]
        count = sum(given)
        if count == 0 or len(given) != area:
            raise ValueError(f"at least one of {area} pixels must be given, and the mask must have one entry per pixel")
        if order != list(range(area)) and not self.shape.any_order:
            raise ValueError("the model continues pictures in raster order only; a mask must be of the last pixels")
        device = next(self.parameters()).device
        result = pixels + [0] * (area - len(pixels))
        tensor = lambda values: torch.tensor([values], device=device)
        size, cache = tensor([width, height]), PixelCache()
        new, following = order[:count], order[1 : count + 1]
        for step in range(count, area):
            logits = self.logits_of(tensor([result[i] for i in new]), tensor(new), tensor(following), size, cache=cache)[0, -1]
            result[order[step]] = int(choose(logits[: len(self.shape.palette) or None], temperature, top_p, generator))
            new, following = order[step : step + 1], (order[step + 1 : step + 2] or [area])
        return result


class PixelGptCore(PixelCompletion, nn.Module):
    """The model with its output head. It needs only torch.

    config is the content of config.json, with the colours of the palette as 'palette_colors'.
    """

    def __init__(self, config):
        super().__init__()
        self.shape = Shape(config)
        features = Features(self.shape) if self.shape.color_frequencies is not None else None
        self.model = PixelGptBody(self.shape, features)
        if not self.shape.tied:
            self.lm_head = ColorTable(self.shape, self.shape.vocab, features)

    @classmethod
    def from_folder(cls, folder):
        """Loads a folder that 'pixelgpt convert --hugging-face' wrote."""
        folder = Path(folder)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if not config.get("palette_colors") and (folder / "colormap.txt").exists():
            rows = (folder / "colormap.txt").read_text(encoding="utf-8").split("\n")
            config["palette_colors"] = ["#%02x%02x%02x" % tuple(map(int, row.split())) for row in rows if row.strip()]
        core = cls(config)
        core.load_state_dict(read_safetensors(folder / "model.safetensors"))
        return core.eval()

    def forward(self, *inputs, **named):
        """Returns the logits, see logits_of."""
        return self.logits_of(*inputs, **named)


def choose(logits, temperature, top_p, generator):
    """Selects a colour: the most probable one, or with a temperature one at random."""
    if temperature is None:
        return logits.argmax()
    probabilities = (logits / temperature).softmax(-1)
    ordered, indices = probabilities.sort(descending=True)
    ordered = ordered.masked_fill(ordered.cumsum(-1) - ordered >= top_p, 0)
    return indices[torch.multinomial(ordered, 1, generator=generator)]


def read_safetensors(path):
    """Reads a safetensors file (F32, F16 or BF16) as float32 tensors, without the package of that name."""
    types = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    data = bytearray(Path(path).read_bytes())
    (length,) = struct.unpack_from("<Q", data)
    start = 8 + length
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        dtype = types[entry["dtype"]]
        values = torch.frombuffer(data, dtype=dtype, offset=start + begin, count=(end - begin) // dtype.itemsize)
        tensors[name] = values.view(entry["shape"]).float()
    return tensors


try:
    from transformers import GenerationMixin, PreTrainedModel
    from transformers.modeling_outputs import CausalLMOutput
except ImportError:
    pass
else:
    from .configuration_pixelgpt import PixelGptConfig

    class PixelGptForCausalLM(PixelCompletion, PreTrainedModel, GenerationMixin):
        """The model for transformers. complete() draws pictures; generate() works without a cache."""

        config_class = PixelGptConfig
        base_model_prefix = "model"
        _supports_sdpa = True

        def __init__(self, config):
            super().__init__(config)
            core = PixelGptCore(config.to_dict())
            self.shape, self.model = core.shape, core.model
            if not core.shape.tied:
                self.lm_head = core.lm_head
            self.post_init()

        def _init_weights(self, module):
            """Initialises modules whose weights no file has."""
            if isinstance(module, (nn.Linear, nn.Embedding)):
                module.weight.data.normal_(std=getattr(self.config, "initializer_range", 0.02))

        def forward(self, input_ids, position_ids=None, next_position_ids=None, image_size=None, attention_mask=None, cache=None, labels=None, return_dict=None, **unused):
            logits = self.logits_of(input_ids, position_ids, next_position_ids, image_size, attention_mask, cache)
            loss = None if labels is None else F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
            return CausalLMOutput(loss=loss, logits=logits)

        def prepare_inputs_for_generation(self, input_ids, image_size=None, attention_mask=None, **unused):
            return {"input_ids": input_ids, "image_size": image_size, "attention_mask": attention_mask}
