import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../protocol/index.ts';
import { matches, mergeRuns } from './run-list.ts';

const run = (id: string, started: number, changes: Partial<RunSummary> = {}): RunSummary => ({
  id,
  name: id,
  tags: [],
  notes: '',
  status: 'ended',
  started,
  updated: started,
  progress: { epoch: 1, epochs: 1, step: null, steps: null, secondsLeft: null },
  hyperparameters: {},
  metrics: [],
  findings: { note: 0, warning: 0, fault: 0 },
  problems: [],
  controllable: false,
  learningRate: null,
  treats: null,
  ...changes,
});

describe('mergeRuns', () => {
  test('newest first, the same moment by name', () => {
    expect(mergeRuns([], [run('a', 1), run('c', 3), run('b', 3)], []).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });
  test('what changed replaces, what is gone leaves', () => {
    const merged = mergeRuns([run('a', 1), run('b', 2)], [run('a', 1, { name: 'new' })], ['b', 'never there']);
    expect(merged.map(({ name }) => name)).toEqual(['new']);
  });
});

describe('matches', () => {
  const found = run('deep/elu', 0, {
    name: 'The one',
    tags: ['baseline'],
    notes: 'Keep.',
    hyperparameters: { optimizer: 'adam', learning_rate: 0.01 },
  });
  test.each(['', ' ', 'ELU', 'the base', 'optimizer=adam', 'learning_rate=0.01 keep'])('%s', (words) =>
    expect(matches(found, words)).toBe(true),
  );
  test.each(['elu sgd', 'optimizer=sgd', 'thing'])('not %s', (words) => expect(matches(found, words)).toBe(false));
});
