"""Singular values by LAPACK (numpy.linalg.svd) of matrices that JavaScript can build from the same formula.

Run: python3 make-golden.py > golden.ts   (written with the versions named in the file)
"""
import json
import numpy as np

def wave(rows, columns):
    r, c = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    return np.sin(1.0 + 0.7 * r * c + 0.1 * r * r) + 0.01 * (r - c)

def hilbert(n):
    r, c = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    return 1.0 / (r + c + 1)

cases = {}
for name, matrix in {"wave 7x4": wave(7, 4), "wave 4x7": wave(4, 7), "wave 40x25": wave(40, 25), "hilbert 8": hilbert(8)}.items():
    u, s, vt = np.linalg.svd(matrix, full_matrices=False)
    cases[name] = {"values": s.tolist(), "firstLeft": np.abs(u[:, 0]).tolist(), "firstRight": np.abs(vt[0]).tolist()}

print(f"/** Printed by make-golden.py with numpy {np.__version__} (LAPACK). Vectors without their signs. */")

print("export const golden = " + json.dumps(cases) + " as const;")
