import type { ComponentChildren } from 'preact';
import { Notice } from '../kit/index.ts';
import type { Asked } from './use-answer.ts';

/** What stands for an answer until it is there, and what is drawn with it. */
export function WithAnswer<T>({
  asked,
  waitFor,
  children,
}: {
  readonly asked: Asked<T>;
  /** What is being read, for the waiting: `the findings`. */
  readonly waitFor: string;
  readonly children: (answer: T) => ComponentChildren;
}) {
  const { answer, error, loading } = asked;
  return (
    <>
      {error !== null && <Notice tone="fault">{error}</Notice>}
      {answer !== null && children(answer)}
      {answer === null && loading && (
        <p class="soft wait" role="status">
          Reading {waitFor} …
        </p>
      )}
    </>
  );
}
