"""Reference figures for test/unit/engine/evaluation: prints golden.ts. Made with NumPy 2.4.6, SciPy 1.17.1, scikit-learn 1.9.1."""
import json
import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics

rng = np.random.default_rng(20)


def classes_case(n, c):
    targets = rng.integers(0, c, n)
    # Eighths, so that there are ties between items, exact in float32 too.
    logits = np.round(8 * (rng.normal(size=(n, c)) + 1.2 * np.eye(c)[targets])) / 8
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    answers = logits.argmax(1)
    auc = metrics.roc_auc_score(targets, p[:, 1]) if c == 2 else metrics.roc_auc_score(targets, p, multi_class="ovr")
    truth = np.eye(c)[targets]
    ap = metrics.average_precision_score(targets, p[:, 1]) if c == 2 else metrics.average_precision_score(truth, p)
    return {
        "logits": logits.tolist(),
        "targets": targets.tolist(),
        "expected": {
            "accuracy": metrics.accuracy_score(targets, answers),
            "error": metrics.zero_one_loss(targets, answers),
            "balancedAccuracy": metrics.balanced_accuracy_score(targets, answers),
            "macroF1": metrics.f1_score(targets, answers, average="macro"),
            "logLoss": metrics.log_loss(targets, p),
            "brier": float(((p - truth) ** 2).sum(1).mean()),
            "rocAuc": auc,
            "prAuc": ap,
        },
        "confusion": metrics.confusion_matrix(targets, answers).tolist(),
    }


def values_case(n):
    targets = np.round(rng.normal(50, 10, n), 2)
    predictions = np.round(targets + rng.normal(0, 4, n), 2)
    return {
        "predictions": predictions.tolist(),
        "targets": targets.tolist(),
        "expected": {
            "mae": metrics.mean_absolute_error(targets, predictions),
            "rmse": metrics.root_mean_squared_error(targets, predictions),
            "r2": metrics.r2_score(targets, predictions),
        },
    }


def wilcoxon_case(n, decimals, method):
    d = np.round(rng.normal(0.3, 1, n), decimals)
    return {"differences": d.tolist(), "p": stats.wilcoxon(d, method=method, correction=False).pvalue}


def exact_with_ties(n):
    """The permutation distribution of the signed ranks, enumerated: SciPy's exact method refuses ties."""
    d = np.round(rng.normal(0.4, 1, n), 0)
    kept = d[d != 0]
    ranks = stats.rankdata(abs(kept))
    signs = (np.arange(2 ** len(kept))[:, None] >> np.arange(len(kept))) & 1
    sums = signs @ ranks
    seen = min(ranks[kept > 0].sum(), ranks[kept < 0].sum())
    return {"differences": d.tolist(), "p": float(min(1, 2 * (sums <= seen).mean()))}


golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "classes": [classes_case(60, 4), classes_case(50, 2)],
    "values": values_case(40),
    "mcnemar": [[a, b, stats.binomtest(min(a, b), a + b, 0.5).pvalue] for a, b in [(0, 5), (10, 14), (87, 130), (3, 40), (5, 5), (700, 820), (30000, 30700), (1, 800)]],
    "wilcoxon": [wilcoxon_case(12, 6, "exact"), wilcoxon_case(50, 6, "exact"), wilcoxon_case(80, 1, "approx"), wilcoxon_case(400, 6, "approx"), exact_with_ties(14)],
    "student95": [[n, stats.t.ppf(0.975, n)] for n in [1, 2, 3, 4, 9, 30, 101, 200]],
    "normalTwoSided": [[z, 2 * stats.norm.sf(z)] for z in [0, 0.1, 1, 1.96, 4.2, 4.3, 8, 20, 35]],
    "holm": {"p": [0.01, 0.04, 0.03, 0.005], "adjusted": [0.03, 0.06, 0.06, 0.02]},
}
print("/** Printed by make-golden.py, then formatted. */")
print("export const golden = " + json.dumps(golden) + ";")
