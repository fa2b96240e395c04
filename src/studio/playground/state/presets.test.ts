import { expect, test } from 'vitest';
import type { WorkerMessage } from '../training/protocol.ts';
import { TrainingSession } from '../training/session.ts';
import { linkOf, readLink } from './link.ts';
import { type PresetName, presetNames, presets } from './presets.ts';

/** What a preset comes to after some epochs: test accuracy, the last readings of its layers, and causes of faults. */
async function run(name: PresetName, epochs: number) {
  let accuracy = 0;
  let layers: Extract<WorkerMessage, { type: 'progress' }>['layers'] = [];
  let first: typeof layers = [];
  const faults = new Set<string>();
  const session = new TrainingSession(1, presets[name].state, true, (message) => {
    if (message.type === 'failed') throw new Error(message.message);
    if (message.type === 'advice')
      for (const { cause, severity } of message.advice) if (severity === 'fault') faults.add(cause);
    if (message.type !== 'progress') return;
    queueMicrotask(() => session.drawn());
    if (message.epoch === 0) first = message.layers;
    layers = message.layers;
    accuracy = message.points.at(-1)?.testAccuracy ?? accuracy;
    if (message.epoch >= epochs || accuracy >= 0.97) session.stop();
  });
  await session.train();
  return { accuracy, layers, first, faults: [...faults] };
}

const gradientRatio = (layers: readonly { readonly gradient: number }[]): number =>
  (layers[0]?.gradient ?? 0) / (layers.at(-2)?.gradient ?? 1);

test.each(['start', 'he', 'selu', 'batch', 'clipping'] as const)(
  '%s learns',
  async (name) => {
    expect((await run(name, 250)).accuracy).toBeGreaterThanOrEqual(0.97);
  },
  60_000,
);

test('vanishing: nothing is learned, the gradient is gone at the bottom, and the doctor says so', async () => {
  const { accuracy, first, faults } = await run('vanishing', 30);
  expect(accuracy).toBeLessThan(0.65);
  expect(gradientRatio(first)).toBeLessThan(0.01);
  expect(faults).toEqual(['activation_saturating_deep']);
});

test('exploding: nothing is learned, the gradient grows towards the bottom, and the doctor says so', async () => {
  const { accuracy, first, faults } = await run('exploding', 60);
  expect(accuracy).toBeLessThan(0.7);
  expect(gradientRatio(first)).toBeGreaterThan(100);
  expect(faults).toContain('init_too_large');
});

test('dead: most units are, and the doctor blames the learning rate', async () => {
  const { accuracy, layers, faults } = await run('dead', 30);
  expect(accuracy).toBeLessThan(0.7);
  expect(Math.max(...layers.map(({ dead }) => dead ?? 0))).toBeGreaterThan(0.8);
  expect(faults).toEqual(['lr_too_high']);
});

test('each has a link, and tells its story in two sentences', () => {
  for (const name of presetNames) {
    const { state, story } = presets[name];
    expect(readLink(linkOf(state))).toEqual({ state, problems: [] });
    expect(story.match(/[.:]( |$)/g)?.length, story).toBeLessThanOrEqual(3);
  }
});
