"""scikit-learn's logistic regression on folds that are given: standard input is JSON {rows, labels, folds: [{trained, heldOut}]}, the
answer the error of each fold. Columns are standardised within each fold; the penalty is scikit-learn's own (C = 1)."""

import json
import sys

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

given = json.load(sys.stdin)
rows, labels = numpy.array(given["rows"]), numpy.array(given["labels"])
errors = []
for fold in given["folds"]:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=10_000))
    model.fit(rows[fold["trained"]], labels[fold["trained"]])
    errors.append(float(numpy.mean(model.predict(rows[fold["heldOut"]]) != labels[fold["heldOut"]])))
json.dump(errors, sys.stdout)
