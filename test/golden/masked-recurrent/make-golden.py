"""Reference figures for recurrent layers under a mask: prints golden.ts. It tells its versions."""

import json

import keras
import numpy
import tensorflow

random = numpy.random.default_rng(47)
ITEMS, TIME, FEATURES, UNITS = 3, 5, 2, 3
MASK = [[1, 1, 0, 1, 0], [0, 0, 1, 0, 0], [1, 1, 1, 1, 1]]


def case(kind, every):
    cell = lambda: keras.layers.LSTM(UNITS, return_sequences=every) if kind == "lstm" else keras.layers.GRU(
        UNITS, return_sequences=every, reset_after=kind == "gru-reset-after"
    )
    layer = keras.layers.Bidirectional(cell())
    layer.build((ITEMS, TIME, FEATURES))
    layer.set_weights([random.uniform(-0.9, 0.9, w.shape) for w in layer.get_weights()])
    x = tensorflow.constant(random.uniform(-1.5, 1.5, (ITEMS, TIME, FEATURES)), "float32")
    variables = [v.value for v in layer.trainable_variables]
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        states = layer(x, mask=tensorflow.cast(MASK, "bool"))
        seen = tensorflow.constant(random.uniform(-1, 1, states.shape), "float32")
        total = tensorflow.reduce_sum(states * seen)
    gradients = tape.gradient(total, [x, *variables])
    names = ["x", *(f"{d}-{n}" for d in ["forward", "backward"] for n in ["kernel", "recurrent", "bias"])]
    arrays = lambda tensors: {n: {"shape": list(t.shape), "values": flat(t)} for n, t in zip(names, tensors)}
    return {
        "cell": kind,
        "returnSequences": every,
        "given": arrays([x, *variables]),
        "seen": flat(seen),
        "states": {"shape": list(states.shape), "values": flat(states)},
        "gradients": arrays(gradients),
    }


def flat(array):
    """Nine digits say a float32 exactly."""
    return [float(f"{x:.9g}") for x in numpy.asarray(array).ravel()]


cases = [case(kind, every) for kind in ["lstm", "gru", "gru-reset-after"] for every in [True, False]]
print(f"/** Printed by make-golden.py with Keras {keras.__version__}, TensorFlow {tensorflow.__version__}, NumPy {numpy.__version__}. */")
print("export const mask = " + json.dumps(MASK) + ";")
print("export const golden = " + json.dumps(cases) + ";")
