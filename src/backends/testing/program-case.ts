import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { convertArray, type DType, type HostArray } from '../../support/dtype.ts';
import { at, type Shape, sizeOf } from '../../support/shape.ts';
import type { Backend } from '../backend.ts';
import { randomNumbers } from './numbers.ts';

/** A value that enters a program. */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly values: HostArray;
}

/** A program with its inputs, for one line of the contract. */
export interface Case {
  readonly name: string;
  readonly parameters: readonly ParameterSpec[];
  readonly build: (...parameters: Node[]) => Node | readonly Node[];
  /** For each result the parameter that it overwrites. Default: none. */
  readonly overwrites?: readonly (number | null)[];
  /**
   * How results are compared: `bits` (any NaN equals any NaN), `number` (also 0 equals -0), or a relative tolerance,
   * to which `absolute` is added. Integers and bools are always compared by bits. Default 1e-5.
   */
  readonly compare?: 'bits' | 'number' | number;
  /** Default: the relative tolerance. */
  readonly absolute?: number;
}

export interface Program {
  readonly nodes: readonly Node[];
  readonly parameters: readonly ParameterSpec[];
  readonly results: readonly Node[];
  readonly overwrites: readonly (number | null)[];
}

/** Uniform floats in low..high. */
export function floats(shape: Shape, low = -1, high = 1, seed = 1): ParameterSpec {
  const next = randomNumbers(seed + 7919 * sizeOf(shape));
  return {
    shape,
    dtype: 'float32',
    values: Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * next()),
  };
}

/** Multiples of 1/4 in -2..2, whose sums and products are exact in any order. */
export function quarters(shape: Shape, seed = 1): ParameterSpec {
  const { values } = floats(shape, -8.5, 8.5, seed);
  return { shape, dtype: 'float32', values: Float32Array.from(values, (x) => Math.round(x) / 4) };
}

/** Integers of low..high, both included. */
export function integers(
  shape: Shape,
  dtype: 'int32' | 'uint32' | 'bool',
  low: number,
  high: number,
  seed = 1,
): ParameterSpec {
  const { values } = floats(shape, low, high + 1, seed);
  return {
    shape,
    dtype,
    values: convertArray(
      Array.from(values, (x) => Math.min(Math.floor(x), high)),
      dtype,
    ),
  };
}

/** Given numbers, repeated to fill the shape. */
export function listed(
  values: readonly number[],
  dtype: DType = 'float32',
  shape: Shape = [values.length],
): ParameterSpec {
  return {
    shape,
    dtype,
    values: convertArray(
      Array.from({ length: sizeOf(shape) }, (_, i) => at(values, i % values.length)),
      dtype,
    ),
  };
}

export function programOf({ parameters, build, overwrites }: Case): Program {
  const nodes = parameters.map(({ shape, dtype }) => g.parameter({}, shape, dtype));
  const built = build(...nodes);
  const results = 'op' in built ? [built] : built;
  return { nodes, parameters, results, overwrites: overwrites ?? results.map(() => null) };
}

const CANARY = -1234567.875;
const CANARY_SIZE = 16;

/**
 * Runs a program (twice, but for the reference, which is slow and plain) and returns the results. Throws when the second
 * run gives other bits than the first, when a parameter that is not overwritten changes, or when memory beside the
 * program's buffers is written.
 */
export function runOn(backend: Backend, { nodes, parameters, results, overwrites }: Program): HostArray[] {
  const canaries: ReturnType<Backend['allocate']>[] = [];
  const allocate = (size: number) => {
    const buffer = backend.allocate(size);
    const canary = backend.allocate(CANARY_SIZE);
    canary.write(new Array<number>(CANARY_SIZE).fill(CANARY), 'float32');
    canaries.push(canary);
    return buffer;
  };
  const inputs = parameters.map(({ values }) => allocate(values.length));
  const own = results.map((result, i) => (overwrites[i] === null ? allocate(sizeOf(result.shape)) : undefined));
  const outputs = own.map((buffer, i) => buffer ?? at(inputs, overwrites[i] ?? -1));
  const executable = backend.compile({ parameters: nodes, results, overwrites });
  const once = (): HostArray[] => {
    inputs.forEach((buffer, i) => {
      const { values, dtype } = at(parameters, i);
      buffer.write(values, dtype);
    });
    executable.run(inputs, outputs);
    return outputs.map((buffer, i) => buffer.read(at(results, i).dtype));
  };
  try {
    const values = once();
    inputs.forEach((buffer, i) => {
      if (overwrites.includes(i)) return;
      const { values: before, dtype } = at(parameters, i);
      if (!sameBits(buffer.read(dtype), before)) throw new Error(`Parameter ${i} was overwritten on ${backend.name}.`);
    });
    if (backend.name === 'reference') return values;
    once().forEach((again, i) => {
      if (!sameBits(again, at(values, i))) throw new Error(`Result ${i} differs from run to run on ${backend.name}.`);
    });
    for (const canary of canaries) {
      if (canary.read('float32').some((x) => x !== CANARY))
        throw new Error(`Memory beside a buffer was written on ${backend.name}.`);
    }
    return values;
  } finally {
    for (const buffer of [...inputs, ...own, ...canaries]) buffer?.free();
  }
}

/** Whether two arrays hold the same numbers, 0 and -0 told apart. WebAssembly leaves open which NaN an operation gives. */
export const sameBits = (a: HostArray, b: HostArray): boolean =>
  a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
