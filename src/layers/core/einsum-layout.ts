import { at, range, type Shape } from '../../support/shape.ts';
import type { WeightLayout } from '../quantization/weight-layout.ts';
import { parseEquation } from './einsum-weights.ts';

/** The axes of the input, of a rank, that an equation sums over. */
export function summedAxes(equation: string, rank: number): number[] {
  const { input, output, elided } = parseEquation(equation);
  const first = elided === 'left' ? rank - input.length : 0;
  return range(input.length).flatMap((i) => (output.includes(input.charAt(i)) ? [] : [first + i]));
}

/** How the kernel of an equation is quantized: in files its scales lie along the axes of the output. */
export function einsumLayout(equation: string, shape: Shape, inputRank: number): WeightLayout {
  const { input, weight, output, elided } = parseEquation(equation);
  const extents = [...output].map((letter) => (weight.includes(letter) ? at(shape, weight.indexOf(letter)) : 1));
  const others = range(inputRank - input.length).map(() => 1);
  return {
    label: 'kernel',
    shape,
    axes: range(weight.length).filter((axis) => !output.includes(weight.charAt(axis))),
    kept: [...output].flatMap((letter) => (weight.includes(letter) ? [weight.indexOf(letter)] : [])),
    scaleShape: elided === 'left' ? [...others, ...extents] : [...extents, ...others],
    sharedAxis: 0,
  };
}
