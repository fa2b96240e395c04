import fc from 'fast-check';
import type { ChoiceField, NumberField } from '../state/field.ts';
import { fields, type PlaygroundState } from '../state/playground-state.ts';

const oneOf = <T extends string>(field: ChoiceField<T>): fc.Arbitrary<T> =>
  fc.constantFrom(...Object.keys(field.choices).filter((name): name is T => field.parse(name) !== undefined));

/** Stops, and values between the limits with as many digits as a person may write. */
const numberIn = ({ min, max, stops, parse }: NumberField): fc.Arbitrary<number> =>
  fc.oneof(
    fc.constantFrom(...stops),
    fc
      .double({ min, max, noNaN: true })
      .map((value) => Number(value.toPrecision(6)))
      .filter((value) => parse(String(value)) !== undefined),
  );

const wholeNumberIn = ({ min, max, stops }: NumberField): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(...stops), fc.integer({ min, max }));

/** Any state of the playground. */
export const anyState: fc.Arbitrary<PlaygroundState> = fc.record({
  data: oneOf(fields.data),
  noise: numberIn(fields.noise),
  testShare: numberIn(fields.testShare),
  standardize: fc.boolean(),
  depth: wholeNumberIn(fields.depth),
  width: wholeNumberIn(fields.width),
  activation: oneOf(fields.activation),
  initializer: oneOf(fields.initializer),
  normalization: oneOf(fields.normalization),
  dropout: numberIn(fields.dropout),
  optimizer: oneOf(fields.optimizer),
  learningRate: numberIn(fields.learningRate),
  batchSize: wholeNumberIn(fields.batchSize),
  clipping: oneOf(fields.clipping),
  clipAt: numberIn(fields.clipAt),
  seed: wholeNumberIn(fields.seed),
});
