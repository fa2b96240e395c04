import { useState } from 'preact/hooks';
import { Badge, Button, IconButton, Notice, numberText, Progress, TextField } from '../kit/index.ts';
import type { ControlPost, RunSummary } from '../protocol/index.ts';
import { RunEditor } from './run-editor.tsx';
import { progressText, StatusBadge, shareDone } from './run-status.tsx';
import { mayChange, post } from './server.ts';
import { chooseRun, runColor } from './state.ts';

/** The run that is looked at: its name, how far it is, and what can be done with it. */
export function RunHeader({ run }: { readonly run: RunSummary }) {
  const [editing, setEditing] = useState(false);
  const share = shareDone(run);
  return (
    <section class="run-header" aria-label={`Run ${run.name}`}>
      <div class="row spread">
        <div class="row grow">
          <span class="swatch" style={{ background: runColor(run.id) }} />
          <h2 class="clip" title={run.id}>
            {run.name}
          </h2>
          <StatusBadge status={run.status} />
          {run.tags.map((tag) => (
            <Badge key={tag}>#{tag}</Badge>
          ))}
          <span class="small soft">{progressText(run)}</span>
          {run.treats !== null && (
            <span class="small soft">
              treated copy of{' '}
              <button type="button" class="link" onClick={() => chooseRun(run.treats ?? '')}>
                {run.treats}
              </button>
            </span>
          )}
          {mayChange.value && (
            <IconButton icon="edit" label="Edit name, tags and notes" onClick={() => setEditing(true)} />
          )}
        </div>
        {run.controllable && (run.status === 'running' || run.status === 'paused') && <Controls run={run} />}
      </div>
      {share !== null && share < 1 && <Progress label="Progress" share={share} />}
      {run.notes !== '' && <p class="notes">{run.notes}</p>}
      {run.problems.length > 0 && (
        <Notice>
          <ul>
            {run.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {editing && <RunEditor run={run} onClose={() => setEditing(false)} />}
    </section>
  );
}

/** Stop, pause, resume, and another learning rate, for a run that trains in the server's process. */
function Controls({ run }: { readonly run: RunSummary }) {
  const [error, setError] = useState<string | null>(null);
  const [rate, setRate] = useState<string | null>(null);
  const send = async (body: ControlPost): Promise<void> => {
    try {
      await post('control', body);
      setError(null);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const commit = (text: string): void => {
    const value = Number(text);
    if (text.trim() === '' || !(value > 0) || !Number.isFinite(value)) {
      setError(`The learning rate must be a positive number, not “${text}”.`);
      return;
    }
    setRate(null);
    void send({ run: run.id, action: 'learningRate', value });
  };
  if (!mayChange.value) return <span class="small soft">To control it, open the address that the server printed.</span>;
  return (
    <div class="row" role="group" aria-label="Control">
      <span class="rate">
        <TextField
          label="Learning rate"
          inline
          value={rate ?? (run.learningRate === null ? '' : numberText(run.learningRate))}
          invalid={error !== null}
          onInput={setRate}
          onCommit={commit}
        />
      </span>
      {run.status === 'paused' ? (
        <Button icon="play" onClick={() => void send({ run: run.id, action: 'resume' })}>
          Resume
        </Button>
      ) : (
        <Button icon="pause" onClick={() => void send({ run: run.id, action: 'pause' })}>
          Pause
        </Button>
      )}
      <Button icon="stop" kind="danger" onClick={() => void send({ run: run.id, action: 'stop' })}>
        Stop
      </Button>
      {error !== null && <Notice tone="fault">{error}</Notice>}
    </div>
  );
}
