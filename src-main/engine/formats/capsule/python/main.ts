/** How `run.py` begins and what it says; the other parts make items of files. */
export const mainPart = String.raw`#!/usr/bin/env python3
"""Answers for files with the model of this capsule.

    pip install onnxruntime numpy          for pictures also pillow, for recordings other than WAV also soundfile
    python run.py picture.png rows.csv folder/      one JSON object a line
    python run.py --check                           the enclosed items, beside the enclosed answers
"""
import gzip, io, json, math, os, re, struct, sys, unicodedata
from datetime import datetime, timedelta, timezone

import numpy as np

# Unless this is set before it is loaded, ONNX Runtime sends its maker how it is used.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "manifest.json"), encoding="utf-8") as file:
    MANIFEST = json.load(file)
CARD = MANIFEST["card"]
SHAPE = CARD["inputShape"]
STEPS = {step["kind"]: step for step in CARD["preprocessing"]}
BATCH = 64


def main(arguments):
    session = onnxruntime.InferenceSession(os.path.join(HERE, "model.onnx"), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    answer = lambda inputs: session.run(None, {name: np.ascontiguousarray(inputs, np.float32)})[0]
    if arguments == ["--check"]:
        return check(answer)
    if not arguments:
        print(__doc__)
        return 2
    return max(answer_source(answer, source) for source in arguments)


def check(answer):
    read = lambda name: np.load(os.path.join(HERE, "check", name), allow_pickle=False)
    wanted, found = read("answers.npy"), answer(read("inputs.npy"))
    difference = float(np.abs(found - wanted).max())
    if CARD["task"] == "classes":
        same = found.argmax(-1) == wanted.argmax(-1)
    elif CARD["task"] == "values":
        same = np.abs(found - wanted).max(-1) <= MANIFEST["tolerance"]
    else:
        same = ((found >= 0.5) == (wanted >= 0.5)).all(-1)
    allowed = max(1, (1 - MANIFEST.get("agreement", 0)) * len(wanted))
    holds = difference <= MANIFEST["tolerance"] and int((~same).sum()) <= allowed
    print(json.dumps({"items": len(wanted), "maxDifference": difference, "holds": holds}))
    return 0 if holds else 1


def answer_source(answer, source):
    """Answers for a file or every file of a folder; one that can't be read is told, and the others are answered."""
    if not os.path.exists(source):
        print(f"{source}: there is no such file or folder", file=sys.stderr)
        return 1
    failed = 0
    for name, path in files_of(source):
        try:
            waiting = []
            for item in items_of(name, path):
                waiting.append(item)
                if len(waiting) == BATCH:
                    tell(answer, waiting)
                    waiting = []
            tell(answer, waiting)
        except (ValueError, OSError, ImportError, EOFError, struct.error) as reason:
            failed = 1
            print(json.dumps({"item": name, "problem": str(reason)}, ensure_ascii=False))
    return failed


def files_of(source):
    """Pairs of a name and a path, sorted by name; of a folder only what this model can take."""
    if not os.path.isdir(source):
        return [(os.path.basename(source), source)]
    found = []
    for folder, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.join(folder, name) for name in names if not name.startswith(".")]
    named = [(os.path.relpath(path, source).replace(os.sep, "/"), path) for path in found]
    return sorted((name, path) for name, path in named if name.lower().endswith(".npy") or takes(name))


def takes(name):
    if "table" in STEPS:
        return bool(RECORDS.search(name))
    return "tokens" in STEPS or bool((SOUNDS if "sound" in STEPS else PICTURES).search(name))


def items_of(name, path):
    """Pairs of a name and the inputs of one item."""
    if name.lower().endswith(".npy"):
        array = np.load(path, allow_pickle=False)
        array = array[None] if list(array.shape) == SHAPE else array
        if list(array.shape[1:]) != SHAPE:
            raise ValueError(f"items of the shape {SHAPE} are required, got {list(array.shape)}")
        return ((f"{name}:{i + 1}", item) for i, item in enumerate(array))
    if "table" in STEPS:
        return table_items(name, path)
    if "tokens" in STEPS:
        return text_items(name, path)
    return sound_items(name, path) if "sound" in STEPS else picture_items(name, path)


def tell(answer, items):
    if not items:
        return
    rows = answer(np.stack([np.asarray(inputs, np.float32).reshape(SHAPE) for _, inputs in items]))
    for (name, _), row in zip(items, rows):
        print(json.dumps({"item": name, **told([float(value) for value in np.ravel(row)])}, ensure_ascii=False))


def told(row):
    classes = CARD["classes"]
    if CARD["task"] == "values":
        return {"answer": row[0], **({"answers": row} if len(row) > 1 else {})}
    if CARD["task"] == "labels":
        limits = CARD.get("thresholds") or [0.5] * len(row)
        chosen = [name for name, share, limit in zip(classes, row, limits) if share >= limit]
        return {"answer": chosen, "probabilities": dict(zip(classes, row))}
    shares = [1 - row[0], row[0]] if CARD["task"] == "binary" else row
    best = max(range(len(shares)), key=shares.__getitem__)
    return {"answer": classes[best], "probability": shares[best], "probabilities": dict(zip(classes, shares))}
`;
