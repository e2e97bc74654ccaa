"""One peer of the engine's benchmark in a process of its own: Keras fit (plain or jit_compile), a tf.function loop, or PyTorch.

Called with: peer, network, batch size, threads. Reads {"seconds": s} lines, trains for about that long, and answers each with
{"steps": n, "ms": t}; an empty line ends it with {"peakBytes": n}. The data lies ready in the form each of them likes best.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
peer, network, batch, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(threads)

import numpy as np

ITEMS, CLASSES = 8192, 10
SHAPES = {"lenet-300-100": (28, 28, 1), "lenet-5": (28, 28, 1), "mini-resnet": (32, 32, 3), "lstm": (100, 40)}
shape = SHAPES[network]


def data():
    """Classes that can be told apart, a mean each and noise; every fifth label is wrong, so that there stays something to learn."""
    rng = np.random.default_rng(1)
    labels = rng.integers(0, CLASSES, ITEMS)
    means = rng.random((CLASSES,) + shape, dtype=np.float32)
    inputs = means[labels] * 0.5 + rng.random((ITEMS,) + shape, dtype=np.float32) * 0.5
    labels[::5] = rng.integers(0, CLASSES, len(labels[::5]))
    return inputs, labels.astype(np.int64)


def say(**message):
    print(json.dumps(message), flush=True)


def peak_bytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def torch_peer():
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    # As TensorFlow does by itself; without it, the dying moments of unused weights slow PyTorch down tenfold.
    torch.set_flush_denormal(True)

    class Block(nn.Module):
        def __init__(self, before, width, stride):
            super().__init__()
            self.first = nn.Conv2d(before, width, 3, stride, 1, bias=False)
            self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
            self.norms = nn.ModuleList([nn.BatchNorm2d(width), nn.BatchNorm2d(width)])
            self.shortcut = nn.Identity()
            if stride != 1 or before != width:
                self.shortcut = nn.Sequential(nn.Conv2d(before, width, 1, stride, bias=False), nn.BatchNorm2d(width))

        def forward(self, x):
            inner = torch.relu(self.norms[0](self.first(x)))
            return torch.relu(self.norms[1](self.second(inner)) + self.shortcut(x))

    class Lstm(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm, self.head = nn.LSTM(40, 64, batch_first=True), nn.Linear(64, CLASSES)

        def forward(self, x):
            return self.head(self.lstm(x)[0][:, -1])

    conv = lambda a, b: [nn.Conv2d(a, b, 5), nn.MaxPool2d(2), nn.ReLU()]
    model = {
        "lenet-300-100": lambda: nn.Sequential(
            nn.Flatten(), nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, CLASSES)
        ),
        "lenet-5": lambda: nn.Sequential(
            *conv(1, 20), *conv(20, 50), nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, CLASSES)
        ),
        "mini-resnet": lambda: nn.Sequential(
            nn.Conv2d(3, 16, 3, 1, 1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            Block(16, 16, 1),
            Block(16, 32, 2),
            Block(32, 64, 2),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(64, CLASSES),
        ),
        "lstm": Lstm,
    }[network]()
    inputs, labels = data()
    if len(shape) == 3:
        inputs = np.ascontiguousarray(inputs.transpose(0, 3, 1, 2))
    inputs, labels = torch.from_numpy(inputs), torch.from_numpy(labels)
    optimizer, loss = torch.optim.Adam(model.parameters(), 1e-3), nn.CrossEntropyLoss()
    # PyTorch's LSTM has two biases where the others have one: 4 · 64 parameters more.
    surplus = 256 if network == "lstm" else 0

    def step(n):
        start = n * batch % ITEMS
        optimizer.zero_grad(set_to_none=True)
        loss(model(inputs[start : start + batch]), labels[start : start + batch]).backward()
        optimizer.step()

    parameters = sum(p.numel() for p in model.parameters()) - surplus
    return counted(step), parameters, "PyTorch " + torch.__version__


def tensorflow_peer():
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    import keras
    from keras import layers

    def block(x, width, stride):
        inner = layers.Conv2D(width, 3, stride, "same", use_bias=False)(x)
        inner = layers.ReLU()(layers.BatchNormalization()(inner))
        inner = layers.BatchNormalization()(layers.Conv2D(width, 3, 1, "same", use_bias=False)(inner))
        if stride != 1 or x.shape[-1] != width:
            x = layers.BatchNormalization()(layers.Conv2D(width, 1, stride, "same", use_bias=False)(x))
        return layers.ReLU()(layers.Add()([inner, x]))

    x = given = layers.Input(shape)
    if network == "lenet-300-100":
        x = layers.Flatten()(x)
        for units in (300, 100):
            x = layers.Dense(units, "relu")(x)
    elif network == "lenet-5":
        for filters in (20, 50):
            x = layers.ReLU()(layers.MaxPooling2D(2)(layers.Conv2D(filters, 5)(x)))
        x = layers.Dense(500, "relu")(layers.Flatten()(x))
    elif network == "mini-resnet":
        x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, 1, "same", use_bias=False)(x)))
        for width, stride in ((16, 1), (32, 2), (64, 2)):
            x = block(x, width, stride)
        x = layers.GlobalAveragePooling2D()(x)
    else:
        x = layers.LSTM(64)(x)
    model = keras.Model(given, layers.Dense(CLASSES)(x))
    parameters = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    version = f"TensorFlow {tf.__version__}, Keras {keras.__version__}"
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    inputs, labels = data()
    if peer == "loop":
        optimizer = keras.optimizers.Adam(1e-3)
        optimizer.build(model.trainable_variables)
        inputs, labels = tf.constant(inputs), tf.constant(labels)

        @tf.function
        def train(start):
            with tf.GradientTape() as tape:
                value = loss(labels[start : start + batch], model(inputs[start : start + batch], training=True))
            gradients = tape.gradient(value, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            return value

        return counted(lambda n: train(tf.constant(n * batch % ITEMS))), parameters, version
    model.compile("adam", loss, metrics=["accuracy"], jit_compile=peer == "keras-jit")
    batches = tf.data.Dataset.from_tensor_slices((inputs, labels)).cache().batch(batch, drop_remainder=True).repeat().prefetch(2)

    def fit(steps):
        model.fit(batches, steps_per_epoch=steps, epochs=1, verbose=0)

    return fit, parameters, version


def counted(step):
    done = 0

    def run(steps):
        nonlocal done
        for _ in range(steps):
            step(done)
            done += 1

    return run


run, parameters, version = torch_peer() if peer == "torch" else tensorflow_peer()
run(1)
say(parameters=parameters, version=version)
run(8)
pace = 0.01
for line in sys.stdin:
    if not line.strip():
        break
    seconds = json.loads(line)["seconds"]
    steps = max(4, round(seconds / pace))
    begin = time.perf_counter()
    run(steps)
    took = time.perf_counter() - begin
    pace = took / steps
    say(steps=steps, ms=took * 1000)
say(peakBytes=peak_bytes())
