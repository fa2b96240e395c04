import { gradients, layers, losses, ops, type Sequential, type Tensor } from 'keratin';

/**
 * How much of the error reaches each layer: the root mean square of the gradient of the loss with respect to the
 * layer's pre-activation, z = x · kernel + bias, in training mode on one batch.
 *
 * @param model Dense layers without activation (their outputs are the pre-activations), and what stands between them
 * @param x samples, [N, ...]
 * @param y labels, [N]
 * @returns one number per Dense layer, the lowest layer first
 */
export async function gradientRms(model: Sequential, x: Tensor, y: Tensor): Promise<number[]> {
  const preActivations: Tensor[] = [];
  let output = x;
  for (const layer of model.layers) {
    output = layer.apply(output, { training: true });
    if (layer instanceof layers.Dense) preActivations.push(output);
  }
  // Summed, not averaged, over the samples, so that the size of the batch does not matter.
  const loss = ops.sum(losses.sparseCategoricalCrossentropy(y, output));
  const rms = gradients(loss, preActivations).map((gradient) => ops.sqrt(ops.mean(ops.square(gradient ?? 0))));
  return Array.from(await ops.stack(rms).data());
}
