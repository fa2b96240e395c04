import { expect, test } from 'vitest';
import { type PlaygroundState, standardState } from '../state/playground-state.ts';
import { gridPoints, toAnswers } from './answers.ts';
import { PROGRESS_INTERVAL, type WorkerMessage } from './protocol.ts';
import { TrainingSession } from './session.ts';
import { GRID, SHOWN_IMAGES } from './shown.ts';

const small = { ...standardState, data: 'circles', depth: 2, width: 16 } as const;

type Of<T extends WorkerMessage['type']> = Extract<WorkerMessage, { type: T }>;

/** A session with what it posts; `until` stops it. */
function start(changes: Partial<PlaygroundState>, playing = true) {
  const messages: WorkerMessage[] = [];
  const waiting: { test: (message: WorkerMessage) => boolean; resolve: () => void }[] = [];
  const session = new TrainingSession(7, { ...small, ...changes }, playing, (message) => {
    messages.push(message);
    if (message.type === 'progress') queueMicrotask(() => session.drawn());
    for (const one of waiting) if (one.test(message)) one.resolve();
  });
  const done = session.train();
  const of = <T extends WorkerMessage['type']>(type: T): Of<T>[] =>
    messages.filter((message): message is Of<T> => message.type === type);
  const until = (test: (message: WorkerMessage) => boolean): Promise<void> =>
    messages.some(test) ? Promise.resolve() : new Promise((resolve) => waiting.push({ test, resolve }));
  return { session, done, messages, of, until };
}

const accurate = (message: WorkerMessage): boolean =>
  message.type === 'progress' && message.points.some(({ testAccuracy }) => testAccuracy >= 0.98);

test('circles are learned to 98%, and every epoch is told once', async () => {
  const { session, done, messages, of, until } = start({});
  await until(accurate);
  session.stop();
  await done;
  const [began] = of('began');
  expect(messages[0]).toBe(began);
  expect(began?.layers).toEqual([
    { label: '1', activation: 'elu' },
    { label: '2', activation: 'elu' },
    { label: 'output', activation: 'sigmoid' },
  ]);
  expect(began?.parameters).toBe(2 * 16 + 16 + 16 * 16 + 16 + 16 + 1);
  const progress = of('progress');
  const epochs = progress.flatMap(({ points }) => points.map(({ epoch }) => epoch));
  expect(epochs).toEqual(epochs.map((_, i) => i + 1));
  expect(progress[0]).toMatchObject({ epoch: 0, points: [] });
  for (const { layers, answers } of progress) {
    expect(layers.length).toBe(3);
    expect(layers.every(({ gradient }) => gradient > 0)).toBe(true);
    if (answers !== null) expect(answers.classes.length).toBe(GRID * GRID);
  }
  for (const message of messages) expect(structuredClone(message)).toEqual(message);
});

test('messages of progress come at most thirty times a second', async () => {
  const times: number[] = [];
  const session = new TrainingSession(1, small, true, ({ type }) => {
    if (type === 'progress') times.push(performance.now());
    queueMicrotask(() => session.drawn());
    if (times.length === 12) session.stop();
  });
  await session.train();
  // The first two may follow each other at once: the net before training and after its first epoch. How long a message
  // takes to be made differs, so only many of them together keep the pace.
  const whole = (times.at(-1) ?? 0) - (times[1] ?? 0);
  expect(whole).toBeGreaterThan(0.8 * PROGRESS_INTERVAL * (times.length - 2));
});

test('a page that draws nothing is told nothing more, and all of it later', async () => {
  const told: number[] = [];
  const session = new TrainingSession(1, small, true, (message) => {
    if (message.type === 'progress') told.push(message.points.length);
  });
  const done = session.train();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(told).toEqual([0]);
  session.drawn();
  while (told.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(told[1]).toBeGreaterThan(5);
  session.stop();
  await done;
});

test('paused, it shows the net before training; a step is one epoch', async () => {
  const { session, done, of, until } = start({}, false);
  await until(({ type }) => type === 'advice');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(of('progress').map(({ epoch }) => epoch)).toEqual([0]);
  for (const epoch of [1, 2]) {
    session.gate.step();
    await until((message) => message.type === 'progress' && message.epoch === epoch);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(of('progress').at(-1)).toMatchObject({ epoch, points: [{ epoch }] });
    expect(of('progress').at(-1)?.answers).not.toBeNull();
  }
  session.stop();
  await done;
});

test('what diverges ends with a word, and the doctor says why', async () => {
  const { done, of } = start({
    depth: 20,
    width: 32,
    activation: 'linear',
    optimizer: 'adam',
    learningRate: 10,
  });
  await done;
  expect(of('ended')).toMatchObject([{ reason: 'diverged' }]);
  expect(of('advice').at(-1)?.advice[0]?.severity).toBe('fault');
});

test('a vanishing gradient is seen in the numbers, and foretold', async () => {
  const { session, done, of, until } = start(
    { depth: 10, activation: 'sigmoid', initializer: 'glorot_uniform' },
    false,
  );
  await until(({ type }) => type === 'advice');
  session.stop();
  await done;
  const gradients = of('progress')[0]?.layers.map(({ gradient }) => gradient) ?? [];
  const ratio = (gradients[0] ?? 1) / (gradients[9] ?? 1);
  expect(ratio).toBeLessThan(1e-4);
  const foretold = of('began')[0]?.foretold ?? [];
  expect(foretold.slice(-2)).toEqual([1, null]);
  expect(Math.log10((foretold[0] ?? 1) / ratio)).toBeCloseTo(0, -0.3);
  expect(of('advice')[0]?.advice[0]?.cause).toBe('activation_saturating_deep');
});

test('digits answer to images', async () => {
  const { session, done, of, until } = start({ data: 'digits', standardize: true }, false);
  await until(({ type }) => type === 'advice');
  session.stop();
  await done;
  expect(of('progress')[0]?.answers?.classes.length).toBe(SHOWN_IMAGES);
  expect(of('began')[0]?.test.x.length).toBe((of('began')[0]?.test.y.length ?? 0) * 64);
});

test('what fails says so', async () => {
  const { done, messages } = start({ width: 2.5 });
  await done;
  expect(messages).toEqual([{ type: 'failed', run: 7, message: expect.stringContaining('units') }]);
});

test('probabilities become classes and certainties', () => {
  const one = toAnswers([0.5, 1, 0, 0.75, Number.NaN], 1);
  expect([...one.classes]).toEqual([0, 1, 0, 1, 0]);
  expect([...one.certainty]).toEqual([0, 255, 255, 127, 0]);
  const three = toAnswers([0.25, 0.25, 0.5, 1 / 3, 1 / 3, 1 / 3], 3);
  expect([...three.classes]).toEqual([2, 0]);
  expect([...three.certainty]).toEqual([63, 0]);
});

test('the grid begins at the upper left', () => {
  const grid = gridPoints();
  expect(grid.length).toBe(2 * GRID * GRID);
  expect(grid[0]).toBeLessThan(-1.2);
  expect(grid[1]).toBeGreaterThan(1.2);
  expect(grid.at(-1)).toBeLessThan(-1.2);
});
