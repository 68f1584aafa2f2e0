"""KSG-1, k = 4, by the trees of scikit-learn and of scipy on one thread.

ksg-peers.py FILE D: FILE holds the columns of X, then of Y, as big-endian doubles, D columns a side.
Prints for each peer its name, mean ms of processor time, least ms of wall time, and the value in nats.
"""
import sys
import time

import numpy as np
from scipy.spatial import cKDTree
from scipy.special import digamma
from sklearn.neighbors import KDTree, NearestNeighbors

K = 4
REPEATS = 5


def nats(n, counts):
    return digamma(n) + digamma(K) - sum(np.mean(digamma(c)) for c in counts)


def sklearn(x, y):
    joint = NearestNeighbors(metric="chebyshev", n_neighbors=K).fit(np.hstack([x, y]))
    r = np.nextafter(joint.kneighbors()[0][:, -1], 0)
    return nats(len(x), [KDTree(s, metric="chebyshev").query_radius(s, r, count_only=True) for s in (x, y)])


def scipy(x, y):
    joint = np.hstack([x, y])
    r = np.nextafter(cKDTree(joint).query(joint, K + 1, p=np.inf)[0][:, -1], 0)
    return nats(len(x), [cKDTree(s).query_ball_point(s, r, p=np.inf, return_length=True) for s in (x, y)])


d = int(sys.argv[2])
columns = np.fromfile(sys.argv[1], dtype=">f8").astype(np.float64).reshape(2 * d, -1)
x = np.ascontiguousarray(columns[:d].T)
y = np.ascontiguousarray(columns[d:].T)
for peer in (sklearn, scipy):
    cpu, wall = [], []
    for _ in range(REPEATS):
        start, used = time.perf_counter(), time.process_time()
        value = peer(x, y)
        cpu.append(1e3 * (time.process_time() - used))
        wall.append(1e3 * (time.perf_counter() - start))
    print(peer.__name__, "%.1f" % np.mean(cpu), "%.1f" % min(wall), "%.15f" % value)
