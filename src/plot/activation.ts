import * as activations from '../activations/index.ts';
import * as ops from '../ops/index.ts';
import { finiteNumber } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { gradients } from '../tensor/gradients.ts';
import { Picture } from './picture.ts';
import { colors } from './theme.ts';

/** Points of a curve. */
const POINTS = 401;

/** Options of `plot.activation`. */
export interface ActivationPlotOptions {
  /** Where the curves begin. Default -5. */
  readonly from?: number;
  /** Where they end. Default 5. */
  readonly to?: number;
  readonly title?: string;
}

/**
 * An activation function and its derivative, which is what the gradient is multiplied by on its way back.
 *
 * @param activation Keras's name, or a function of a tensor
 * @param options `from`, `to`, `title`
 * @throws ArgumentError for unknown names (with the nearest), and functions that mix the elements of a vector
 * @see Keratin's own
 *
 * @example
 * ```ts
 * import { plot } from 'keratin';
 * const picture = plot.activation('selu');
 * console.log(picture.spec.title); // => selu
 * ```
 */
export function activation(
  activation: activations.ActivationName | activations.ActivationFunction,
  options: ActivationPlotOptions = {},
): Picture {
  checkOptions('plot.activation', options, ['from', 'to', 'title']);
  const from = finiteNumber('from', options.from ?? -5);
  const to = finiteNumber('to', options.to ?? 5);
  if (!(from < to)) throw badArgument('to', `greater than from=${from}`, to);
  const phi = activations.get(activation);
  const name = typeof activation === 'string' ? activation : activation.name || 'activation';
  const x = Float32Array.from({ length: POINTS }, (_, i) => from + (i * (to - from)) / (POINTS - 1));
  const z = ops.convertToTensor(x);
  const value = phi(z);
  if (value.shape.length !== 1 || value.shape[0] !== POINTS || /^(log_)?softmax$|^sparsemax$|^glu$/.test(name))
    throw badArgument('activation', 'a function of single numbers', name);
  const [slope] = gradients(ops.sum(value), [z]);
  const curves = [
    { curve: 'function', y: value.dataSync() },
    { curve: 'derivative', y: slope?.dataSync() ?? new Float32Array(POINTS) },
  ];
  return new Picture({
    title: options.title ?? name,
    width: 360,
    height: 260,
    data: {
      values: curves.flatMap(({ curve, y }) =>
        Array.from(x, (at, i) => ({ x: Number(at.toFixed(4)), y: Number((y[i] ?? 0).toPrecision(6)), curve })),
      ),
    },
    mark: { type: 'line' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: null },
      y: { field: 'y', type: 'quantitative', title: null },
      color: {
        field: 'curve',
        type: 'nominal',
        title: null,
        scale: { domain: ['function', 'derivative'], range: [colors.blue, colors.orange] },
      },
      strokeDash: { field: 'curve', type: 'nominal', title: null, sort: ['function', 'derivative'] },
    },
  });
}
