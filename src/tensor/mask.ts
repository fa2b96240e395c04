import type { Tensor } from './tensor.ts';

const masks = new WeakMap<object, Tensor>();

/** Attaches a Keras mask (bool, true = valid) to a tensor; losses, metrics and layers look for it. */
export function setMask<T extends object>(tensor: T, mask: Tensor | null | undefined): T {
  if (mask) masks.set(tensor, mask);
  else masks.delete(tensor);
  return tensor;
}

export const getMask = (tensor: object): Tensor | undefined => masks.get(tensor);
