"""Reference figures for the GRU layer that resets behind its product: prints golden.ts. Made with Keras 3.15.1 on tensorflow-cpu 2.21.0, NumPy 2.4.6."""

import json

import keras
import numpy
import tensorflow

random = numpy.random.default_rng(37)


def case(items, time, features, units, bias):
    layer = keras.layers.GRU(units, return_sequences=True, use_bias=bias, reset_after=True)
    layer.build((items, time, features))
    layer.set_weights([random.uniform(-0.9, 0.9, w.shape) for w in layer.get_weights()])
    x = tensorflow.constant(random.uniform(-1.5, 1.5, (items, time, features)), "float32")
    seen = tensorflow.constant(random.uniform(-1, 1, (items, time, units)), "float32")
    variables = [v.value for v in layer.trainable_variables]
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        states = layer(x)
        total = tensorflow.reduce_sum(states * seen)
    gradients = tape.gradient(total, [x, *variables])
    names = ["x", "kernel", "recurrent", *(["bias"] if bias else [])]
    return {
        "shape": {"items": items, "time": time, "features": features, "units": units},
        "given": dict(zip([*names, "seen"], [flat(a) for a in [x, *variables, seen]])),
        "states": flat(states),
        "gradients": dict(zip(names, [flat(g) for g in gradients])),
    }


def flat(array):
    """Nine digits say a float32 exactly."""
    return [float(f"{x:.9g}") for x in numpy.asarray(array).ravel()]


golden = [case(2, 5, 3, 4, True), case(3, 1, 2, 1, True), case(1, 7, 1, 3, False)]
print("/** Printed by make-golden.py. `seen` weights the sum of the states that is differentiated. */")
print("export const golden = " + json.dumps(golden) + ";")
