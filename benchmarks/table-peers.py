"""scikit-learn on a table: a network of one hidden layer as large as a budget allows, and gradient boosting of any size.

usage: table-peers.py FILE.csv (accuracy|rmse) PARAMS SEED < numbers of the test rows, from 0

Prints a line for each, its name and its score on the test rows. Default settings, standardised columns; the network gets 500 epochs.
The last column is the target; other text columns become one-hot. Needs Debian's python3-sklearn.
"""

import csv
import sys
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def encoded(cells):
    """One numeric column, or one for each value of a text column; empty cells become the mean."""
    values = np.array([number(cell) for cell in cells])
    if np.isnan(values[[cell != "" for cell in cells]]).any():
        return np.array([[cell == value for value in sorted(set(cells))] for cell in cells], float)
    return np.where(np.isnan(values), np.nanmean(values), values)[:, None]


def main():
    path, quality, params, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    columns = list(zip(*rows))
    x = np.hstack([encoded(column) for column in columns[:-1]])
    test = np.zeros(len(rows), bool)
    test[[int(line) for line in sys.stdin]] = True
    x = StandardScaler().fit(x[~test]).transform(x)
    if quality == "accuracy":
        y = np.array(columns[-1])
        outputs = len(set(y))
        hidden = (params - outputs) // (x.shape[1] + 1 + outputs)
        network = MLPClassifier((max(1, hidden),), max_iter=500, random_state=seed)
        boosting = HistGradientBoostingClassifier(random_state=seed)
        scale, mean = 1, 0
    else:
        y = np.array(columns[-1], float)
        mean, scale = y[~test].mean(), y[~test].std()
        y = (y - mean) / scale
        hidden = (params - 1) // (x.shape[1] + 2)
        network = MLPRegressor((hidden,), max_iter=500, random_state=seed)
        boosting = HistGradientBoostingRegressor(random_state=seed)
    for name, model in [("network", network), ("boosting", boosting)]:
        said = model.fit(x[~test], y[~test]).predict(x[test])
        if quality == "accuracy":
            print(name, np.mean(said == y[test]))
        else:
            print(name, scale * np.sqrt(np.mean((said - y[test]) ** 2)))


if __name__ == "__main__":
    main()
