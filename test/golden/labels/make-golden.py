"""Reference figures for items with several labels: prints golden.json. Made with NumPy 2.4.6, scikit-learn 1.9.1."""
import json
import numpy as np
import sklearn
from sklearn import metrics

rng = np.random.default_rng(7)
N, L = 50, 4
targets = (rng.random((N, L)) < [0.5, 0.3, 0.15, 0.4]).astype(int)
# Eighths, so that there are ties between items, exact in float32 too.
logits = np.round(8 * (rng.normal(size=(N, L)) + 1.5 * (2 * targets - 1))) / 8
p = 1 / (1 + np.exp(-logits))
thresholds = [0.4, 0.5, 0.3, 0.62]


def figures(limits):
    answers = (p >= limits).astype(int)
    precision, recall, f1, items = metrics.precision_recall_fscore_support(targets, answers)
    return {
        "accuracy": metrics.accuracy_score(targets, answers),
        "hammingLoss": metrics.hamming_loss(targets, answers),
        "microF1": metrics.f1_score(targets, answers, average="micro"),
        "macroF1": metrics.f1_score(targets, answers, average="macro"),
    }, {
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "items": items.tolist(),
        "averagePrecision": metrics.average_precision_score(targets, p, average=None).tolist(),
    }


half, half_labels = figures(0.5)
own, own_labels = figures(thresholds)
golden = {
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "logits": logits.tolist(),
    "targets": targets.tolist(),
    "thresholds": thresholds,
    "half": {"expected": half, "labels": half_labels},
    "own": {"expected": own, "labels": own_labels},
    "ranked": {
        "prAuc": metrics.average_precision_score(targets, p, average="macro"),
        "rocAuc": metrics.roc_auc_score(targets, p, average="macro"),
        "logLoss": float(np.mean([metrics.log_loss(targets[:, l], p[:, l]) for l in range(L)])),
        "brier": float(np.mean([metrics.brier_score_loss(targets[:, l], p[:, l]) for l in range(L)])),
    },
}
print(json.dumps(golden))
