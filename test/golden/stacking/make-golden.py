"""Reference figures for test/unit/engine/fusion/stacking: prints golden.ts. Made with the versions it prints."""
import base64
import json
import warnings

import numpy as np
import scipy
import sklearn
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.ensemble import StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

warnings.simplefilter("error", RuntimeWarning)


def packed(probabilities):
    """65535ths, as base64 of little-endian uint16: both sides compute from the same rounded numbers."""
    return base64.b64encode(np.round(probabilities * 65535).astype("<u2").tobytes()).decode()


class Replay:
    """Predictions as a classifier: looks rows up by their number, so that StackingClassifier stacks the rounded ones."""

    def __init__(self, table=None):
        self.table = table

    def get_params(self, deep=True):
        return {"table": self.table}

    def set_params(self, **given):
        self.table = given.get("table", self.table)
        return self

    def fit(self, rows, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, rows):
        return self.table[np.asarray(rows)[:, 0].astype(int)]

    def predict(self, rows):
        return self.classes_[self.predict_proba(rows).argmax(1)]

    def __sklearn_tags__(self):
        return KNeighborsClassifier().__sklearn_tags__()


def case(name, data, members, rows, seed):
    x, y = data.data[:rows], data.target[:rows]
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.5, random_state=seed, stratify=y)
    scaler = StandardScaler().fit(x_train)
    x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)
    folds = list(StratifiedKFold(5, shuffle=True, random_state=seed).split(x_train, y_train))
    classes = len(np.unique(y))
    tables = []
    for member in members:
        table = np.zeros((len(y_train) + len(y_test), classes))
        for train, held in folds:
            table[held] = member.fit(x_train[train], y_train[train]).predict_proba(x_train[held])
        table[len(y_train):] = member.fit(x_train, y_train).predict_proba(x_test)
        table = np.round(table * 65535) / 65535
        tables.append(table / table.sum(1, keepdims=True))
    numbers = np.arange(len(y_train) + len(y_test))[:, None]
    stack = StackingClassifier(
        [(f"m{i}", Replay(table)) for i, table in enumerate(tables)],
        final_estimator=LogisticRegression(C=1.0, max_iter=10000, tol=1e-10),
        cv=folds,
        stack_method="predict_proba",
    ).fit(numbers[: len(y_train)], y_train)
    answers = stack.predict(numbers[len(y_train):])
    probabilities = stack.predict_proba(numbers[len(y_train):])
    fold_of = np.zeros(len(y_train), int)
    for number, (_, held) in enumerate(folds):
        fold_of[held] = number
    return {
        "name": name,
        "classes": classes,
        "members": [packed(table) for table in tables],
        "targets": [int(t) for t in y_train],
        "folds": [int(f) for f in fold_of],
        "testTargets": [int(t) for t in y_test],
        "expected": {
            "accuracy": float((answers == y_test).mean()),
            "memberAccuracies": [float((table[len(y_train):].argmax(1) == y_test).mean()) for table in tables],
            "answers": [int(a) for a in answers],
            # Of the right class, of the first 50 test items.
            "probabilities": [round(float(p[t]), 6) for p, t in zip(probabilities[:50], y_test)],
        },
    }


def kfold_case():
    rng = np.random.default_rng(3)
    y = rng.choice(4, 103, p=[0.5, 0.3, 0.15, 0.05])
    groups = rng.integers(0, 17, 103)
    stratified = [np.bincount(y[held], minlength=4).tolist() for _, held in StratifiedKFold(4, shuffle=True, random_state=1).split(y, y)]
    grouped = [sorted(int(g) for g in np.unique(groups[held])) for _, held in GroupKFold(4).split(y, y, groups)]
    sizes = [int(np.isin(groups, held).sum()) for held in grouped]
    return {"classOf": y.tolist(), "groupOf": groups.tolist(), "k": 4, "stratifiedCounts": stratified, "groupedSizes": sizes}


members = lambda: [LogisticRegression(C=0.05, max_iter=2000), GaussianNB(), DecisionTreeClassifier(max_depth=5, random_state=1)]
golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "cases": [
        case("digits", load_digits(), members(), 800, 4),
        case("breast cancer", load_breast_cancer(), members(), 569, 4),
    ],
    "folds": kfold_case(),
}
print("/** Printed by make-golden.py, then formatted. */")
print("export const golden = " + json.dumps(golden) + ";")
