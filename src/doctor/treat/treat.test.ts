import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Adam } from '../../optimizers/index.ts';
import { modelOf } from '../remedies/plan.ts';
import { type NetOptions, net, rings } from '../testing/cases.ts';
import { treat } from './treat.ts';

const fast: NetOptions['compile'] = { optimizer: new Adam({ learningRate: 0.01 }), loss: 'binary_crossentropy' };
const data = () => {
  const { x, y } = rings(160);
  const held = rings(64);
  return { x, y, validationData: [held.x, held.y] as const, epochs: 12, batchSize: 32 };
};

describe('treat', () => {
  test('mends what is broken, proves it, and shows the lines that change', async () => {
    const model = net({ dense: { kernelInitializer: 'zeros' }, compile: fast });
    const before = await Promise.all(model.weights.map((weight) => weight.array()));
    const treatment = await treat(model, data(), { budget: 3, seeds: 2 });
    expect(treatment.verdict).toBe('mended');
    expect(treatment.findings[0]?.cause).toBe('init_symmetric');
    expect(Math.min(...treatment.treated.scores)).toBeGreaterThan(0.95);
    expect(Math.max(...treatment.untreated.scores)).toBeLessThan(0.8);
    expect(treatment.comparison.difference).toBeGreaterThan(0.2);
    expect(treatment.diff).toContain(
      "-   new layers.Dense(16, { activation: 'relu', kernelInitializer: 'zeros' }), // 2 times",
    );
    expect(treatment.diff).toContain(
      "+   new layers.Dense(16, { activation: 'relu', kernelInitializer: 'he_normal' }), // 2 times",
    );
    expect(modelOf(treatment.treated.plan).compiled).toBe(true);
    // The patient itself is as it was.
    expect(await Promise.all(model.weights.map((weight) => weight.array()))).toEqual(before);
  });

  test('finds a learning rate by a range test', async () => {
    const slow = { optimizer: new Adam({ learningRate: 1e-7 }), loss: 'binary_crossentropy' } as const;
    const treatment = await treat(net({ compile: slow }), data(), { budget: 2, seeds: 2 });
    expect(treatment.verdict).toBe('mended');
    expect(treatment.remedies[0]?.name).toMatch(/learning rate/);
    expect(Math.min(...treatment.treated.scores)).toBeGreaterThan(0.9);
  });

  test('leaves a healthy net alone', async () => {
    const treatment = await treat(net({ compile: fast }), { ...data(), epochs: 30 });
    expect(treatment.verdict).toBe('healthy');
    expect(treatment.treated).toBe(treatment.untreated);
    expect(treatment.trials).toEqual([]);
    expect(treatment.diff).toEqual([]);
  });

  test('says so when no setting can mend it', async () => {
    const shuffled = { ...data(), y: data().y.map((_, i) => (Math.sin(i * 91.17) > 0 ? 1 : 0)) };
    expect((await treat(net({ compile: fast }), shuffled)).verdict).toBe('unrepairable');
  });

  test('is the same from the same seed, compares with a random search, and goes on where it was interrupted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'treat-'));
    try {
      const journal = join(folder, 'journal.jsonl');
      const broken = () => net({ dense: { activation: 'exponential' }, compile: fast });
      const options = { budget: 2, seeds: 2, seed: 5, random: true };
      const whole = await treat(broken(), data(), { ...options, journal });
      expect(whole.random?.trials.length).toBe(2);
      const lines = (await readFile(journal, 'utf8')).trim().split('\n');
      // As an interruption in the middle of a line leaves it.
      await writeFile(journal, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 20)}`);
      const again = await treat(broken(), data(), { ...options, journal });
      expect(again.trials.map(({ score }) => score)).toEqual(whole.trials.map(({ score }) => score));
      expect(again.treated.scores).toEqual(whole.treated.scores);
      expect(again.random).toEqual(whole.random);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('refuses wrong options', async () => {
    await expect(treat(net(), data(), { budget: 0 })).rejects.toThrow(/`budget` must be a positive integer/);
    // @ts-expect-error
    await expect(treat(net(), data(), { budgets: 2 })).rejects.toThrow(/Did you mean "budget"/);
    await expect(treat(net(), { x: [[1, 2]], y: [1] })).rejects.toThrow(/at least 2 samples/);
  });
});
