"""Small students taught in PyTorch, for the same training as the recipe `small` beside it: a 784-50-10 alone and with soft targets of
given logits, Adam, batches of 64, 55,000 images. All students of a seed see the same items in the same order, with the same
first values. Prints validation and test errors of each seed.

A teacher is either the file that `espalier predict MODEL data:digits --format npz` writes (`probabilities`, `items`), or `own`: a
784-800-800-10 without jitter, trained here for ten epochs.

Run: python3 test/bench/distillation/peers/distil.py (FILE | own) [cosine | constant] [learning rate] [epochs] [seeds] [hidden,…]
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

teacher, schedule, rate, epochs, seeds, widths = sys.argv[1:] + ["own", "cosine", "0.001", "20", "3", "50"][len(sys.argv) - 1 :]
RATE, EPOCHS, SEEDS = float(rate), int(epochs), int(seeds)
HIDDEN = [int(units) for units in widths.split(",")]
BATCH, TRAINED, ALPHA = 64, 55_000, 0.9
TEMPERATURES = [None, 1, 2, 4, 8]
torch.set_num_threads(1)


def pictures(part):
    return torch.tensor(read(part).reshape(-1, 784) / 255.0, dtype=torch.float32)


def labels(part):
    return torch.tensor(read(part).astype(np.int64))


inputs, targets = pictures("train-images"), labels("train-labels")


def network(hidden, seed):
    torch.manual_seed(seed)
    sizes = [784, *hidden, 10]
    layers = [nn.Linear(before, after) for before, after in zip(sizes, sizes[1:])]
    for layer in layers[:-1]:
        nn.init.kaiming_normal_(layer.weight)
    nn.init.xavier_uniform_(layers[-1].weight)
    for layer in layers:
        nn.init.zeros_(layer.bias)
    return nn.Sequential(*[part for layer in layers[:-1] for part in (layer, nn.ReLU())], layers[-1])


def loss_of(outputs, items, logits, temperature):
    """alpha T^2 KL + (1 - alpha) CE; the labels alone without a temperature."""
    hard = functional.cross_entropy(outputs, targets[items])
    if temperature is None:
        return hard
    soft = functional.kl_div(
        functional.log_softmax(outputs / temperature, 1),
        functional.log_softmax(logits[items] / temperature, 1),
        reduction="batchmean",
        log_target=True,
    )
    return ALPHA * temperature**2 * soft + (1 - ALPHA) * hard


def train(model, seed, epochs, rate, logits=None, temperature=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    steps = epochs * math.ceil(TRAINED / BATCH)
    factor = (lambda step: (1 + math.cos(math.pi * step / steps)) / 2) if schedule == "cosine" else (lambda step: 1)
    falling = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    order = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        for items in torch.randperm(TRAINED, generator=order).split(BATCH):
            optimizer.zero_grad()
            loss_of(model(inputs[items]), items, logits, temperature).backward()
            optimizer.step()
            falling.step()
    return model.eval()


@torch.no_grad()
def errors(model, items, right):
    return int((model(items).argmax(1) != right).sum())


def teacher_logits():
    """Of all 60,000 images."""
    if teacher == "own":
        model = train(network([800, 800], 1), 1, 10, 0.001)
        with torch.no_grad():
            return model(inputs)
    given = np.load(teacher)
    logits = torch.zeros(len(inputs), 10)
    logits[torch.tensor(given["items"].astype(np.int64))] = torch.log(torch.tensor(given["probabilities"]).clamp_min(1e-37))
    return logits


taught_by = teacher_logits()
tests, right = pictures("t10k-images"), labels("t10k-labels")
for temperature in TEMPERATURES:
    found = []
    for seed in range(1, SEEDS + 1):
        model = train(network(HIDDEN, seed), seed, EPOCHS, RATE, taught_by, temperature)
        found.append((errors(model, inputs[TRAINED:], targets[TRAINED:]), errors(model, tests, right)))
    name = "alone" if temperature is None else f"T {temperature}"
    print(f"{name:6} validation {[one for one, _ in found]} of 5,000, test {[one for _, one in found]} of 10,000", flush=True)
