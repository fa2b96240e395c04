import type { ActivationFunction } from '../activations/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Layer } from './layer.ts';
import type { Structure } from './structure.ts';

/** Looks on while layers are called. Calls are traced, so an observer sees each tensor once per program. */
export interface LayerObserver {
  /** A layer's activation function was applied. */
  activated(layer: Layer, activation: ActivationFunction, before: Tensor, after: Tensor): void;
  /** A layer was called. */
  called(layer: Layer, inputs: Structure<Tensor>, outputs: Structure<Tensor>): void;
}

/** Calls are synchronous, so a module-level variable holds who looks on. */
let observer: LayerObserver | undefined;

/** The observer of the calls that are running, if there is one. */
export const currentObserver = (): LayerObserver | undefined => observer;

/** Runs `body` while an observer sees each call of a layer. */
export function observing<T>(newObserver: LayerObserver, body: () => T): T {
  const outer = observer;
  observer = newObserver;
  try {
    return body();
  } finally {
    observer = outer;
  }
}

/** Runs `body` while nobody looks on: inside of a loop, whose tensors have no value outside of it. */
export function unobserved<T>(body: () => T): T {
  const outer = observer;
  observer = undefined;
  try {
    return body();
  } finally {
    observer = outer;
  }
}

/** Applies a layer's activation function so that observers see what goes into it and what comes out. */
export function activate(layer: Layer, activation: ActivationFunction, x: Tensor): Tensor {
  const y = activation(x);
  observer?.activated(layer, activation, x, y);
  return y;
}
