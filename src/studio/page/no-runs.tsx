import { Code, Empty } from '../kit/index.ts';
import { folder } from './live.ts';

/** Before the first run: how one is made. */
export function NoRuns() {
  const logDir = folder.value || 'logs';
  const lines = [
    "import { callbacks } from 'keratin';",
    '',
    `const studio = new callbacks.Studio({ logDir: ${JSON.stringify(logDir)} });`,
    'await model.fit(x, y, { epochs: 10, callbacks: [studio] });',
  ];
  return (
    <main class="wait">
      <Empty title="No runs yet">
        <p>
          A run is a folder with what a training writes. Add one callback to <code>fit</code>: the run appears here
          while it trains. Folders that PyTorch or TensorFlow wrote are read as well.
        </p>
        <div class="empty-code">
          <Code label="A training that writes a run" text={lines.join('\n')} />
        </div>
      </Empty>
    </main>
  );
}
