"""How a peer in Python measures itself: see measure.ts, which does the same."""

import json
import sys
import time

import numpy as np

DISTINCT_BATCHES = 8
LEARNING_RATE = 0.001


def uniform(count, seed):
    """The same pseudo-random floats in [-1, 1) for every peer (Mulberry32)."""
    state = (np.arange(1, count + 1, dtype=np.uint64) * 0x6D2B79F5 + seed).astype(np.uint32)
    with np.errstate(over="ignore"):
        t = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
        t = t ^ (t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61)))
        t = t ^ (t >> np.uint32(14))
    return (t.astype(np.float64) / 2**31 - 1).astype(np.float32)


def batches(net):
    size, shape = net["batchSize"], net["inputShape"]
    for seed in range(DISTINCT_BATCHES):
        x = uniform(size * int(np.prod(shape)), seed).reshape([size, *shape])
        y = np.floor((uniform(size, seed + 1000) + 1) / 2 * net["classes"]).astype(np.int32)
        yield x, y


def workload():
    return json.loads(sys.argv[1])


def take_turn(step, per_call, milliseconds):
    start = time.perf_counter()
    elapsed, steps = 0.0, 0
    while elapsed < milliseconds / 1e3:
        step(steps)
        steps += 1
        elapsed = time.perf_counter() - start
    return elapsed * 1e3 / (steps * per_call)


def serve_turns(peer, version, step, per_call=1):
    step(0)
    print(json.dumps({"peer": peer, "version": version}), flush=True)
    take_turn(step, per_call, 1500)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(take_turn(step, per_call, 300), flush=True)
