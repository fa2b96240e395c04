import * as layers from '../../layers/index.ts';
import { Sequential } from '../../models/index.ts';
import type { CompileOptions } from '../../models/training/compiled.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';

/** Two rings of points: what no straight line divides. Even rows are the inner ring, of class 0. */
export function rings(count = 128): { x: number[][]; y: number[] } {
  const y = Array.from({ length: count }, (_, i) => i % 2);
  const x = y.map((label, i) => {
    const angle = i * 2.399963;
    const radius = label === 0 ? 0.5 + 0.1 * Math.sin(7 * i) : 1.4 + 0.1 * Math.cos(5 * i);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { x, y };
}

/** A sum of the inputs with a bend: a regression with mean near 0. */
export function bend(count = 128): { x: number[][]; y: number[][] } {
  const x = Array.from({ length: count }, (_, i) => [0, 1, 2].map((k) => Math.sin(12.9898 * i + 78.233 * k) * 1.5));
  const y = x.map(([a = 0, b = 0, c = 0]) => [a + Math.abs(b) - 0.8 + 0.5 * c]);
  return { x, y };
}

export interface NetOptions {
  readonly inputs?: number;
  readonly hidden?: readonly number[];
  readonly dense?: layers.DenseOptions;
  readonly units?: number;
  readonly output?: layers.DenseOptions;
  readonly compile?: CompileOptions;
  /** What stands before the first hidden layer. */
  readonly front?: () => layers.Layer[];
  /** What stands behind each hidden layer. */
  readonly behind?: () => layers.Layer[];
  /** What stands behind the last layer. */
  readonly end?: () => layers.Layer[];
}

/** A healthy net for the rings unless told otherwise. */
export function net(options: NetOptions = {}): Sequential {
  setRandomSeed(11);
  const { inputs = 2, hidden = [16, 16], units = 1, front = () => [], behind = () => [], end = () => [] } = options;
  const model = new Sequential([
    new layers.Input({ shape: [inputs] }),
    ...front(),
    ...hidden.flatMap((width) => [
      new layers.Dense(width, { activation: 'relu', kernelInitializer: 'he_normal', ...options.dense }),
      ...behind(),
    ]),
    new layers.Dense(units, { activation: 'sigmoid', ...options.output }),
    ...end(),
  ]);
  model.compile({ optimizer: 'adam', loss: 'binary_crossentropy', ...options.compile });
  return model;
}
