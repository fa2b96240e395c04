"""Loads a .keras file several times. Prints seconds of each, and megabytes before and at the peak, as JSON."""

import json
import os
import resource
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


path, turns = sys.argv[1], int(sys.argv[2])
before = peak()
seconds = []
for turn in range(turns):
    begin = time.perf_counter()
    model = keras.models.load_model(path)
    seconds.append(time.perf_counter() - begin)
    if turn == 0:
        first = peak()
print(json.dumps({"seconds": seconds, "before": before, "peak": first}))
