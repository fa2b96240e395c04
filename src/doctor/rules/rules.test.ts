import { describe, expect, test } from 'vitest';
import type { ModelData } from '../../models/training/data-types.ts';
import { Adam } from '../../optimizers/index.ts';
import { courseOf } from '../course.ts';
import { diagnose } from '../diagnose.ts';
import { type ExamineOptions, examine } from '../examine.ts';
import type { Finding } from '../finding.ts';
import { type NetOptions, net, rings } from '../testing/cases.ts';
import { coursePairs } from '../testing/pairs/course-pairs.ts';
import { dataPairs } from '../testing/pairs/data-pairs.ts';
import { labelPairs } from '../testing/pairs/label-pairs.ts';
import { layerPairs } from '../testing/pairs/layer-pairs.ts';
import { optimizerPairs } from '../testing/pairs/optimizer-pairs.ts';
import { outputPairs } from '../testing/pairs/output-pairs.ts';
import type { Pair, Situation } from '../testing/pairs/pair.ts';
import { causes, severities } from '../vocabulary.ts';
import { rulesDuring } from './course-rules.ts';
import { rulesBefore } from './index.ts';

const pairsBefore = [...layerPairs, ...optimizerPairs, ...outputPairs, ...labelPairs, ...dataPairs];

function open([, options, data]: Situation, epochs: number) {
  const training: ExamineOptions = { ...rings(), epochs, batchSize: 32, oneBatch: false, ...data };
  return { model: typeof options === 'function' ? options() : net(options), training };
}

/** The gravest severity with which a cause is among findings; null when it isn't. */
const severityOf = (findings: readonly Finding[], { cause }: Pair<unknown>) =>
  severities.findLast((severity) => findings.some((one) => one.cause === cause && one.severity === severity)) ?? null;

const isBelow = (found: Finding['severity'] | null, { severity = 'fault' }: Pair<unknown>) =>
  found === null || severities.indexOf(found) < severities.indexOf(severity);

const named = <P extends Pair<unknown>>(pairs: readonly P[]) =>
  pairs.map((pair): [string, string, P] => [`${pair.must[0]}, but not ${pair.not[0]}`, pair.cause, pair]);

describe('before training: a rule finds', () => {
  test.each(named(pairsBefore))('%s: %s', async (_name, cause, pair) => {
    const [ill, well] = [open(pair.must, 20), open(pair.not, 20)];
    const examination = await examine(ill.model, ill.training);
    const { severity = 'fault' } = pair;
    expect(severityOf(pair.rule(examination.file), pair)).toBe(severity);
    // What is above a note is named first, whatever else the other rules see.
    if (severity !== 'note') expect(examination.findings[0]?.cause).toBe(cause);
    const { file } = await examine(well.model, well.training);
    expect(isBelow(severityOf(pair.rule(file), pair), pair)).toBe(true);
  });
});

describe('during training: a rule finds', () => {
  test.each(named(coursePairs))('%s: %s', async (_name, _cause, pair) => {
    const [seen, planned] = pair.epochs;
    const watch = async (situation: Situation) => {
      const { model, training } = open(situation, planned);
      const examination = await examine(model, training);
      const { x, y, validationData } = training;
      const held = validationData == null ? {} : { validationData: [...validationData] as [ModelData, ModelData] };
      const history = await model.fit(x, y, { epochs: seen, verbose: 0, vitals: { every: 1 }, ...held });
      const course = courseOf(history);
      const found = diagnose(examination, history).findings.filter((one) => one.seen === 'training');
      return { severity: severityOf(pair.rule(examination.file, course), pair), first: found[0]?.cause };
    };
    const { severity = 'fault' } = pair;
    expect(await watch(pair.must)).toEqual({ severity, first: pair.cause });
    expect(isBelow((await watch(pair.not)).severity, pair)).toBe(true);
  });
});

test('a training is too short when it stops where the loss still falls, but not when it goes on', async () => {
  const brisk: NetOptions = { compile: { optimizer: new Adam({ learningRate: 0.01 }), loss: 'binary_crossentropy' } };
  const found = async (epochs: number) => {
    const { model, training } = open(['', brisk], epochs);
    return (await examine(model, training)).findings[0]?.cause;
  };
  expect(await found(2)).toBe('too_few_epochs');
  expect(await found(30)).toBeUndefined();
});

test('every rule has a pair, and every cause', () => {
  expect(new Set(pairsBefore.map(({ rule }) => rule))).toEqual(new Set(rulesBefore));
  expect(new Set(coursePairs.map(({ rule }) => rule))).toEqual(new Set(rulesDuring));
  const found = [...pairsBefore, ...coursePairs].map(({ cause }) => cause);
  // The last is what `tooShort` finds.
  expect(new Set([...found, 'too_few_epochs'])).toEqual(new Set(Object.keys(causes)));
});
