import type { LayerState } from '../../layers/layer-state.ts';
import type { Optimizer } from '../../optimizers/index.ts';

const ids = new WeakMap<object, number>();
let nextId = 0;

/** A number that stands for an object. */
function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) {
    id = nextId++;
    ids.set(object, id);
  }
  return id;
}

/** A key that changes whenever a step would have to be compiled differently though its batches look the same. */
export function modelState(model: LayerState, optimizer: Optimizer | null): string {
  const layers = model.flattenLayers().map((layer) => `${idOf(layer)}${layer.trainable ? '' : 'f'}`);
  const frozen = model.variables.flatMap((variable, i) => (variable.trainable ? [] : [i]));
  const rate = optimizer?.rateConfig;
  const schedule = typeof rate === 'number' ? '' : JSON.stringify(rate);
  return `${layers.join(',')}|${frozen.join(',')}|${schedule}`;
}
