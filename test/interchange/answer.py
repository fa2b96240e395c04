"""What the interchange test asks of Python Keras. Reads a command as JSON and prints the answer as JSON."""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np


def lists(values):
    return [np.asarray(value).tolist() for value in values]


def open_files(files):
    """Loads each file; gives predictions, weights and optimizer variables, or what went wrong."""
    answers = {}
    for file in files:
        try:
            model = keras.models.load_model(file["path"])
            predictions = model.predict(np.array(file["inputs"], file["dtype"]), verbose=0)
            optimizer = getattr(model, "optimizer", None)
            answers[file["name"]] = {
                "predictions": lists(predictions if isinstance(predictions, list) else [predictions]),
                "weights": lists(model.weights),
                "optimizer": lists(optimizer.variables) if optimizer else [],
            }
        except Exception as error:
            answers[file["name"]] = {"error": f"{type(error).__name__}: {error}"[:500]}
    return answers


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


command = json.load(sys.stdin)
answer = open_files(command["files"]) if "files" in command else train(**command["train"])
json.dump(answer, sys.stdout)
