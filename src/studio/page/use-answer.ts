import { useEffect, useRef, useState } from 'preact/hooks';
import type { Grown, Questions, RunId } from '../protocol/index.ts';
import { onGrown, reconnects } from './live.ts';
import { ask } from './server.ts';

/** What became of a question. While it is asked again the old answer stays. */
export interface Asked<T> {
  readonly answer: T | null;
  readonly error: string | null;
  readonly loading: boolean;
}

/** Between two questions about something that grows, in milliseconds. */
const PATIENCE = 700;

/**
 * Asks the server, again when the question changes, and again when a run has more of what was asked for.
 *
 * @param question null asks nothing
 * @param follow the run and what of it the answer depends on
 */
export function useAnswer<Q extends keyof Questions>(
  name: Q,
  question: Questions[Q]['ask'] | null,
  follow: { readonly run: RunId; readonly what: Grown } | null = null,
): Asked<Questions[Q]['answer']> {
  const [asked, setAsked] = useState<Asked<Questions[Q]['answer']>>({ answer: null, error: null, loading: true });
  const key = question === null ? null : JSON.stringify(question);
  const last = useRef<string | null>(null);
  const again = reconnects.value;

  useEffect(() => {
    if (question === null) {
      setAsked({ answer: null, error: null, loading: false });
      return;
    }
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const run = async (): Promise<void> => {
      try {
        const answer = await ask(name, question, abort.signal);
        setAsked({ answer, error: null, loading: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        setAsked((old) => ({ ...old, error: error instanceof Error ? error.message : String(error), loading: false }));
      }
    };
    // Another question's answer must not stand under this one's name.
    if (last.current !== key) setAsked({ answer: null, error: null, loading: true });
    last.current = key;
    void run();
    const stop =
      follow === null
        ? null
        : onGrown((id, what) => {
            if (id !== follow.run || !what.includes(follow.what) || timer !== null) return;
            timer = setTimeout(async () => {
              await run();
              timer = null;
            }, PATIENCE);
          });
    return () => {
      abort.abort();
      stop?.();
      if (timer !== null) clearTimeout(timer);
    };
  }, [name, key, again, follow?.run, follow?.what]);
  return asked;
}
