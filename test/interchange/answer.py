"""What the interchange tests ask of Python Keras: a command as JSON on each line, and an answer on each line."""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

# Whatever else is printed must not come between the answers.
answers, sys.stdout = sys.stdout, sys.stderr


def numbers(value):
    array = np.asarray(value)
    # NumPy knows bfloat16 as a type of somebody else, which has no plain numbers.
    return array.astype("float32") if array.dtype.name == "bfloat16" else array


def lists(values):
    return [numbers(value).tolist() for value in values]


def predictions(model, inputs, dtype):
    outputs = model.predict(np.array(inputs, dtype), verbose=0)
    return lists(outputs if isinstance(outputs, list) else [outputs])


def open_file(path, inputs, dtype, weights=None):
    """Loads a model, and perhaps weights into it; predictions, weights and optimizer variables."""
    model = keras.models.load_model(path)
    if weights is not None:
        model.load_weights(weights)
    optimizer = getattr(model, "optimizer", None)
    return {
        "predictions": predictions(model, inputs, dtype),
        "weights": lists(model.weights),
        "optimizer": lists(optimizer.variables) if optimizer else [],
    }


def save_weights(path, weights, max_shard_size=None):
    """Saves the weights of a model, plus one, in one file or in several."""
    model = keras.models.load_model(path)
    model.set_weights([value + 1 for value in model.get_weights()])
    model.save_weights(weights, max_shard_size=max_shard_size)
    return {"weights": lists(model.weights)}


def train(start, path, epochs, x, y):
    """Trains a model, new or loaded, and saves it."""
    if start is None:
        keras.utils.set_random_seed(1)
        model = keras.Sequential(
            [
                keras.Input((4,)),
                keras.layers.Dense(8, activation="elu"),
                keras.layers.BatchNormalization(),
                keras.layers.Dense(3, activation="softmax"),
            ]
        )
        model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    else:
        model = keras.models.load_model(start)
    history = model.fit(np.array(x), np.array(y), batch_size=8, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return {"loss": history.history["loss"], "weights": lists(model.weights)}


COMMANDS = {"open": open_file, "saveWeights": save_weights, "train": train}

for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = COMMANDS[command.pop("do")](**command)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"[:1000]}
    print(json.dumps(answer), file=answers, flush=True)
