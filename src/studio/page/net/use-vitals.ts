import { useEffect, useState } from 'preact/hooks';
import type { Quantity, RunId } from '../../protocol/index.ts';
import { onGrown, reconnects } from '../live.ts';
import { ask } from '../server.ts';
import type { Asked } from '../use-answer.ts';
import { appendVitals, type NetVitals, unpackVitals } from './net-vitals.ts';

/** Columns beyond which the server is asked to thin the picture out. */
const SAMPLES = 5000;

/** Between two questions for later samples, in milliseconds. */
const PATIENCE = 400;

/** The vitals of a run, which grow as it trains: only later samples are read. */
export function useVitals(run: RunId, quantity: Quantity): Asked<NetVitals> {
  const [asked, setAsked] = useState<Asked<NetVitals>>({ answer: null, error: null, loading: true });
  const again = reconnects.value;
  useEffect(() => {
    const abort = new AbortController();
    let known: NetVitals | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const read = async (): Promise<void> => {
      try {
        const last = known?.steps.at(-1);
        if (known !== null && last !== undefined && known.steps.length < 2 * SAMPLES) {
          const more = unpackVitals(await ask('vitals', { run, quantity, after: last }, abort.signal));
          known = appendVitals(known, more);
        } else known = null;
        known ??= unpackVitals(await ask('vitals', { run, quantity, samples: SAMPLES }, abort.signal));
        if (!abort.signal.aborted) setAsked({ answer: known, error: null, loading: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        setAsked((old) => ({ ...old, error: error instanceof Error ? error.message : String(error), loading: false }));
      }
    };
    setAsked((old) =>
      old.answer?.run === run ? { ...old, loading: true } : { answer: null, error: null, loading: true },
    );
    void read();
    const stop = onGrown((id, what) => {
      if (id !== run || !what.includes('vitals') || timer !== null) return;
      timer = setTimeout(async () => {
        await read();
        timer = null;
      }, PATIENCE);
    });
    return () => {
      abort.abort();
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [run, quantity, again]);
  return asked;
}
