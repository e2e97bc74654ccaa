"""Reference answers for test/unit/engine/fusion/voting.test.ts: prints golden.ts. Made with NumPy 2.4.6, scikit-learn 1.9.1."""
import base64
import json
import numpy as np
import sklearn
from sklearn import datasets, ensemble, linear_model, naive_bayes, neighbors, tree
from sklearn.model_selection import train_test_split

WEIGHTS = [0.5, 0.2, 0.15, 0.15]


def members():
    return [
        ("linear", linear_model.LogisticRegression(C=0.01, max_iter=2000)),
        ("tree", tree.DecisionTreeClassifier(max_depth=5, min_samples_leaf=10, random_state=1)),
        ("bayes", naive_bayes.GaussianNB(var_smoothing=1e-2)),
        ("near", neighbors.KNeighborsClassifier(25)),
    ]


def floats(values):
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode()


def case(load, items):
    x, y = load(return_X_y=True)
    train_x, test_x, train_y, test_y = train_test_split(x, y, test_size=items, random_state=3, stratify=y)
    soft = ensemble.VotingClassifier(members(), voting="soft").fit(train_x, train_y)
    weighted = ensemble.VotingClassifier(members(), voting="soft", weights=WEIGHTS).fit(train_x, train_y)
    hard = ensemble.VotingClassifier(members(), voting="hard").fit(train_x, train_y)
    weighted_hard = ensemble.VotingClassifier(members(), voting="hard", weights=WEIGHTS).fit(train_x, train_y)
    return {
        "classes": int(y.max() + 1),
        "targets": test_y.tolist(),
        "members": [floats(one.predict_proba(test_x)) for one in soft.estimators_],
        "soft": floats(soft.predict_proba(test_x)),
        "weighted": floats(weighted.predict_proba(test_x)),
        "hard": hard.predict(test_x).tolist(),
        "weightedHard": weighted_hard.predict(test_x).tolist(),
    }


golden = {"weights": WEIGHTS, "digits": case(datasets.load_digits, 180), "cancer": case(datasets.load_breast_cancer, 190)}
print(f"/** scikit-learn {sklearn.__version__}'s VotingClassifier, by make-golden.py beside this file; arrays as base64 of float32. */")
print("export const GOLDEN = " + json.dumps(golden) + " as const;")
