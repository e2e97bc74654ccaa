"""Optuna (TPE with successive halving, networks in PyTorch) and KerasTuner (Hyperband, in Keras) on the space, images and epochs
of `npm run bench:search -- mlp`. Prints the validation errors of the best in the search and of its configuration with two fresh
seeds, in percent, by seed.

Run: python3 test/bench/search/peers/tuners.py optuna|keras-tuner [seeds] [epochs in all] [parameters at most] [images]
KerasTuner also needs the package tensorboard. The networks keep their best epoch, as ours do. The items are not those of our own split: 10,000 and 5,000 drawn by the same rule.
"""

import math
import os
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../.."))
from mnist import read  # noqa: E402

USUAL = ["optuna", "3", "540", "inf", "10000"]
TUNER, SEEDS, TOTAL, MOST, IMAGES = (
    kind(given) for kind, given in zip((str, int, int, float, int), sys.argv[1:] + USUAL[len(sys.argv) - 1 :])
)
EPOCHS, REDUCTION, FRESH = 9, 3, 2


def items():
    """Training and validation items: pictures in [0, 1] and their classes."""
    order = np.random.default_rng(7).permutation(60_000)
    pictures, classes = read("train-images").reshape(-1, 784), read("train-labels")
    parts = [order[:IMAGES], order[IMAGES : IMAGES + max(500, IMAGES // 2)]]
    return [(pictures[part].astype(np.float32) / 255, classes[part].astype(np.int64)) for part in parts]


def parameters(depth, width):
    sizes = [784] + [width] * depth + [10]
    return sum((size + 1) * after for size, after in zip(sizes, sizes[1:]))


def told(tuner, found):
    """A line a seed as it comes, then the means."""
    rows = []
    for seed, row in enumerate(found, 1):
        rows.append(row)
        searched, fresh, epochs = row
        print(f"{tuner} seed {seed}: search {searched:.2f}, winner with fresh seeds {fresh:.2f}, {epochs} epochs", flush=True)
    means = [np.mean([row[i] for row in rows]) for i in (0, 1)]
    spread = np.std([row[1] for row in rows], ddof=1) / math.sqrt(len(rows)) if len(rows) > 1 else math.nan
    print(f"{tuner}: search {means[0]:.2f}, fresh seeds {means[1]:.2f} (standard error {spread:.2f})")


def optuna_rows(train, validation):
    import optuna
    import torch
    from torch import nn

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    (x, y), (vx, vy) = [(torch.tensor(pictures), torch.tensor(classes)) for pictures, classes in (train, validation)]

    def epochs_of(config, seed):
        """Validation errors in percent after each epoch, the best so far."""
        torch.manual_seed(seed)
        layers, size = [], 784
        for _ in range(config["depth"]):
            layers += [nn.Linear(size, config["width"]), nn.ReLU(), nn.Dropout(config["dropout"])]
            size = config["width"]
        net = nn.Sequential(*layers, nn.Linear(size, 10))
        optimizer = torch.optim.Adam(net.parameters(), config["rate"], eps=1e-7)
        best = math.inf
        for _ in range(EPOCHS):
            net.train()
            for rows in torch.randperm(len(x)).split(config["batch"]):
                optimizer.zero_grad()
                nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
                optimizer.step()
            net.eval()
            with torch.no_grad():
                best = min(best, 100 * float((net(vx).argmax(1) != vy).float().mean()))
            yield best

    def row(seed):
        spent = 0

        def objective(trial):
            nonlocal spent
            config = {
                "depth": trial.suggest_int("depth", 1, 4),
                "width": trial.suggest_int("width", 16, 512, log=True),
                "dropout": trial.suggest_float("dropout", 0, 0.5),
                "rate": trial.suggest_float("rate", 1e-4, 0.03, log=True),
                "batch": trial.suggest_categorical("batch", [32, 64, 128, 256]),
            }
            if parameters(config["depth"], config["width"]) > MOST:
                raise optuna.TrialPruned
            for epoch, error in enumerate(epochs_of(config, 1000 * seed + trial.number), 1):
                spent += 1
                trial.report(error, epoch)
                if spent >= TOTAL:
                    trial.study.stop()
                if epoch < EPOCHS and (trial.should_prune() or spent >= TOTAL):
                    raise optuna.TrialPruned
            return error

        pruner = optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=REDUCTION)
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed), pruner=pruner)
        study.optimize(objective, n_trials=100 * TOTAL)
        fresh = [list(epochs_of(study.best_params, 10_000 * seed + again))[-1] for again in range(FRESH)]
        return study.best_value, float(np.mean(fresh)), spent

    return (row(seed) for seed in range(1, SEEDS + 1))


class EnoughEpochs(BaseException):
    """All epochs are spent. No Exception: KerasTuner would take it for a trial that failed, and begin another one."""


def keras_tuner_rows(train, validation):
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import keras
    import keras_tuner

    (x, y), (vx, vy) = train, validation

    def network(config):
        layers = [keras.Input((784,))]
        for _ in range(config["depth"]):
            layers += [keras.layers.Dense(config["width"], activation="relu", kernel_initializer="he_normal")]
            layers += [keras.layers.Dropout(config["dropout"])]
        model = keras.Sequential([*layers, keras.layers.Dense(10)])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        # As our own optimizer and that of the other peer have it.
        model.compile(keras.optimizers.Adam(config["rate"], epsilon=1e-7), loss, metrics=["accuracy"])
        return model

    def config_of(drawn):
        return {
            "depth": drawn.Int("depth", 1, 4),
            "width": drawn.Int("width", 16, 512, sampling="log"),
            "dropout": drawn.Float("dropout", 0, 0.5),
            "rate": drawn.Float("rate", 1e-4, 0.03, sampling="log"),
            "batch": drawn.Choice("batch", [32, 64, 128, 256]),
        }

    def row(seed):
        spent = {"epochs": 0, "best": math.inf}

        class Count(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                spent["epochs"] += 1
                spent["best"] = min(spent["best"], 100 * (1 - logs["val_accuracy"]))
                if spent["epochs"] >= TOTAL:
                    self.model.stop_training = True

        class Networks(keras_tuner.HyperModel):
            def build(self, drawn):
                # Over the limit it is no model to KerasTuner, which then asks for another one: nothing is trained.
                config = config_of(drawn)
                if parameters(config["depth"], config["width"]) > MOST:
                    raise keras_tuner.errors.FailedTrialError("too many parameters")
                return network(config)

            def fit(self, drawn, model, *given, **more):
                if spent["epochs"] >= TOTAL:
                    raise EnoughEpochs
                return model.fit(*given, batch_size=config_of(drawn)["batch"], **more)

        keras.utils.set_random_seed(seed)
        with tempfile.TemporaryDirectory() as folder:
            tuner = keras_tuner.Hyperband(
                Networks(),
                objective=keras_tuner.Objective("val_accuracy", "max"),
                max_epochs=EPOCHS,
                factor=REDUCTION,
                hyperband_iterations=100,
                seed=seed,
                directory=folder,
                max_consecutive_failed_trials=100_000,
            )
            try:
                tuner.search(x, y, validation_data=(vx, vy), verbose=0, callbacks=[Count()])
            except EnoughEpochs:
                pass
            best = config_of(tuner.get_best_hyperparameters(1)[0])
        fresh = []
        for again in range(FRESH):
            keras.utils.set_random_seed(10_000 * seed + again)
            fit = network(best).fit(
                x, y, batch_size=best["batch"], epochs=EPOCHS, validation_data=(vx, vy), verbose=0
            )
            fresh.append(100 * (1 - max(fit.history["val_accuracy"])))
        return spent["best"], float(np.mean(fresh)), spent["epochs"]

    return (row(seed) for seed in range(1, SEEDS + 1))


TUNERS = {"optuna": ("Optuna", optuna_rows), "keras-tuner": ("KerasTuner", keras_tuner_rows)}

if __name__ == "__main__":
    if TUNER not in TUNERS:
        raise SystemExit(f"A tuner is required ({', '.join(TUNERS)}), got '{TUNER}'")
    title, rows = TUNERS[TUNER]
    told(title, rows(*items()))
