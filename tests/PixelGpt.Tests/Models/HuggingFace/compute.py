"""Computes logits and completions with the Python code in model folders. The arguments are a JSON file with a list of cases, and the folder of the model folders. Prints the results as JSON."""

import importlib.util
import json
import sys

import torch

torch.set_num_threads(1)
results = []
for case in json.load(open(sys.argv[1])):
    folder = sys.argv[2] + "/" + case["folder"]
    spec = importlib.util.spec_from_file_location("modeling_pixelgpt", folder + "/modeling_pixelgpt.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    core = module.PixelGptCore.from_folder(folder)
    size, pixels = (case["width"], case["height"]), torch.tensor([case["pixels"]])
    image_size = torch.tensor([size])
    with torch.no_grad():
        logits = core(pixels, image_size=image_size)
        cache, half = module.PixelCache(), pixels.shape[1] // 2
        parts = [core(pixels[:, :half], image_size=image_size, cache=cache), core(pixels[:, half:], image_size=image_size, cache=cache)]
    results.append({
        "logits": logits[0].tolist(),
        "cached": torch.cat(parts, 1)[0].tolist(),
        "completion": core.complete(case["pixels"][: case["prompt"]], *size),
        "filled": core.complete(case["pixels"], *size, mask=case["mask"]) if case["mask"] else None,
    })
print(json.dumps(results))
