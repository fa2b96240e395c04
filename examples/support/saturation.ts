import { layers, ops, type Sequential, type Tensor } from 'keratin';

/** What a layer's pre-activations z look like on one batch. */
export interface Saturation {
  /** Standard deviation of z. */
  readonly deviation: number;
  /** The share of z beyond ±4, where the sigmoid's slope is below 0.018. */
  readonly saturated: number;
}

/** For every Dense layer of a model (they have no activation of their own), the lowest first. */
export async function saturation(model: Sequential, x: Tensor): Promise<Saturation[]> {
  const deviations: Tensor[] = [];
  const shares: Tensor[] = [];
  let output = x;
  for (const layer of model.layers) {
    output = layer.apply(output);
    if (!(layer instanceof layers.Dense)) continue;
    deviations.push(ops.std(output));
    shares.push(ops.mean(ops.cast(ops.greater(ops.abs(output), 4), 'float32')));
  }
  const numbers = await ops.stack([...deviations, ...shares]).data();
  return deviations.map((_, i) => ({
    deviation: numbers[i] ?? 0,
    saturated: numbers[deviations.length + i] ?? 0,
  }));
}
