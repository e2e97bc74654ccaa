/** `run.py` of every capsule: it reads what is special from the manifest. Needs onnxruntime and numpy, for pictures Pillow. */
export const pythonRunner = `#!/usr/bin/env python3
"""Answers for files with the model of this capsule.

    pip install onnxruntime numpy pillow
    python run.py picture.png rows.csv folder/      one JSON object a line
    python run.py --check                           the enclosed items, beside the enclosed answers
"""
import csv, json, os, sys

import numpy as np
import onnxruntime

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "manifest.json"), encoding="utf-8") as file:
    MANIFEST = json.load(file)
CARD = MANIFEST["card"]
SHAPE = CARD["inputShape"]
STEPS = {step["kind"]: step for step in CARD["preprocessing"]}
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp")


def main(arguments):
    session = onnxruntime.InferenceSession(os.path.join(HERE, "model.onnx"), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    answer = lambda inputs: session.run(None, {name: inputs.astype(np.float32)})[0]
    if arguments == ["--check"]:
        return check(answer)
    if not arguments:
        print(__doc__)
        return 2
    failed = 0
    for path in files_of(arguments):
        try:
            for label, inputs in items_of(path):
                for place, row in enumerate(answer(inputs)):
                    print(json.dumps({"file": path, "item": place if label is None else label, **told(row)}, ensure_ascii=False))
        except (ValueError, OSError, ImportError) as reason:
            failed = 1
            print(f"{path}: {reason}", file=sys.stderr)
    return failed


def check(answer):
    read = lambda name: np.load(os.path.join(HERE, "check", name), allow_pickle=False)
    difference = float(np.abs(answer(read("inputs.npy")) - read("answers.npy")).max())
    holds = difference <= MANIFEST["tolerance"]
    print(json.dumps({"items": len(read("inputs.npy")), "maxDifference": difference, "holds": holds}))
    return 0 if holds else 1


def files_of(arguments):
    for path in arguments:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, _, names in sorted(os.walk(path)):
            yield from (os.path.join(folder, name) for name in sorted(names))


def items_of(path):
    """Pairs of a row's name and inputs of the shape [items, ...]."""
    ending = os.path.splitext(path)[1].lower()
    if ending == ".npy":
        array = np.load(path, allow_pickle=False)
        array = array[None] if list(array.shape) == SHAPE else array
        if list(array.shape[1:]) != SHAPE:
            raise ValueError(f"items of the shape {SHAPE} are required, got {list(array.shape)}")
        yield None, array
    elif ending in PICTURES and len(SHAPE) == 3:
        yield None, scaled(picture(path))[None]
    elif ending in (".csv", ".tsv") and "table" in STEPS:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file, delimiter="\\t" if ending == ".tsv" else ",")
            for number, row in enumerate(rows):
                yield number, np.array([encoded(row)], np.float32)
    else:
        kinds = ".npy of preprocessed items" + (", pictures" if len(SHAPE) == 3 and "sound" not in STEPS else "") + (", CSV" if "table" in STEPS else "")
        raise ValueError(f"this program takes {kinds}; for other files open the capsule with Espalier")


def picture(path):
    from PIL import Image, ImageOps

    if "sound" in STEPS:
        raise ValueError("a recording is required, not a picture")
    height, width, channels = SHAPE
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("L" if channels == 1 else "RGB")
    fit = STEPS.get("picture", {}).get("fit", "stretch")
    size, by = (width, height), Image.Resampling.LANCZOS
    image = {"crop": lambda: ImageOps.fit(image, size, by), "pad": lambda: ImageOps.pad(image, size, by), "stretch": lambda: image.resize(size, by)}[fit]()
    return np.asarray(image, np.float32).reshape(SHAPE)


def scaled(values):
    step = STEPS.get("scale", {"factor": 1, "offset": 0})
    return values * np.float32(step["factor"]) + np.float32(step["offset"])


def encoded(row):
    inputs = []
    for column in STEPS["table"]["columns"]:
        name, kind = column["column"], column["kind"]
        if name not in row:
            raise ValueError(f"a column '{name}' is required")
        text = (row[name] or "").strip()
        if kind == "number":
            missing = text == ""
            inputs.append(((column["missing"] if missing else float(text)) - column["mean"]) / column["deviation"])
            inputs += [float(missing)] if column.get("indicator") else []
        elif kind == "category":
            inputs += [float(text == value) for value in column["values"]]
        elif kind == "ordinal":
            known = text in column["values"]
            inputs.append((column["values"].index(text) - column["mean"]) / column["deviation"] if known else 0.0)
        else:
            raise ValueError(f"column '{name}' is encoded as '{kind}', which this program does not do; open the capsule with Espalier")
    return inputs


def told(row):
    row = [float(value) for value in row]
    if CARD["task"] == "values":
        return {"values": row}
    if CARD["task"] == "labels":
        limits = CARD.get("thresholds") or [0.5] * len(row)
        return {"answer": [name for name, share, limit in zip(CARD["classes"], row, limits) if share >= limit], "probabilities": row}
    shares = [1 - row[0], row[0]] if CARD["task"] == "binary" else row
    best = max(range(len(shares)), key=shares.__getitem__)
    return {"answer": CARD["classes"][best], "probability": shares[best], "probabilities": shares}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
`;
