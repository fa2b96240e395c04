import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CompileSpec, DatasetSpec, Preprocess, Range } from './entry.ts';

interface Column {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Inputs, and targets in the form in which the loss wants them; `truth` as class index or number, for scores. */
export interface Part {
  readonly x: { readonly data: Float32Array; readonly shape: readonly number[] };
  readonly y: { readonly data: Float32Array | Int32Array; readonly shape: readonly number[] };
  readonly truth: Float32Array;
}

const cache = new Map<string, Promise<unknown>>();

function once<T>(key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

const readJson = (path: string): Promise<unknown> => once(path, async () => JSON.parse(await readFile(path, 'utf8')));

async function idx(folder: string, name: string): Promise<{ shape: number[]; bytes: Uint8Array }> {
  return once(join(folder, name), async () => {
    const bytes = new Uint8Array(gunzipSync(await readFile(join(folder, `${name}.gz`))));
    const rank = bytes[3] ?? 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
    return { shape, bytes: bytes.subarray(4 + 4 * rank) };
  });
}

async function imagePart(source: string, range: Range, dataFolder: string): Promise<{ x: Column; y: Float32Array }> {
  const folder = join(dataFolder, source);
  const images = await idx(folder, `${range.file}-images-idx3-ubyte`);
  const labels = await idx(folder, `${range.file}-labels-idx1-ubyte`);
  const [, height = 28, width = 28] = images.shape;
  const size = height * width;
  const bytes = images.bytes.subarray(range.start * size, (range.start + range.count) * size);
  return {
    x: { shape: [range.count, height, width], data: Float32Array.from(bytes) },
    y: Float32Array.from(labels.bytes.subarray(range.start, range.start + range.count)),
  };
}

function preprocess(column: Column, step: Preprocess): Column {
  const { shape, data } = column;
  const [count = 0] = shape;
  const width = data.length / Math.max(count, 1);
  switch (step.op) {
    case 'scale':
      return { shape, data: data.map((value) => value * step.factor) };
    case 'shift':
      return { shape, data: data.map((value) => value + step.offset) };
    case 'standardize':
      return {
        shape,
        data: data.map((value, i) => (value - (step.mean[i % width] ?? 0)) / (step.std[i % width] ?? 1)),
      };
    case 'scale_feature':
      return { shape, data: data.map((value, i) => (i % width === step.index ? value * step.factor : value)) };
    case 'average_pool2': {
      const [, height = 0, columns = 0, channels = 1] = shape;
      const [h, w] = [Math.floor(height / 2), Math.floor(columns / 2)];
      const out = new Float32Array(count * h * w * channels);
      for (let n = 0; n < count; n++)
        for (let i = 0; i < h; i++)
          for (let j = 0; j < w; j++)
            for (let c = 0; c < channels; c++) {
              let sum = 0;
              for (const [di, dj] of [
                [0, 0],
                [0, 1],
                [1, 0],
                [1, 1],
              ] as const)
                sum += data[((n * height + 2 * i + di) * columns + 2 * j + dj) * channels + c] ?? 0;
              out[((n * h + i) * w + j) * channels + c] = sum / 4;
            }
      return { shape: shape.length === 3 ? [count, h, w] : [count, h, w, channels], data: out };
    }
    case 'flatten':
      return { shape: [count, width], data };
    case 'reshape':
      return { shape: [count, ...step.shape], data };
  }
}

const rowsOf = (column: Column, from: number, to: number): Column => {
  const width = column.data.length / Math.max(column.shape[0] ?? 1, 1);
  return { shape: [to - from, ...column.shape.slice(1)], data: column.data.slice(from * width, to * width) };
};

function targets(y: Column, spec: DatasetSpec, compile: CompileSpec): Part['y'] {
  const count = y.shape[0] ?? 0;
  switch (compile.target) {
    case 'int':
      return { data: Int32Array.from(y.data), shape: [count] };
    case 'float':
      return { data: y.data, shape: [count, 1] };
    case 'matrix':
      return { data: y.data, shape: y.shape };
    case 'onehot': {
      const classes = spec.n_classes ?? Math.max(...y.data) + 1;
      const data = new Float32Array(count * classes);
      y.data.forEach((label, i) => {
        data[i * classes + label] = 1;
      });
      return { data, shape: [count, classes] };
    }
  }
}

/** Reads an entry's data: from the zoo's own files, or from the idx files below `dataFolder`. */
export async function loadData(
  zooFolder: string,
  dataFolder: string,
  spec: DatasetSpec,
  compile: CompileSpec,
): Promise<{ readonly train: Part; readonly validation: Part }> {
  let parts: { x: Column; y: Column }[];
  if (spec.source !== undefined && spec.train !== undefined && spec.validation !== undefined) {
    const { source } = spec;
    parts = await Promise.all(
      [spec.train, spec.validation].map(async (range) => {
        const { x, y } = await imagePart(source, range, dataFolder);
        return { x, y: { shape: [y.length], data: y } };
      }),
    );
  } else {
    const json = (await readJson(join(zooFolder, spec.file ?? ''))) as {
      x: { shape: number[]; data: number[] };
      y: { shape: number[]; data: number[] };
      split: { train: [number, number]; validation: [number, number] };
    };
    const x = { shape: json.x.shape, data: Float32Array.from(json.x.data) };
    const y = { shape: json.y.shape, data: Float32Array.from(json.y.data) };
    parts = [json.split.train, json.split.validation].map(([from, to]) => ({
      x: rowsOf(x, from, to),
      y: rowsOf(y, from, to),
    }));
  }
  const [train, validation] = parts;
  if (train === undefined || validation === undefined) throw new Error('A data set has two parts.');
  if (spec.train_labels_file !== undefined) {
    const json = (await readJson(join(zooFolder, spec.train_labels_file))) as { y_train: number[] };
    train.y = { shape: train.y.shape, data: Float32Array.from(json.y_train) };
  }
  const constant = spec.train_labels_constant;
  if (constant !== undefined) train.y = { shape: train.y.shape, data: train.y.data.map(() => constant) };
  const finish = ({ x, y }: { x: Column; y: Column }): Part => ({
    x: spec.preprocess.reduce(preprocess, x),
    y: targets(y, spec, compile),
    truth: y.data,
  });
  return { train: finish(train), validation: finish(validation) };
}
