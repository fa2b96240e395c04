import type { Model } from '../../../models/index.ts';
import type { SerializedObject } from '../../../support/registry.ts';
import type { ExamineOptions } from '../../examine.ts';
import type { CourseRule } from '../../rules/course-rules.ts';
import type { Rule } from '../../rules/index.ts';
import type { Cause, Severity } from '../../vocabulary.ts';
import { bend, type NetOptions } from '../cases.ts';

/** A training in words, its net (one of the rings' unless it is made here), and where its data or plan differ. */
export type Situation = readonly [name: string, net: NetOptions | (() => Model), data?: Partial<ExamineOptions>];

/** A cause that a rule must find in one training, and must not find in another that differs in little else. */
export interface Pair<R> {
  readonly rule: R;
  readonly cause: Cause;
  /** Default `fault`. */
  readonly severity?: Severity;
  readonly must: Situation;
  readonly not: Situation;
}

export type PairBefore = Pair<Rule>;

/** Judged by the first epochs of a training. */
export interface PairDuring extends Pair<CourseRule> {
  /** Epochs that were seen, and epochs planned. */
  readonly epochs: readonly [seen: number, planned: number];
}

const keras = (module: string, className: string, config: Readonly<Record<string, unknown>>): SerializedObject => ({
  module: `keras.${module}`,
  class_name: className,
  config,
  registered_name: null,
});

export const initializer = (className: string, config: Readonly<Record<string, unknown>>): SerializedObject =>
  keras('initializers', className, config);

export const regularizer = (l2: number): SerializedObject => keras('regularizers', 'L2', { l2 });

export const loss = (className: string, config: Readonly<Record<string, unknown>>): SerializedObject =>
  keras('losses', className, config);

/** A net for `bend`. */
export const regression: NetOptions = {
  inputs: 3,
  output: { activation: null },
  compile: { optimizer: 'adam', loss: 'mse' },
};

/** `bend` with its targets put through a function. */
export function bent(change: (target: number) => number): { x: number[][]; y: number[][] } {
  const { x, y } = bend();
  return { x, y: y.map(([target = 0]) => [change(target)]) };
}

/** So many layers of 16 units. */
export const deep = (layers: number): number[] => Array.from({ length: layers }, () => 16);

/** Eight classes around the origin, and what a net for them needs. */
export const eight = {
  net: {
    units: 8,
    output: { activation: 'softmax' },
    compile: { optimizer: 'adam', loss: 'sparse_categorical_crossentropy' },
  },
  data: {
    x: Array.from({ length: 128 }, (_, i) => [Math.cos((i % 8) * 0.785 + 0.01 * i), Math.sin((i % 8) * 0.785)]),
    y: Array.from({ length: 128 }, (_, i) => i % 8),
  },
} as const satisfies { net: NetOptions; data: object };
