import { expect, test } from 'vitest';
import { autoName, classNameOf, resetNames } from './naming.ts';

test('names are counted per class in snake case', () => {
  resetNames();
  expect([autoName('Dense'), autoName('Dense'), autoName('AdamW'), autoName('Dense')]).toEqual([
    'dense',
    'dense_1',
    'adam_w',
    'dense_2',
  ]);
  resetNames();
  expect(autoName('Dense')).toBe('dense');
});

test('a class is called by its own className, not by an inherited one', () => {
  class Base {
    readonly kind = 'base';
    static readonly className: string = 'KerasBase';
  }
  class Custom extends Base {}
  class Renamed extends Base {
    static override readonly className = 'Other';
  }
  expect([new Base(), new Custom(), new Renamed()].map(classNameOf)).toEqual(['KerasBase', 'Custom', 'Other']);
});
