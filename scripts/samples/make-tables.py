"""The built-in tables, from the copies that come with scikit-learn: a header line, the columns as they are there, the class by its name.

Run: python3 make-tables.py FOLDER   (scikit-learn 1.9.1)
Where they come from and their licence stands in README.md of resources/samples.
"""
import csv
import sys
from pathlib import Path

from sklearn import datasets

TABLES = {
    "iris": (datasets.load_iris, "species"),
    "wine": (datasets.load_wine, "cultivar"),
    "breast-cancer": (datasets.load_breast_cancer, "diagnosis"),
}

for name, (load, label) in TABLES.items():
    data = load()
    folder = Path(sys.argv[1]) / name
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*data.feature_names, label])
        for row, target in zip(data.data, data.target):
            writer.writerow([*(f"{value:.10g}" for value in row), data.target_names[target]])
