"""Loads exported models with the libraries they are meant for and writes down their answers.

judge-formats.py FOLDER: manifest.json there lists {"file", "input", "shape"}; the answers of FILE go to FILE.answers
(float32). Prints the libraries' versions as JSON.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy

try:
    import onnx
except ImportError:
    onnx = None

folder = Path(sys.argv[1])
for entry in json.loads((folder / "manifest.json").read_text()):
    file = folder / entry["file"]
    inputs = numpy.fromfile(folder / entry["input"], dtype="<f4").reshape(entry["shape"])
    if file.suffix == ".onnx":
        if onnx is None:
            continue
        onnx.checker.check_model(onnx.load(file), full_check=True)
        from onnx.reference import ReferenceEvaluator

        session = ReferenceEvaluator(str(file))
        answers = session.run(None, {session.input_names[0]: inputs})[0]
    else:
        answers = keras.models.load_model(file, compile=False)(inputs, training=False)
    numpy.asarray(answers, dtype="<f4").tofile(f"{file}.answers")
print(json.dumps({"keras": keras.__version__, "onnx": onnx and onnx.__version__}))
