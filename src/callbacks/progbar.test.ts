import { describe, expect, test } from 'vitest';
import type { Output } from './console-output.ts';
import { formatMetric, Progbar } from './progbar.ts';

function recorder(columns: number | null) {
  const text: string[] = [];
  const output: Output = { columns, write: (part) => text.push(part), line: (line) => text.push(`${line}\n`) };
  let time = 0;
  return {
    output,
    text,
    now: () => time,
    wait: (seconds: number) => {
      time += seconds;
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: color codes begin with it
const plain = (text: string) => text.replace(/\x1b\[\d+m/g, '');

describe('formatMetric', () => {
  test.each([
    [0.4, '0.4000'],
    [-12.34567, '-12.3457'],
    [0.00012, '1.2000e-04'],
    [0, '0.0000e+00'],
    [Number.NaN, 'nan'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('%f', (value, text) => expect(formatMetric(value)).toBe(text));
});

describe('Progbar', () => {
  test('verbose 2 prints one line, at the end', () => {
    const { output, text, now, wait } = recorder(null);
    const bar = new Progbar(3, { verbose: 2, output, now });
    for (let step = 1; step <= 3; step++) {
      wait(2);
      bar.update(step, { accuracy: 0.1 }, { finalize: false });
    }
    bar.update(3, { accuracy: 0.4, loss: 4.47214 }, { finalize: true });
    expect(text).toEqual(['3/3 - 6s - 2s/step - accuracy: 0.4000 - loss: 4.4721\n']);
  });

  test('verbose 1 without a terminal prints the finished line, without colors', () => {
    const { output, text, now, wait } = recorder(null);
    const bar = new Progbar(12, { output, now });
    expect(bar.due).toBe(false);
    wait(0.012);
    bar.update(12, { loss: 1 });
    expect(text).toEqual(['12/12 ━━━━━━━━━━━━━━━━━━━━ 0s 1ms/step - loss: 1.0000\n']);
  });

  test('on a terminal it rewrites its line, but not more than ten times a second', () => {
    const { output, text, now, wait } = recorder(100);
    const bar = new Progbar(4, { statelessMetrics: [], interval: 0.1, output, now });
    expect(bar.due).toBe(true);
    wait(1);
    bar.update(1, { loss: 3 });
    expect(bar.due).toBe(false);
    bar.update(2, { loss: 2 });
    wait(1);
    bar.update(3, { loss: 2 });
    bar.update(4, { loss: 1 });
    expect(text.map(plain)).toEqual([
      '\r1/4 ━━━━━━━━━━━━━━━━━━━━ 3s 1s/step - loss: 3.0000',
      '\r3/4 ━━━━━━━━━━━━━━━━━━━━ 0s 500ms/step - loss: 2.0000',
      '\r4/4 ━━━━━━━━━━━━━━━━━━━━ 2s 333ms/step - loss: 1.0000\n',
    ]);
    expect(text[0]).toContain('\x1b[32m━━━━━\x1b[0m');
  });

  test('keeps showing the last values while there are no new ones', () => {
    const { output, text, now, wait } = recorder(100);
    const bar = new Progbar(4, { output, now });
    bar.update(1, { loss: 3 });
    wait(1);
    bar.update(2);
    expect(plain(text[1] ?? '')).toMatch(/- loss: 3.0000$/);
  });

  test('a live line never wraps', () => {
    const { output, text, now } = recorder(30);
    new Progbar(4, { output, now }).update(1, { loss: 3, accuracy: 0.5 });
    expect(plain(text[0] ?? '')).toHaveLength(1 + 29);
  });

  test('an unknown number of steps', () => {
    const { output, text, now } = recorder(100);
    new Progbar(null, { output, now }).update(7, {});
    expect(plain(text[0] ?? '')).toBe('\r      7/Unknown 0s 0s/step');
  });

  test('refuses a fraction of steps', () => {
    expect(() => new Progbar(1.5)).toThrow(/target.*Received: target=1.5/);
  });
});

test('values are averaged over the steps, but for those that are told not to be', () => {
  const { output, text, now } = recorder(90);
  const bar = new Progbar(10, { statefulMetrics: ['lr'], width: 5, interval: 0, output, now });
  bar.update(1, { loss: 4, lr: 1 });
  bar.update(3, { loss: 1, lr: 0.5 });
  expect(plain(text.at(-1) ?? '')).toContain('loss: 2.0000 - lr: 0.5000');
  expect(plain(text.at(-1) ?? '')).toMatch(/3\/10 ━━━━━ /);
  const other = new Progbar(10, { statelessMetrics: ['loss'], interval: 0, output, now });
  other.update(1, { loss: 4, lr: 1 });
  other.update(2, { loss: 2, lr: 0.5 });
  expect(plain(text.at(-1) ?? '')).toContain('loss: 3.0000 - lr: 0.5000');
  expect(() => new Progbar(1, { statefulMetrics: [], statelessMetrics: [] })).toThrow('`statefulMetrics`');
});
