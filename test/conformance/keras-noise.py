"""How far Keras is from its own golden numbers when it rounds in another order.

    python keras-noise.py FOLDER            the cases of FOLDER (conformance/files) in several settings, one process each
    python keras-noise.py FOLDER CASE       one case in the setting of the environment (KERAS_BACKEND, DTYPE)

Each case's file is loaded and trained on as the suite did. For each weight: the largest error in tolerances, and the
size of the values that the error is of.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile

CASES = ["sequential_bn", "conv_bn_adam", "attention"]
SETTINGS = {
    "as the suite": {"KERAS_BACKEND": "jax"},
    "operation by operation": {"KERAS_BACKEND": "jax", "JAX_DISABLE_JIT": "1"},
    "without fusion": {"KERAS_BACKEND": "jax", "XLA_FLAGS": "--xla_disable_hlo_passes=fusion,cpu-instruction-fusion"},
    "PyTorch": {"KERAS_BACKEND": "torch"},
    "in float64": {"KERAS_BACKEND": "jax", "JAX_ENABLE_X64": "1", "DTYPE": "float64"},
}


def array(json_array):
    import numpy as np

    return np.array(json_array["data"], json_array["dtype"]).reshape(json_array["shape"])


def in_dtype(path, dtype, target):
    """Copies a model, to compute in another dtype."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, content.replace(b"float32", dtype.encode()) if entry == "config.json" else content)
    return target


def one(folder, name):
    import keras
    import numpy as np

    with open(f"{folder}/{name}.json") as file:
        case = json.load(file)
    dtype = os.environ.get("DTYPE", "float32")
    keras.config.set_floatx(dtype)
    with tempfile.TemporaryDirectory() as temporary:
        path = in_dtype(f"{folder}/{name}.keras", dtype, f"{temporary}/{name}.keras")
        model = keras.models.load_model(path)
    todo = case["continue_training"]
    model.fit(
        array(case["inputs"]),
        array(case["targets"]),
        epochs=todo["epochs"],
        batch_size=todo["batch_size"],
        shuffle=False,
        verbose=0,
    )
    tolerance = todo.get("tol", case["tol"])
    worst = []
    for weight, wanted in zip(model.weights, todo["final_weights"]):
        value = array(wanted)
        error = np.abs(keras.ops.convert_to_numpy(weight) - value)
        allowed = tolerance["atol"] + tolerance["rtol"] * np.abs(value)
        if value.size:
            worst.append((float((error / allowed).max()), "/".join(weight.path.split("/")[-2:])))
    worst.sort(reverse=True)
    print(json.dumps(worst[:3]))


def main(folder):
    for name in CASES:
        print(name)
        for setting, environment in SETTINGS.items():
            run = subprocess.run(
                [sys.executable, __file__, folder, name], env={**os.environ, **environment}, capture_output=True, text=True
            )
            if run.returncode != 0:
                print(f"  {setting}: {run.stderr.strip().splitlines()[-1][:150]}")
                continue
            worst = json.loads(run.stdout.strip().splitlines()[-1])
            print(f"  {setting}: " + ", ".join(f"{path} {error:.2g}" for error, path in worst))


if len(sys.argv) == 3:
    one(*sys.argv[1:])
else:
    main(sys.argv[1])
