import { gradients, ops, type Tensor } from 'keratin';

/** The derivative of an elementwise function at every element of z. */
export function derivative(fn: (z: Tensor) => Tensor, z: Tensor): Tensor {
  const [slope] = gradients(ops.sum(fn(z)), [z]);
  return slope ?? ops.zerosLike(z);
}
