"""Where a step of LeNet-5 goes: its operations one by one, in TensorFlow's own Python, with the shapes of the step, on one thread.

Milliseconds of computing (not of a clock: other programs don't count), the least and the median of 60 turns that all parts take one
after the other. Called with: batch size.
"""

import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# As the supervisor sets it for a job: glibc would give large arrays back to the system after each operation.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "4000000000", "MALLOC_TOP_PAD_": "67108864"}
if any(name not in os.environ for name in ALLOCATOR):
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ALLOCATOR})

import numpy as np
import tensorflow as tf

TURNS, REPEATS = 60, 3
batch = int(sys.argv[1])
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
raw = tf.raw_ops
random = np.random.default_rng(1)


def values(*shape):
    return tf.constant(random.standard_normal(shape).astype("float32"))


image, kernel1, maps1, pooled1, bias1 = values(batch, 28, 28, 1), values(5, 5, 1, 20), values(batch, 24, 24, 20), values(batch, 12, 12, 20), values(20)
kernel2, maps2, pooled2, bias2 = values(5, 5, 20, 50), values(batch, 8, 8, 50), values(batch, 4, 4, 50), values(50)
flat, weights1, hidden, weights2, answers = values(batch, 800), values(800, 500), values(batch, 500), values(500, 10), values(batch, 10)
weights = [tf.Variable(array) for array in (kernel1, bias1, kernel2, bias2, weights1, values(500), weights2, values(10))]
moments = [[tf.Variable(tf.ones_like(weight)) for weight in weights] for _ in range(2)]
gradients = [tf.identity(weight) for weight in weights]


def kernel_gradient(inputs, kernel, maps):
    return raw.Conv2DBackpropFilter(input=inputs, filter_sizes=kernel.shape, out_backprop=maps, strides=[1] * 4, padding="VALID")


def pool(maps, gradient):
    window = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}
    pooled = raw.MaxPool(input=maps, **window)
    return pooled, raw.MaxPoolGrad(orig_input=maps, orig_output=pooled, grad=gradient, **window)


def adam():
    rates = {"beta1_power": 0.9, "beta2_power": 0.9, "lr": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
    for weight, first, second, gradient in zip(weights, *moments, gradients):
        raw.ResourceApplyAdam(var=weight.handle, m=first.handle, v=second.handle, grad=gradient, **rates)
    return tf.constant(0)


def dense(inputs, matrix, outputs):
    return tf.matmul(inputs, matrix), tf.matmul(inputs, outputs, transpose_a=True), tf.matmul(outputs, matrix, transpose_b=True)


def input_gradient():
    return raw.Conv2DBackpropInput(input_sizes=pooled1.shape, filter=kernel2, out_backprop=maps2, strides=[1] * 4, padding="VALID")


PARTS = {
    "nothing": lambda: tf.constant(0),
    "first convolution": lambda: tf.nn.conv2d(image, kernel1, 1, "VALID"),
    "its kernel's gradient": lambda: kernel_gradient(image, kernel1, maps1),
    "second convolution": lambda: tf.nn.conv2d(pooled1, kernel2, 1, "VALID"),
    "its kernel's gradient ": lambda: kernel_gradient(pooled1, kernel2, maps2),
    "its input's gradient": input_gradient,
    "first pooling, gradient": lambda: pool(maps1, pooled1),
    "second pooling, gradient": lambda: pool(maps2, pooled2),
    "biases": lambda: (tf.nn.bias_add(maps1, bias1), tf.nn.bias_add(maps2, bias2)),
    "their gradients": lambda: (raw.BiasAddGrad(out_backprop=maps1), raw.BiasAddGrad(out_backprop=maps2)),
    "ReLU, gradients": lambda: [raw.ReluGrad(gradients=maps, features=tf.nn.relu(maps)) for maps in (pooled1, pooled2, hidden)],
    "dense layers": lambda: (dense(flat, weights1, hidden), dense(hidden, weights2, answers)),
    "Adam": adam,
}
functions = {name: tf.function(part, autograph=False).get_concrete_function() for name, part in PARTS.items()}
times = {name: [] for name in functions}
for _ in range(TURNS):
    for name, function in functions.items():
        begin = time.process_time()
        for _ in range(REPEATS):
            function()
        times[name].append((time.process_time() - begin) / REPEATS * 1000)
calling = min(times.pop("nothing"))
total = 0
for name, taken in times.items():
    least, median = min(taken) - calling, sorted(taken)[TURNS // 2] - calling
    total += least
    print(f"{name:26} {least:7.3f} {median:7.3f}")
print(f"{'all, the least of each':26} {total:7.3f}")
