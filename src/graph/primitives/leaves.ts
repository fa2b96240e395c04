import { hostArray } from '../../support/dtype.ts';
import { at, sizeOf, stridesOf } from '../../support/shape.ts';
import type { RuleTable } from './rule.ts';

const madeByBuilder = (): never => {
  throw new Error('Leaves carry their own shape and dtype.');
};

export const leafRules: RuleTable<'parameter' | 'constant' | 'iota'> = {
  parameter: {
    infer: madeByBuilder,
    vjp: () => [],
    evaluate: () => {
      throw new Error('A parameter has no value of its own: whoever runs the graph binds it.');
    },
  },
  constant: {
    infer: madeByBuilder,
    vjp: () => [],
    evaluate: (_, { value }, result) => hostArray(result.dtype, sizeOf(result.shape)).fill(value),
  },
  iota: {
    infer: madeByBuilder,
    vjp: () => [],
    evaluate: (_, { axis }, result) => {
      const stride = at(stridesOf(result.shape), axis);
      const extent = at(result.shape, axis);
      const out = hostArray(result.dtype, sizeOf(result.shape));
      for (let i = 0; i < out.length; i++) out[i] = Math.floor(i / stride) % extent;
      return out;
    },
  },
};
