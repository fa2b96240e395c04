"""Writes the event files beside this script, by PyTorch and by TensorBoard's own summaries, once.

Run: python make-fixtures.py (needs torch, tensorboard, numpy)
"""
import glob
import os
import shutil

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def fresh(name):
    folder = os.path.join(here, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def rename(folder):
    """The names have the host in them."""
    for path in glob.glob(os.path.join(folder, "events.*")):
        os.rename(path, os.path.join(folder, "events.out.tfevents.1760000000.host"))


def torch_run():
    from torch.utils.tensorboard import SummaryWriter

    folder = fresh("torch")
    writer = SummaryWriter(folder)
    for step in range(5):
        writer.add_scalar("Loss/train", 1 / (step + 1), step)
    writer.add_scalar("Loss/new", 0.5, 7, new_style=True)
    writer.add_histogram("weights", np.linspace(-1, 1, 101), 3, bins=10)
    writer.add_image("digit", np.arange(12, dtype=np.uint8).reshape(1, 3, 4) * 20, 2)
    writer.add_text("note", "**bold** <script>", 1)
    writer.file_writer.add_summary(hparams_start(), 0)
    writer.close()
    rename(folder)


def hparams_start():
    from torch.utils.tensorboard.summary import hparams

    return hparams({"lr": 0.1, "optimizer": "adam", "nesterov": True}, {"accuracy": 0.0})[1]


def tensorboard_run():
    from tensorboard.compat.proto import event_pb2, summary_pb2
    from tensorboard.plugins.histogram.summary_v2 import histogram_pb
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb
    from tensorboard.plugins.text.summary_v2 import text_pb
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    folder = fresh("tensorboard")
    writer = EventFileWriter(folder)

    def add(summary, step):
        writer.add_event(event_pb2.Event(wall_time=1760000000 + step, step=step, summary=summary))

    def plain(summary):
        """As TF2's writers do: metadata only on the first value of a tag."""
        out = summary_pb2.Summary()
        out.CopyFrom(summary)
        for value in out.value:
            value.ClearField("metadata")
        return out

    for step in range(4):
        one = scalar_pb("epoch_loss", 2.0 - step / 4)
        add(one if step == 0 else plain(one), step)
    add(histogram_pb("kernel", np.linspace(-2, 2, 50), buckets=8), 1)
    add(text_pb("doctor", "# Report"), 0)
    writer.close()
    rename(folder)


torch_run()
tensorboard_run()
