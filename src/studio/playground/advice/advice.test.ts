import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine } from '../../../doctor/index.ts';
import { planOf } from '../../../doctor/remedies/plan.ts';
import { makeSamples } from '../data/samples.ts';
import { buildModel, rowsOf } from '../net/build-model.ts';
import { type PlaygroundState, standardState } from '../state/playground-state.ts';
import { anyState } from '../testing/any-state.ts';
import { adviceOf, changesBetween } from './advice.ts';
import { stateOfPlan } from './state-of-plan.ts';

const noSamples = { x: Float32Array.of(-1, 1), y: Int32Array.of(0), features: 2 };
const someDigits = { x: new Float32Array(64), y: Int32Array.of(0), features: 64 };

test('every state comes back from the plan of its model', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, async (any) => {
      // What is not used is not in the plan.
      const state = { ...any, clipAt: any.clipping === 'none' ? 1 : any.clipAt };
      const model = await buildModel(state, state.data === 'digits' ? someDigits : noSamples);
      expect(
        stateOfPlan(planOf(model, { batchSize: state.batchSize }), { ...standardState, ...seedAndData(state) }),
      ).toEqual(state);
    }),
    { seed: 11, numRuns: 60 },
  );
}, 60_000);

const seedAndData = ({ data, noise, testShare, seed }: PlaygroundState) => ({ data, noise, testShare, seed });

test('what no state can say is not offered', async () => {
  const model = await buildModel(standardState, noSamples);
  const plan = planOf(model);
  expect(stateOfPlan(plan, standardState)).toEqual(standardState);
  expect(stateOfPlan({ ...plan, compile: { ...plan.compile, loss: 'mse' } }, standardState)).toBeNull();
  expect(stateOfPlan({ ...plan, batchSize: 10_000 }, standardState)).toBeNull();
  expect(stateOfPlan(plan, { ...standardState, data: 'blobs' })).toBeNull();
});

async function advise(changes: Partial<PlaygroundState>) {
  const state = { ...standardState, ...changes };
  const { train, test: held } = await makeSamples(state);
  const model = await buildModel(state, train);
  const { findings } = await examine(model, {
    x: rowsOf(train),
    y: train.y,
    validationData: [rowsOf(held), held.y],
    batchSize: state.batchSize,
  });
  return adviceOf(findings, planOf(model, { batchSize: state.batchSize }), state);
}

test('the doctor names the cause, and its remedies are changes of the controls', async () => {
  const [first] = await advise({
    data: 'circles',
    depth: 8,
    width: 16,
    activation: 'sigmoid',
    initializer: 'glorot_uniform',
  });
  expect(first).toMatchObject({ cause: 'activation_saturating_deep', severity: 'fault' });
  expect(first?.remedies.map(({ changes }) => changes)).toEqual([
    [
      { label: 'Activation', before: 'Sigmoid (logistic)', after: 'ReLU' },
      { label: 'Initial weights', before: 'Glorot uniform', after: 'He normal' },
    ],
    [
      { label: 'Activation', before: 'Sigmoid (logistic)', after: 'SELU' },
      { label: 'Initial weights', before: 'Glorot uniform', after: 'LeCun normal' },
    ],
    [{ label: 'Normalization', before: 'None', after: 'Batch normalization' }],
  ]);
});

test('advice survives being sent to another thread', async () => {
  const advice = await advise({ initializer: 'zeros' });
  expect(advice[0]?.cause).toBe('init_symmetric');
  expect(structuredClone(advice)).toEqual(advice);
});

test('a net that is well gets no fault', async () => {
  const advice = await advise({});
  expect(advice.filter(({ severity }) => severity === 'fault')).toEqual([]);
});

test('changes are told in the words of the controls', () => {
  expect(changesBetween(standardState, { ...standardState, standardize: true, depth: 8 })).toEqual([
    { label: 'Standardize inputs', before: 'no', after: 'yes' },
    { label: 'Hidden layers', before: '3', after: '8' },
  ]);
});
