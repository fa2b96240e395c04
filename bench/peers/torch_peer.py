"""PyTorch, eager."""

import math

import torch
from torch import nn
from protocol import DISTINCT_BATCHES, LEARNING_RATE, batches, serve_turns, uniform, workload

work = workload()
torch.set_num_threads(work["threads"])
ACTIVATIONS = {"elu": nn.ELU, "relu": nn.ReLU}


class MeanOverTime(nn.Module):
    def forward(self, x):
        return x.mean(1)


class ChannelsFirst(nn.Module):
    def forward(self, x):
        return x.permute(0, 3, 1, 2).contiguous()


class LastOutput(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.lstm = nn.LSTM(features, units, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0][:, -1]


def build(net):
    shape = net["inputShape"]
    # Images come as PyTorch has them: channels first.
    parts = [ChannelsFirst()] if len(shape) == 3 else []
    for layer in net["layers"]:
        kind = layer["kind"]
        if kind == "flatten":
            shape = [math.prod(shape)]
            parts.append(nn.Flatten())
        elif kind == "batchNormalization":
            parts.append(nn.BatchNorm1d(shape[-1], eps=1e-3, momentum=0.01))
        elif kind == "dense":
            parts += [nn.Linear(shape[-1], layer["units"]), ACTIVATIONS[layer["activation"]]()]
            shape = [layer["units"]]
        elif kind == "conv2d":
            filters, size = layer["filters"], layer["size"]
            parts += [nn.Conv2d(shape[-1], filters, size), ACTIVATIONS[layer["activation"]]()]
            shape = [shape[0] - size + 1, shape[1] - size + 1, filters]
        elif kind == "maxPooling2d":
            parts.append(nn.MaxPool2d(layer["size"]))
            shape = [shape[0] // layer["size"], shape[1] // layer["size"], shape[2]]
        elif kind == "lstm":
            parts.append(LastOutput(shape[-1], layer["units"]))
            shape = [layer["units"]]
        elif kind == "transformerBlock":
            parts.append(
                nn.TransformerEncoderLayer(shape[-1], layer["heads"], layer["feedForward"], dropout=0.0, batch_first=True)
            )
        elif kind == "globalAveragePooling1D":
            parts.append(MeanOverTime())
            shape = shape[1:]
        else:
            raise SystemExit(f"no layer {kind} here")
    return nn.Sequential(*parts, nn.Linear(shape[-1], net["classes"]))


def train_step(net):
    model = build(net)
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, fused=True)
    data = [(torch.from_numpy(x), torch.from_numpy(y).long()) for x, y in batches(net)]

    def step(index):
        x, y = data[index % DISTINCT_BATCHES]
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def predict_step(net):
    model = nn.Sequential(build(net), nn.Softmax(-1)).eval()
    data = [torch.from_numpy(x) for x, _ in batches(net)]

    def step(index):
        with torch.inference_mode():
            return model(data[index % DISTINCT_BATCHES]).numpy()

    return step


def product_step(size):
    a = torch.from_numpy(uniform(size * size, 1).reshape(size, size))
    b = torch.from_numpy(uniform(size * size, 2).reshape(size, size))
    return lambda _: torch.matmul(a, b)


if work["kind"] == "training":
    serve_turns("torch", torch.__version__, train_step(work))
elif work["kind"] == "prediction":
    serve_turns("torch", torch.__version__, predict_step(work))
else:
    serve_turns("torch", torch.__version__, product_step(work["size"]))
