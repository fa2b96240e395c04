"""JAX: a whole training step under jit, buffers donated."""

import jax
import jax.numpy as jnp
import numpy as np
from protocol import DISTINCT_BATCHES, LEARNING_RATE, batches, serve_turns, uniform, workload

work = workload()
ACTIVATIONS = {"elu": jax.nn.elu, "relu": jax.nn.relu}
EPSILON, MOMENTUM = 1e-3, 0.99


def initial(net):
    """Trained parameters, and running means and variances."""
    random = np.random.default_rng(0)
    shape = list(net["inputShape"])
    params, state = [], []

    def dense(width, units):
        scale = np.sqrt(2 / width)
        kernel = (random.standard_normal((width, units)) * scale).astype(np.float32)
        params.append({"kernel": kernel, "bias": np.zeros(units, np.float32)})
        state.append({})

    for layer in net["layers"]:
        kind = layer["kind"]
        if kind == "flatten":
            shape = [int(np.prod(shape))]
            params.append({})
            state.append({})
        elif kind == "batchNormalization":
            ones, zeros = np.ones(shape[-1], np.float32), np.zeros(shape[-1], np.float32)
            params.append({"gamma": ones, "beta": zeros})
            state.append({"mean": zeros, "variance": ones})
        elif kind == "dense":
            dense(shape[-1], layer["units"])
            shape = [*shape[:-1], layer["units"]]
        elif kind == "conv2d":
            filters, size = layer["filters"], layer["size"]
            kernel = random.standard_normal((size, size, shape[-1], filters)) / np.sqrt(size * size * shape[-1])
            params.append({"kernel": kernel.astype(np.float32), "bias": np.zeros(filters, np.float32)})
            state.append({})
            shape = [shape[0] - size + 1, shape[1] - size + 1, filters]
        elif kind == "maxPooling2d":
            params.append({})
            state.append({})
            shape = [shape[0] // layer["size"], shape[1] // layer["size"], shape[2]]
        else:
            raise SystemExit(f"no layer {kind} here")
    dense(shape[-1], net["classes"])
    return jax.device_put((params, state))


def logits_of(net, params, state, x, training):
    updated = []
    for layer, p, s in zip(net["layers"], params, state):
        kind = layer["kind"]
        if kind == "flatten":
            x = x.reshape(x.shape[0], -1)
        elif kind == "dense":
            x = ACTIVATIONS[layer["activation"]](x @ p["kernel"] + p["bias"])
        elif kind == "conv2d":
            sums = jax.lax.conv_general_dilated(
                x, p["kernel"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
            )
            x = ACTIVATIONS[layer["activation"]](sums + p["bias"])
        elif kind == "maxPooling2d":
            window = (1, layer["size"], layer["size"], 1)
            x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID")
        else:
            mean, variance = s["mean"], s["variance"]
            if training:
                mean, variance = x.mean(0), x.var(0)
                s = {
                    "mean": MOMENTUM * s["mean"] + (1 - MOMENTUM) * mean,
                    "variance": MOMENTUM * s["variance"] + (1 - MOMENTUM) * variance,
                }
            x = (x - mean) * (jax.lax.rsqrt(variance + EPSILON) * p["gamma"]) + p["beta"]
        updated.append(s)
    return x @ params[-1]["kernel"] + params[-1]["bias"], [*updated, {}]


def train_step(net):
    params, state = initial(net)
    moments = jax.tree.map(jnp.zeros_like, params)
    variances = jax.tree.map(jnp.zeros_like, params)

    def loss_of(params, state, x, y):
        logits, state = logits_of(net, params, state, x, True)
        chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1)
        return -chosen.mean(), state

    def update(params, moments, variances, state, count, x, y):
        (loss, state), gradients = jax.value_and_grad(loss_of, has_aux=True)(params, state, x, y)
        count = count + 1
        rate = LEARNING_RATE * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
        moments = jax.tree.map(lambda m, g: m + 0.1 * (g - m), moments, gradients)
        variances = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), variances, gradients)
        params = jax.tree.map(
            lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7), params, moments, variances
        )
        return params, moments, variances, state, count, loss

    update = jax.jit(update, donate_argnums=(0, 1, 2, 3, 4))
    data = [jax.device_put((x.astype(np.float32), y)) for x, y in batches(net)]
    carried = (params, moments, variances, state, jnp.float32(0))

    def epoch(_):
        nonlocal carried
        for index in range(net["epochSteps"]):
            *rest, loss = update(*carried, *data[index % DISTINCT_BATCHES])
            carried = tuple(rest)
        return float(loss)

    return epoch


def predict_step(net):
    params, state = initial(net)
    predict = jax.jit(lambda params, state, x: jax.nn.softmax(logits_of(net, params, state, x, False)[0]))
    data = [jax.device_put(x) for x, _ in batches(net)]
    return lambda index: np.asarray(predict(params, state, data[index % DISTINCT_BATCHES]))


def product_step(size):
    a = jax.device_put(uniform(size * size, 1).reshape(size, size))
    b = jax.device_put(uniform(size * size, 2).reshape(size, size))
    product = jax.jit(lambda a, b: jnp.matmul(a, b, precision="highest"))
    return lambda _: product(a, b).block_until_ready()


if work["kind"] == "training":
    serve_turns("jax", jax.__version__, train_step(work), work["epochSteps"])
elif work["kind"] == "prediction":
    serve_turns("jax", jax.__version__, predict_step(work))
else:
    serve_turns("jax", jax.__version__, product_step(work["size"]))
