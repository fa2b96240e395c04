import { describe, expect, test } from 'vitest';
import { Callback } from './callback.ts';
import { CallbackList, toCallbacks } from './callback-list.ts';
import type { Logs } from './logs.ts';
import { FakeModel } from './testing/fake-model.ts';

const params = { verbose: 0, epochs: 2, steps: 3 } as const;

describe('toCallbacks', () => {
  test('takes one, several, none, and plain objects of hooks', () => {
    const callback = new Callback();
    expect(toCallbacks(undefined)).toEqual([]);
    expect(toCallbacks(null)).toEqual([]);
    expect(toCallbacks(callback)).toEqual([callback]);
    expect(toCallbacks([callback, { onEpochEnd() {} }])).toHaveLength(2);
  });

  test('names the nearest hook', () => {
    // @ts-expect-error onEpochFinish is no hook
    expect(() => toCallbacks({ onEpochEnds() {} })).toThrow(/onEpochEnd/);
  });

  test('refuses anything else', () => {
    // @ts-expect-error a string is no callback
    expect(() => toCallbacks(['history'])).toThrow(/callbacks.*Received: "history"/);
  });
});

describe('CallbackList', () => {
  test('hands the model and the parameters over', () => {
    const callback = new Callback();
    expect(() => callback.model).toThrow(/model=null/);
    const model = new FakeModel();
    new CallbackList([callback], model, params);
    expect(callback.model).toBe(model);
    expect(callback.params.steps).toBe(3);
  });

  test('waits for async hooks before it goes on to the next callback', async () => {
    const order: string[] = [];
    const slow = toCallbacks({
      async onTrainBatchEnd() {
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push('slow');
      },
    });
    const quick = toCallbacks({
      onBatchEnd() {
        order.push('quick');
      },
    });
    const list = new CallbackList([...slow, ...quick], new FakeModel(), params);
    await list.onTrainBatchEnd(0, () => ({ loss: 1 }));
    expect(order).toEqual(['slow', 'quick']);
  });

  test('stays synchronous when no hook is async', () => {
    const list = new CallbackList(toCallbacks({ onTrainBatchEnd() {} }), new FakeModel(), params);
    expect(list.onTrainBatchEnd(0, () => ({}))).toBeUndefined();
  });

  test('computes the logs of a batch once, and only for those who want them', () => {
    let computed = 0;
    const readLogs = () => {
      computed++;
      return { loss: 1, accuracy: 2 };
    };
    const seen: Logs[] = [];
    class Curious extends Callback {
      override onTrainBatchEnd(_batch: number, logs: Logs) {
        seen.push(logs);
      }
    }
    class Modest extends Curious {
      override wantsBatchLogs() {
        return false;
      }
    }
    new CallbackList([new Callback(), new Modest()], new FakeModel(), params).onTrainBatchEnd(0, readLogs);
    expect(computed).toBe(0);
    expect(seen).toEqual([{}]);
    new CallbackList([new Curious(), new Curious()], new FakeModel(), params).onTrainBatchEnd(0, readLogs);
    expect(computed).toBe(1);
    expect(Object.keys(seen[1] ?? {})).toEqual(['accuracy', 'loss']);
  });

  test('what a callback adds to the logs of an epoch is seen by later ones', () => {
    const seen: Logs[] = [];
    const callbacks = toCallbacks([
      {
        onEpochEnd(_epoch, logs) {
          logs.learning_rate = 0.5;
        },
      },
      {
        onEpochEnd(_epoch, logs) {
          seen.push(logs);
        },
      },
    ]);
    new CallbackList(callbacks, new FakeModel(), params).onEpochEnd(0, { loss: 1 });
    expect(seen).toEqual([{ loss: 1, learning_rate: 0.5 }]);
  });

  test("a hook's exception comes through with its own stack", () => {
    const callbacks = toCallbacks({
      onEpochBegin() {
        throw new TypeError('mine');
      },
    });
    const list = new CallbackList(callbacks, new FakeModel(), params);
    expect(() => list.onEpochBegin(0)).toThrow(TypeError);
  });
});
