import { ArgumentError, describe } from '../../support/errors.ts';
import { formatShape } from '../../support/shape.ts';
import type { Trainer } from '../trainer.ts';
import { type Bundle, toBundle } from './bundle.ts';

/**
 * Reads the inputs and checks them against what the model takes.
 *
 * @throws ArgumentError that names the input, its expected shape and the one received
 */
export function readInputs(trainer: Trainer, x: unknown): Bundle {
  const slots = trainer.slots().inputs;
  const bundle = toBundle(x, 'x', slots);
  bundle.arrays.forEach(({ shape }, i) => {
    const slot = slots?.[bundle.positions[i] ?? i];
    if (!slot?.shape) return;
    const fits =
      shape.length === slot.shape.length &&
      slot.shape.every((n, axis) => axis === 0 || n === null || n === shape[axis]);
    if (fits) return;
    const name = bundle.names[i] ?? 'x';
    const input = slot.name === null ? 'the input of the model' : `the model's input ${describe(slot.name)}`;
    throw new ArgumentError(
      `\`${name}\` must have shape ${formatShape([null, ...slot.shape.slice(1)])}, for ${input}. Received: ${name} of shape ${formatShape(shape)}`,
    );
  });
  return bundle;
}
