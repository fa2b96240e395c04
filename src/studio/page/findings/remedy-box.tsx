import { useState } from 'preact/hooks';
import { Button, Code, Notice, percentText } from '../../kit/index.ts';
import type { FindingRemedy, RunId } from '../../protocol/index.ts';
import { compareWith } from '../compare/compare-settings.ts';
import { mayChange, post } from '../server.ts';
import { chooseRun, showRuns, view } from '../state.ts';

/** What became of the wish to train with a remedy. */
type Treating =
  | { readonly state: 'idle' | 'starting' }
  | { readonly state: 'started'; readonly run: RunId }
  | { readonly state: 'refused'; readonly why: string };

/** A remedy: its line, the code that it changes, and a button that trains with it beside the run. */
export function RemedyBox({
  run,
  cause,
  remedy,
  treatable,
}: {
  readonly run: RunId;
  readonly cause: string;
  readonly remedy: FindingRemedy;
  readonly treatable: boolean;
}) {
  const [treating, setTreating] = useState<Treating>({ state: 'idle' });
  const start = async (): Promise<void> => {
    setTreating({ state: 'starting' });
    try {
      const answer = await post('treat', { run, cause, remedy: remedy.name });
      setTreating({ state: 'started', run: answer.run });
    } catch (error) {
      setTreating({ state: 'refused', why: error instanceof Error ? error.message : String(error) });
    }
  };
  const goTo = (treated: RunId, where: 'curves' | 'compare'): void => {
    chooseRun(run);
    showRuns([run, treated]);
    compareWith.set(treated);
    view.set(where, true);
  };
  return (
    <div class="remedy">
      <div class="row spread">
        <div>
          <strong>{remedy.summary}</strong>
          <div class="soft small">Expected to close about {percentText(remedy.gain)} of the gap</div>
        </div>
        {treatable && mayChange.value && treating.state !== 'started' && (
          <Button kind="main" icon="play" onClick={() => void start()} disabled={treating.state === 'starting'}>
            Train with this remedy
          </Button>
        )}
      </div>
      {remedy.diff.length > 0 && <Code diff label={`Changes of ${remedy.name}`} text={remedy.diff.join('\n')} />}
      {treating.state === 'started' && (
        <Notice tone="good">
          <div class="row">
            The treated run trains as “{treating.run}”.
            <Button onClick={() => goTo(treating.run, 'curves')}>See both curves</Button>
            <Button onClick={() => goTo(treating.run, 'compare')}>Compare layer by layer</Button>
          </div>
        </Notice>
      )}
      {treating.state === 'refused' && <Notice tone="fault">{treating.why}</Notice>}
      {!treatable && (
        <p class="soft small">
          The studio can train the treated copy when the run trains in its process, with <code>callbacks.Studio()</code>
          .
        </p>
      )}
    </div>
  );
}
