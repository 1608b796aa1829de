"""Inception v3 in plain PyTorch, for speed comparisons: a reimplementation of torchvision's network (same names, layers and
eval mode, transform_input=False, without fc) and of its preprocessing (PIL, bilinear to 299x299, ImageNet mean and deviation).

  inception_peer.py make FILE                        saves random weights with torch.save
  inception_peer.py time FILE THREADS PICTURES BATCH prints seconds and features as one JSON object
"""
import json, sys, time
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn


class Conv(nn.Module):
    def __init__(self, channels, outputs, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(channels, outputs, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Block(nn.Module):
    """Parallel branches. A branch lists convolutions (name, outputs, kernel height, width, stride); a nested list is a fork."""

    def __init__(self, channels, branches, pool):
        super().__init__()
        self.branches, self.pool = branches, pool
        for branch in branches:
            inside = channels
            for step in branch:
                for name, outputs, height, width, stride in step if isinstance(step, list) else [step]:
                    padding = (height // 2, width // 2) if stride == 1 else 0
                    self.add_module(name, Conv(inside, outputs, (height, width), stride, padding))
                inside = outputs

    def forward(self, x):
        results = []
        for branch in self.branches:
            y = x if branch[0][0] != "branch_pool" else F.avg_pool2d(x, 3, 1, 1)
            for step in branch:
                y = torch.cat([getattr(self, s[0])(y) for s in step], 1) if isinstance(step, list) else getattr(self, step[0])(y)
            results.append(y)
        return torch.cat(results + ([F.max_pool2d(x, 3, 2)] if self.pool == "shrink" else []), 1)


def block_a(channels, pool):
    return Block(channels, [
        [("branch1x1", 64, 1, 1, 1)],
        [("branch5x5_1", 48, 1, 1, 1), ("branch5x5_2", 64, 5, 5, 1)],
        [("branch3x3dbl_1", 64, 1, 1, 1), ("branch3x3dbl_2", 96, 3, 3, 1), ("branch3x3dbl_3", 96, 3, 3, 1)],
        [("branch_pool", pool, 1, 1, 1)]], "average")


def block_b(channels):
    return Block(channels, [
        [("branch3x3", 384, 3, 3, 2)],
        [("branch3x3dbl_1", 64, 1, 1, 1), ("branch3x3dbl_2", 96, 3, 3, 1), ("branch3x3dbl_3", 96, 3, 3, 2)]], "shrink")


def block_c(channels, n):
    return Block(channels, [
        [("branch1x1", 192, 1, 1, 1)],
        [("branch7x7_1", n, 1, 1, 1), ("branch7x7_2", n, 1, 7, 1), ("branch7x7_3", 192, 7, 1, 1)],
        [("branch7x7dbl_1", n, 1, 1, 1), ("branch7x7dbl_2", n, 7, 1, 1), ("branch7x7dbl_3", n, 1, 7, 1), ("branch7x7dbl_4", n, 7, 1, 1), ("branch7x7dbl_5", 192, 1, 7, 1)],
        [("branch_pool", 192, 1, 1, 1)]], "average")


def block_d(channels):
    return Block(channels, [
        [("branch3x3_1", 192, 1, 1, 1), ("branch3x3_2", 320, 3, 3, 2)],
        [("branch7x7x3_1", 192, 1, 1, 1), ("branch7x7x3_2", 192, 1, 7, 1), ("branch7x7x3_3", 192, 7, 1, 1), ("branch7x7x3_4", 192, 3, 3, 2)]], "shrink")


def block_e(channels):
    return Block(channels, [
        [("branch1x1", 320, 1, 1, 1)],
        [("branch3x3_1", 384, 1, 1, 1), [("branch3x3_2a", 384, 1, 3, 1), ("branch3x3_2b", 384, 3, 1, 1)]],
        [("branch3x3dbl_1", 448, 1, 1, 1), ("branch3x3dbl_2", 384, 3, 3, 1), [("branch3x3dbl_3a", 384, 1, 3, 1), ("branch3x3dbl_3b", 384, 3, 1, 1)]],
        [("branch_pool", 192, 1, 1, 1)]], "average")


def network():
    stages = nn.Sequential()
    for name, stage in [
        ("Conv2d_1a_3x3", Conv(3, 32, 3, 2)), ("Conv2d_2a_3x3", Conv(32, 32, 3)), ("Conv2d_2b_3x3", Conv(32, 64, 3, padding=1)), ("maxpool1", nn.MaxPool2d(3, 2)),
        ("Conv2d_3b_1x1", Conv(64, 80, 1)), ("Conv2d_4a_3x3", Conv(80, 192, 3)), ("maxpool2", nn.MaxPool2d(3, 2)),
        ("Mixed_5b", block_a(192, 32)), ("Mixed_5c", block_a(256, 64)), ("Mixed_5d", block_a(288, 64)), ("Mixed_6a", block_b(288)),
        ("Mixed_6b", block_c(768, 128)), ("Mixed_6c", block_c(768, 160)), ("Mixed_6d", block_c(768, 160)), ("Mixed_6e", block_c(768, 192)),
        ("Mixed_7a", block_d(768)), ("Mixed_7b", block_e(1280)), ("Mixed_7c", block_e(2048)),
    ]:
        stages.add_module(name, stage)
    return stages.eval()


def picture(number):
    """Creates 20x20 pixels with the same formula as ComparisonPictures.cs."""
    i = np.arange(1200, dtype=np.int64)
    return Image.fromarray(((i * i * 7 + i * 31 + (i >> 3) * 13 + number * 57) % 256).astype(np.uint8).reshape(20, 20, 3))


def prepare(image):
    x = torch.from_numpy(np.array(image.resize((299, 299), Image.BILINEAR))).permute(2, 0, 1).float() / 255
    return (x - torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)) / torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


def main():
    net = network()
    if sys.argv[1] == "make":
        torch.manual_seed(0)
        for module in net.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)
            if isinstance(module, nn.BatchNorm2d):
                for tensor, mean in [(module.weight, 1), (module.bias, 0), (module.running_mean, 0), (module.running_var, 1)]:
                    nn.init.uniform_(tensor, mean - 0.2, mean + 0.2)
        torch.save(net.state_dict(), sys.argv[2])
        print("{}")
        return
    threads, pictures, batch = map(int, sys.argv[3:6])
    torch.set_num_threads(threads)
    net.load_state_dict(torch.load(sys.argv[2]))

    def extract(numbers):
        with torch.no_grad():
            return net(torch.stack([prepare(picture(n)) for n in numbers])).mean((2, 3))

    extract(range(batch))
    start = time.perf_counter()
    features = torch.cat([extract(range(first, min(first + batch, pictures))) for first in range(0, pictures, batch)])
    print(json.dumps(dict(seconds=time.perf_counter() - start, first=features[0].tolist(), last=features[-1].tolist())))


main()
