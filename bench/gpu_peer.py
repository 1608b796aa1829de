"""Measures the training of four models of GPT-2 with PyTorch, as `pixelgpt devices --measure` does with PixelGpt.

    python3 bench/gpu_peer.py [DEVICE] [SECONDS]

DEVICE is cpu or cuda:N (default: cuda:0); each model is measured for SECONDS seconds (default: 5) after a warm-up. The models, the batch size,
the length of the sequences, dropout and the optimizer are the same; single precision without TF32, without torch.compile.
"""

import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

COLORS, PIXELS, PICTURES, BATCH, HEAD_DIM, DROPOUT = 167, 400, 632, 16, 32, 0.1
MODELS = [(2, 64), (6, 64), (8, 256), (12, 384)]


class Block(nn.Module):
    """A pre-norm block with causal attention and an MLP four times as wide."""

    def __init__(self, width):
        super().__init__()
        self.heads = width // HEAD_DIM
        self.attention_norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.mlp_norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.attention_norm(x)).view(batch, length, 3, self.heads, HEAD_DIM).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, dropout_p=DROPOUT, is_causal=True)
        x = x + self.dropout(self.output(attended.transpose(1, 2).reshape(batch, length, width)))
        return x + self.dropout(self.down(F.gelu(self.up(self.mlp_norm(x)), approximate="tanh")))


class Model(nn.Module):
    """A GPT-2 whose output head has the weights of the token embeddings."""

    def __init__(self, layers, width):
        super().__init__()
        self.tokens = nn.Embedding(COLORS, width)
        self.positions = nn.Embedding(PIXELS, width)
        self.dropout = nn.Dropout(DROPOUT)
        self.blocks = nn.ModuleList(Block(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, pixels):
        places = torch.arange(pixels.shape[1], device=pixels.device)
        x = self.dropout(self.tokens(pixels) + self.positions(places))
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.tokens.weight.T


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def seconds_per_step(layers, width, device, seconds):
    torch.manual_seed(1)
    model = Model(layers, width).to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1)
    pictures = torch.randint(COLORS, (BATCH, PIXELS)).to(device)

    def step():
        logits = model(pictures[:, :-1])
        loss = F.cross_entropy(logits.reshape(-1, COLORS), pictures[:, 1:].reshape(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()  # The loss of each step is reported, so that the host waits for it, as PixelGpt does.

    for limit in (min(0.5, seconds), seconds):
        synchronize(device)
        start, count = time.perf_counter(), 0
        while count < 3 or time.perf_counter() - start < limit:
            step()
            count += 1
        synchronize(device)
        elapsed = time.perf_counter() - start
    return elapsed / count


def main():
    device = torch.device(sys.argv[1] if len(sys.argv) > 1 else "cuda:0")
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5
    torch.backends.cuda.matmul.allow_tf32 = False
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "the processor"
    print(f"PyTorch {torch.__version__} on {name}")
    for layers, width in MODELS:
        print(f"  {layers}×{width}: {seconds_per_step(layers, width, device, seconds) * PICTURES / BATCH:.3f} s per epoch", flush=True)


main()
