"""Loads exported models with the libraries they are meant for and writes down their answers.

judge-formats.py FOLDER: manifest.json there lists {"file", "input", "shape"}; the answers of FILE go to FILE.answers
(float32). Prints the libraries' versions as JSON, null for one that is not there.
"""

import importlib.util
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
try:
    import torch
except ImportError:
    torch = None


def answers_of_module(file, inputs):
    """A module of PyTorch, loaded as its own text says."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with torch.no_grad():
        return module.load()(torch.from_numpy(inputs)).numpy()


def answers_of_onnx(file, inputs):
    """By the standard's own evaluator; by onnxruntime where that knows an operator of an older set no more, and where items have a
    length of their own, which the evaluator's memories take no notice of."""
    from onnx.reference import ReferenceEvaluator

    try:
        nodes = onnx.load(file).graph.node
        if not any(node.op_type in ("LSTM", "GRU") and len(node.input) > 4 and node.input[4] for node in nodes):
            session = ReferenceEvaluator(str(file))
            return session.run(None, {session.input_names[0]: inputs})[0]
    except RuntimeError as error:
        if "No implementation for operator" not in str(error):
            raise
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: inputs})[0]


def answers_of_lite(file, inputs):
    """All items at once: the number of them is left open."""
    import tensorflow

    interpreter = tensorflow.lite.Interpreter(str(file))
    (given,), (told,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.resize_tensor_input(given["index"], inputs.shape, strict=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given["index"], inputs)
    interpreter.invoke()
    return interpreter.get_tensor(told["index"])


def answers_of(file, inputs):
    """None where the library is not there."""
    if file.suffix == ".onnx":
        if onnx is None:
            return None
        onnx.checker.check_model(onnx.load(file), full_check=True)
        return answers_of_onnx(file, inputs)
    if file.suffix == ".py":
        return None if torch is None else answers_of_module(file, inputs)
    if file.suffix == ".tflite":
        return answers_of_lite(file, inputs)
    if file.name == "saved_model.pb":
        import tensorflow

        served = tensorflow.saved_model.load(str(file.parent)).signatures["serving_default"]
        (name,) = served.structured_input_signature[1]
        (answers,) = served(**{name: tensorflow.constant(inputs)}).values()
        return answers
    return keras.models.load_model(file, compile=False)(inputs, training=False)


folder = Path(sys.argv[1])
for entry in json.loads((folder / "manifest.json").read_text()):
    file = folder / entry["file"]
    inputs = numpy.fromfile(folder / entry["input"], dtype="<f4").reshape(entry["shape"])
    try:
        answers = answers_of(file, inputs)
    except Exception as error:
        # The test of this file fails for want of answers; the others go on.
        print(f"{entry['file']}: {error!r}", file=sys.stderr)
        continue
    if answers is not None:
        numpy.asarray(answers, dtype="<f4").tofile(f"{file}.answers")
print(json.dumps({"keras": keras.__version__, "onnx": onnx and onnx.__version__, "pytorch": torch and torch.__version__}))
