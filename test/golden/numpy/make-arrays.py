"""Arrays of every type and order that NumPy writes, and files that must be refused; written to arrays.json beside this file.

Run: python3 make-arrays.py
"""
import base64
import io
import json
from pathlib import Path

import numpy as np

TYPES = "|i1 <i2 >i2 <i4 >i4 <i8 >i8 <u2 >u4 <u8 <f2 >f2 <f4 >f4 <f8 >f8 |u1 |b1".split()
BASE = (np.arange(24) - 7).reshape(2, 3, 4)


def packed(save, *args, **named):
    file = io.BytesIO()
    save(file, *args, **named)
    return base64.b64encode(file.getvalue()).decode()


def sample(descr):
    if descr == "|b1":
        return BASE % 2 == 0
    if "f" in descr:
        return (BASE / 4).astype(descr)
    return (np.abs(BASE) if "u" in descr else BASE).astype(descr)


arrays = []
for descr in TYPES:
    for order in "CF":
        array = np.asarray(sample(descr), order=order)
        values = [float(value) for value in np.ascontiguousarray(array).ravel()]
        arrays.append(dict(descr=descr, order=order, file=packed(np.save, array), shape=list(array.shape), values=values))

REFUSED = {
    "objects": np.array([{}, 1], dtype=object),
    "texts": np.array(["a", "bc"]),
    "a structure": np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]),
    "complex numbers": np.zeros(2, dtype="<c8"),
    "a scalar": np.float32(3),
}
refused = [dict(what=what, file=packed(np.save, array, allow_pickle=True)) for what, array in REFUSED.items()]
npz = packed(
    np.savez_compressed,
    x_train=np.arange(24, dtype="u1").reshape(4, 2, 3),
    y_train=np.array([0, 1, 2, 1]),
    x_test=np.arange(12, dtype="u1").reshape(2, 2, 3) + 100,
    y_test=np.array([2, 0]),
)
made_by = f"numpy {np.__version__}: np.save, np.savez_compressed"
text = json.dumps(dict(madeBy=made_by, arrays=arrays, refused=refused, npz=npz), indent=0)
Path(__file__).with_name("arrays.json").write_text(text)
