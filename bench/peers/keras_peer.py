"""Keras on the backend that KERAS_BACKEND names."""

import keras
import numpy as np
from protocol import DISTINCT_BATCHES, LEARNING_RATE, batches, serve_turns, workload

work = workload()


def transformer_block(shape, heads, feed_forward):
    layers = keras.layers
    x = layers.Input(shape)
    attended = layers.MultiHeadAttention(heads, shape[-1] // heads)(x, x)
    h = layers.LayerNormalization()(layers.add([x, attended]))
    wide = layers.Dense(feed_forward, "relu")(h)
    y = layers.add([h, layers.Dense(shape[-1])(wide)])
    return keras.Model(x, layers.LayerNormalization()(y))


def build(net):
    layers = keras.layers
    model = keras.Sequential([layers.Input(net["inputShape"])])
    for layer in net["layers"]:
        kind = layer["kind"]
        if kind == "flatten":
            model.add(layers.Flatten())
        elif kind == "batchNormalization":
            model.add(layers.BatchNormalization())
        elif kind == "conv2d":
            model.add(
                layers.Conv2D(
                    layer["filters"], layer["size"], activation=layer["activation"], kernel_initializer=net["initializer"]
                )
            )
        elif kind == "maxPooling2d":
            model.add(layers.MaxPooling2D(layer["size"]))
        elif kind == "dense":
            model.add(layers.Dense(layer["units"], layer["activation"], kernel_initializer=net["initializer"]))
        elif kind == "lstm":
            model.add(layers.LSTM(layer["units"]))
        elif kind == "transformerBlock":
            model.add(transformer_block(net["inputShape"], layer["heads"], layer["feedForward"]))
        elif kind == "globalAveragePooling1D":
            model.add(layers.GlobalAveragePooling1D())
        else:
            raise SystemExit(f"no layer {kind} here")
    model.add(layers.Dense(net["classes"], "softmax"))
    model.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE), loss="sparse_categorical_crossentropy")
    return model


if work["kind"] == "product":
    raise SystemExit("the product is its backend's")
model = build(work)
data = list(batches(work))


def epoch():
    """A call of `fit`, which is an epoch of training steps."""
    steps = [data[index % DISTINCT_BATCHES] for index in range(work["epochSteps"])]
    x = np.concatenate([x for x, _ in steps])
    y = np.concatenate([y for _, y in steps])
    return lambda _: model.fit(x, y, batch_size=work["batchSize"], verbose=0)


def predict(index):
    return np.asarray(model.predict_on_batch(data[index % DISTINCT_BATCHES][0]))


name = f"keras-{keras.backend.backend()}"
if work["kind"] == "training":
    serve_turns(name, keras.__version__, epoch(), work["epochSteps"])
else:
    serve_turns(name, keras.__version__, predict)
