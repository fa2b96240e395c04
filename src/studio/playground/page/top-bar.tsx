import { useState } from 'preact/hooks';
import { Button, IconButton, Select, ThemeSwitch } from '../../kit/index.ts';
import { CodeDialog } from './code-dialog.tsx';
import { ended, type Pace, pace, paces, playing, restart, setPlaying, step } from './store.ts';

const paceChoices = (['slow', 'even', 'full'] as const satisfies readonly Pace[]).map((value) => ({
  value,
  label: paces[value].label,
}));

function ShareButton() {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      // Without the permission there is the address bar, which says the same.
    }
  };
  return <Button onClick={copy}>{copied ? 'Copied' : 'Copy link'}</Button>;
}

/** Play, pause, one epoch, anew; the code, the link, the theme. */
export function TopBar() {
  const [code, setCode] = useState(false);
  const over = ended.value !== null;
  return (
    <header class="top">
      <h1>
        Keratin <span class="soft">Playground</span>
      </h1>
      <div class="row run" role="group" aria-label="Training">
        {over ? (
          <Button kind="main" icon="reset" onClick={restart}>
            Train again
          </Button>
        ) : (
          <Button kind="main" icon={playing.value ? 'pause' : 'play'} onClick={() => setPlaying(!playing.value)}>
            {playing.value ? 'Pause' : 'Play'}
          </Button>
        )}
        <IconButton icon="next" label="One epoch" onClick={step} disabled={over} />
        <IconButton icon="reset" label="Begin anew" onClick={restart} />
        <Select
          label="Pace"
          inline
          value={pace.value}
          choices={paceChoices}
          onChange={(value) => {
            pace.value = value;
          }}
        />
      </div>
      <div class="row">
        <Button onClick={() => setCode(true)}>Code</Button>
        <ShareButton />
        <ThemeSwitch />
      </div>
      {code && <CodeDialog onClose={() => setCode(false)} />}
    </header>
  );
}
