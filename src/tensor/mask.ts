import type { Tensor } from './tensor.ts';

const masks = new WeakMap<object, Tensor>();

/** Attaches a Keras mask (bool, true = valid) to a tensor; losses, metrics and layers look for it. */
export function setMask<T extends object>(tensor: T, mask: Tensor | null | undefined): T {
  if (mask) masks.set(tensor, mask);
  else masks.delete(tensor);
  return tensor;
}

export const getMask = (tensor: object): Tensor | undefined => masks.get(tensor);

/** Runs `body` while tensors have no masks: for layers that heed masks themselves and hand tensors on. */
export function withoutMasks<T>(tensors: readonly object[], body: () => T): T {
  const before = [...new Set(tensors)].map((tensor) => [tensor, getMask(tensor)] as const);
  for (const [tensor] of before) masks.delete(tensor);
  try {
    return body();
  } finally {
    for (const [tensor, mask] of before) setMask(tensor, mask);
  }
}
