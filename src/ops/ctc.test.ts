import { describe, expect, test } from 'vitest';
import { normal } from '../random/normal.ts';
import { ctcDecode, ctcLoss } from './ctc.ts';
import { exp } from './exponential.ts';
import { reshape } from './shape.ts';
import { logSoftmax } from './softmax.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

/** What an alignment says: repetitions joined, blanks (0) dropped. */
const collapse = (path: readonly number[]) => path.filter((c, i) => c !== 0 && c !== path[i - 1]);

function alignments(steps: number, classes: number): number[][] {
  if (steps === 0) return [[]];
  return alignments(steps - 1, classes).flatMap((path) => Array.from({ length: classes }, (_, c) => [...path, c]));
}

const [steps, classes] = [4, 3];
const logits = normal([1, steps, classes], { seed: 4 });
const probabilities = Array.from(exp(logSoftmax(logits)).dataSync());
const likelihood = (labels: readonly number[]) =>
  alignments(steps, classes)
    .filter((path) => collapse(path).join() === labels.join())
    .reduce((sum, path) => sum + path.reduce((p, c, t) => p * (probabilities[t * classes + c] ?? 0), 1), 0);

describe('ctcLoss', () => {
  test('is the negative log-likelihood of all alignments', () => {
    for (const labels of [[1], [2, 1], [1, 1], [1, 2, 1]]) {
      const padded = [...labels, 0, 0, 0].slice(0, 3);
      expectValues(ctcLoss([padded], logits, [labels.length], [steps]), [-Math.log(likelihood(labels))], 1e-5);
    }
  });

  test('leaves out the steps behind the end of a sequence, and has gradients', () => {
    const short = reshape(normal([12], { seed: 4 }), [1, 4, 3]);
    const cut = ctcLoss([[1, 2]], short, [2], [3]);
    expectValues(
      ctcLoss(
        [[1, 2]],
        Array.from({ length: 1 }, () => (valuesOf(short) as number[][][])[0]?.slice(0, 3) ?? []),
        [2],
        [3],
      ),
      valuesOf(cut),
    );
    expectGradient((x) => ctcLoss([[1, 1]], x, [2], [4]), [valuesOf(logits)]);
  });

  test('refuses shapes that do not fit', () => {
    expect(() => ctcLoss([1], logits, [1], [4])).toThrow('`target` must be labels of shape [1, n]');
    expect(() => ctcLoss([[1]], [[1]], [1], [4])).toThrow('`output` must be of shape');
    expect(() => ctcLoss([[1]], logits, [1, 2], [4])).toThrow('`targetLength` must be');
    expect(() => ctcLoss([[1]], logits, [1], [4], { maskIndex: 3 })).toThrow('`maskIndex` must be');
  });
});

describe('ctcDecode', () => {
  test('greedily, with and without joining', () => {
    const best = (...path: number[]) =>
      [path.map((c) => Array.from({ length: 3 }, (_, i) => (i === c ? 5 : 0)))].flat();
    const inputs = [best(1, 1, 0, 1), best(2, 1, 2, 2)];
    expect(valuesOf(ctcDecode(inputs, [4, 3])[0])).toEqual([
      [
        [1, 1, -1, -1],
        [2, 1, 2, -1],
      ],
    ]);
    expect(valuesOf(ctcDecode(inputs, [4, 3], { mergeRepeated: false })[0])).toEqual([
      [
        [1, 1, 1, -1],
        [2, 1, 2, -1],
      ],
    ]);
    expectValues(ctcDecode(inputs, [4, 3])[1], [[-20], [-15]]);
  });

  test('by beams: the likeliest sequences of all', () => {
    const all = new Set(alignments(steps, classes).map((path) => collapse(path).join()));
    const ranked = [...all]
      .map((key) => key.split(',').filter(Boolean).map(Number))
      .sort((a, b) => likelihood(b) - likelihood(a));
    const [labels, scores] = ctcDecode(logits, [steps], { strategy: 'beam_search', topPaths: 3 });
    const found = (valuesOf(labels) as number[][][]).map((path) => (path[0] ?? []).filter((c) => c >= 0));
    expect(found).toEqual(ranked.slice(0, 3));
    expectValues(scores, [ranked.slice(0, 3).map((path) => Math.log(likelihood(path)))], 1e-5);
    expect(() => ctcDecode(logits, [steps], { strategy: 'beam_search', beamWidth: 1, topPaths: 2 })).toThrow(
      '`topPaths`',
    );
    // @ts-expect-error no such strategy
    expect(() => ctcDecode(logits, [steps], { strategy: 'gredy' })).toThrow('Did you mean "greedy"?');
  });
});
