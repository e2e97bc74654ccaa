"""Quantises FOLDER/float.onnx by onnxruntime's own static quantiser into FOLDER/int8.onnx.

static-quantiser.py FOLDER ITEMS SHAPE...: items.f32 there holds what to calibrate on.
"""

import sys
from pathlib import Path

import numpy
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

folder = Path(sys.argv[1])
shape = [int(size) for size in sys.argv[2:]]
items = numpy.fromfile(folder / "items.f32", dtype=numpy.float32).reshape(shape)
name = onnxruntime.InferenceSession(folder / "float.onnx").get_inputs()[0].name


class Items(CalibrationDataReader):
    def __init__(self):
        self.batches = iter(numpy.array_split(items, max(1, len(items) // 64)))

    def get_next(self):
        batch = next(self.batches, None)
        return None if batch is None else {name: batch}


quant_pre_process(folder / "float.onnx", folder / "prepared.onnx")
quantize_static(
    folder / "prepared.onnx",
    folder / "int8.onnx",
    Items(),
    quant_format=QuantFormat.QDQ,
    per_channel=True,
    activation_type=QuantType.QUInt8,
    weight_type=QuantType.QInt8,
)
