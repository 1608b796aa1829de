"""Trains the GPT-2 of a PyTorch script with the coursework's recipe until the dev loss reaches a target.

pytorch_dev_loss.py PEER DATA TARGET MAX_EPOCHS THREADS SEED      PEER: script with Gpt2, train_epoch, mean_nll and load_rows

Uses PyTorch's fused attention, GELU and AdamW. Prints one line per epoch: epoch, seconds of training so far, dev loss.
"""
import os
import sys
import time

peer, data, target, max_epochs, threads, seed = sys.argv[1], sys.argv[2], float(sys.argv[3]), *map(int, sys.argv[4:7])
sys.path.insert(0, os.path.dirname(os.path.abspath(peer)))
p = __import__(os.path.splitext(os.path.basename(peer))[0])
torch = p.torch
p.FUSED = True
torch.set_num_threads(threads)
torch.manual_seed(seed)
order = torch.Generator().manual_seed(seed)
rows = p.load_rows(os.path.join(data, "pixel_color.txt"))
train, dev = rows[:632], rows[632:712]
model = p.Gpt2()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1, fused=True)
seconds = 0.0
for epoch in range(1, max_epochs + 1):
    start = time.perf_counter()
    p.train_epoch(model, optimizer, train, 16, order)
    seconds += time.perf_counter() - start
    with torch.no_grad():
        loss = p.mean_nll(model, dev)[0]
    print(epoch, f"{seconds:.2f}", f"{loss:.4f}", flush=True)
    if loss <= target:
        break
