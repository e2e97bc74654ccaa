"""SNIP (Lee et al. 2019, arXiv:1810.02340) in PyTorch, for the same training as the recipe beside it: LeNet-300-100, weights
ranked before training, then SGD with momentum. Prints validation and test errors of each seed.

Run: python3 test/bench/pruning/peers/snip.py [sparsity] [epochs] [L2] [seeds]
"""

import math
import os
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../.."))
from mnist import read  # noqa: E402

sparsity, epochs, decay, seeds = (
    kind(given) for kind, given in zip((float, int, float, int), sys.argv[1:] + ["0.98", "60", "0.0001", "3"][len(sys.argv) - 1 :])
)
RATE, BATCH, VALIDATION = 0.1, 100, 5000


def pictures(part):
    return torch.tensor(read(part).reshape(-1, 784) / 255.0, dtype=torch.float32)


def labels(part):
    return torch.tensor(read(part).astype(np.int64))


def network():
    layers = [nn.Linear(784, 300), nn.Linear(300, 100), nn.Linear(100, 10)]
    for layer in layers:
        nn.init.xavier_normal_(layer.weight)
        nn.init.zeros_(layer.bias)
    first, second, third = layers
    return nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), third), layers


def rank(model, layers, inputs, targets):
    """Masks of the connections whose |weight x gradient| is greatest, all layers together."""
    functional.cross_entropy(model(inputs), targets).backward()
    scores = [(layer.weight * layer.weight.grad).abs() for layer in layers]
    every = torch.cat([score.flatten() for score in scores])
    threshold = every.kthvalue(int(sparsity * len(every))).values
    return [(score > threshold).float() for score in scores]


def share(step, steps):
    """Constant for a third of the training, then half a cosine down to nothing."""
    done = step / steps
    return 1.0 if done < 1 / 3 else 0.5 * (1 + math.cos(math.pi * (done - 1 / 3) * 1.5))


def mask(layers, masks):
    with torch.no_grad():
        for layer, kept in zip(layers, masks):
            layer.weight.mul_(kept)


def error(model, inputs, targets):
    with torch.no_grad():
        return 100 * (model(inputs).argmax(1) != targets).float().mean().item()


def train(seed, inputs, targets):
    torch.manual_seed(seed)
    model, layers = network()
    masks = rank(model, layers, inputs[:10_000], targets[:10_000])
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=0.9, weight_decay=decay)
    steps = epochs * (len(inputs) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share(step, steps))
    for _ in range(epochs):
        order = torch.randperm(len(inputs))
        for batch in order[: len(order) // BATCH * BATCH].split(BATCH):
            mask(layers, masks)
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(model(inputs[batch]), targets[batch]).backward()
            optimizer.step()
            schedule.step()
    mask(layers, masks)
    return model


inputs, targets = pictures("train-images"), labels("train-labels")
test = pictures("t10k-images"), labels("t10k-labels")
order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(7))
held, kept = order[:VALIDATION], order[VALIDATION:]
for seed in range(1, seeds + 1):
    model = train(seed, inputs[kept], targets[kept])
    print(f"seed {seed}: validation {error(model, inputs[held], targets[held]):.2f} %, test {error(model, *test):.2f} %", flush=True)
