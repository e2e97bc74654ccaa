"""Reference regrets for `bench:search -- samplers`: prints golden.ts. Made with the versions it prints."""
import json
import math
import sys
import warnings

import numpy
import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
SEEDS, TRIALS = 30, 100


def branin(t):
    x, y = t.suggest_float("x", -5, 10), t.suggest_float("y", 0, 15)
    a = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return a**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10 - 0.39788735772973816


A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]


def hartmann(t):
    x = [t.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    rows = zip([1, 1.2, 3, 3.2], A, P)
    return 3.322368011391339 - sum(c * math.exp(-sum(a[j] * (x[j] - p[j] / 1e4) ** 2 for j in range(6))) for c, a, p in rows)


def levy(t):
    w = [1 + (t.suggest_float(f"x{i}", -10, 10) - 1) / 4 for i in range(4)]
    inner = sum((v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2) for v in w[:-1])
    return math.sin(math.pi * w[0]) ** 2 + inner + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)


def integers(t):
    depth = t.suggest_int("depth", 1, 8)
    width = math.log2(t.suggest_int("width", 4, 1024, log=True)) - 7
    kernel = t.suggest_int("kernel", 1, 9, step=2)
    return (depth - 5) ** 2 / 4 + width**2 / 4 + (kernel - 5) ** 2 / 8 + 0.3 * abs(depth - 5) * abs(width)


def conditional(t):
    shape = t.suggest_categorical("shape", ["bowl", "ring", "wall"])
    if shape == "bowl":
        x, y = t.suggest_float("bowl_x", -2, 2), t.suggest_float("bowl_y", -2, 2)
        return (x - 1) ** 2 + (y + 0.5) ** 2 + 0.3
    if shape == "ring":
        r, a = t.suggest_float("ring_r", 0, 2), t.suggest_float("ring_a", 0, 6)
        return (r - 1.2) ** 2 + 0.5 * (1 - math.cos(3 * (a - 1))) + 0.05 * (a - 1) ** 2
    return (math.log10(t.suggest_float("wall_z", 1e-4, 1, log=True)) + 2) ** 2 + 0.15


def tuning(t):
    rate, momentum = t.suggest_float("rate", 1e-5, 1, log=True), t.suggest_float("momentum", 0, 0.99)
    batch = t.suggest_categorical("batch", [16, 32, 64, 128, 256])
    activation = t.suggest_categorical("activation", ["relu", "tanh", "sigmoid"])
    batches = {16: 0.3, 32: 0.1, 64: 0, 128: 0.1, 256: 0.4}
    activations = {"relu": 0, "tanh": 0.1, "sigmoid": 0.5}
    effective = math.log10(rate / (1 - momentum)) + 2
    return 0.5 * effective**2 + 2 * (momentum - 0.9) ** 2 + batches[batch] + activations[activation]


SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "multivariate": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
}


def regrets(function, sampler):
    best = []
    for seed in range(SEEDS):
        study = optuna.create_study(sampler=sampler(seed))
        study.optimize(function, n_trials=TRIALS)
        best.append(round(study.best_value, 7))
    return best


results = {}
for function in [branin, hartmann, levy, integers, conditional, tuning]:
    results[function.__name__] = {name: regrets(function, sampler) for name, sampler in SAMPLERS.items()}
    print(function.__name__, {k: float(numpy.median(v)) for k, v in results[function.__name__].items()}, file=sys.stderr, flush=True)
versions = {"optuna": optuna.__version__, "numpy": numpy.__version__}
print("/** Printed by make-golden.py, then formatted. */")
print(f"export const golden = {json.dumps({'versions': versions, 'trials': TRIALS, 'regrets': results})};")
