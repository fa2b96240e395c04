import { at } from '../../support/shape.ts';
import type { Node } from '../node.ts';
import { type Bindings, valuesOf } from './values-of.ts';

/**
 * Derivative of a scalar with respect to every element of a parameter by central differences of fourth order:
 * (8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h))) / 12 h. With h = 1/32 the steps are exact in float32 for operands
 * that are multiples of 2^-8 or so, truncation is about 1e-6 and rounding about 1e-5 of the function.
 */
export function differences(result: Node, parameter: Node, bindings: Bindings, h = 2 ** -5): number[] {
  const values = bindings.get(parameter);
  if (values === undefined) throw new Error('The parameter has no value.');
  const shifted = (index: number, by: number): number => {
    const moved = values.slice();
    moved[index] = at(moved, index) + by;
    return at(at(valuesOf([result], new Map([...bindings, [parameter, moved]])), 0), 0);
  };
  return Array.from(values, (_, i) => {
    const near = shifted(i, h) - shifted(i, -h);
    const far = shifted(i, 2 * h) - shifted(i, -2 * h);
    return (8 * near - far) / (12 * h);
  });
}
