import { Empty } from '../../kit/index.ts';
import { WithAnswer } from '../asked.tsx';
import { focus } from '../state.ts';
import { useAnswer } from '../use-answer.ts';
import { FindingCard } from './finding-card.tsx';
import './findings.css';

/** What the doctor found in a run, and what would mend it. */
export function FindingsView() {
  const run = focus.value;
  return run === null ? null : <FindingsOf run={run.id} />;
}

function FindingsOf({ run }: { readonly run: string }) {
  const asked = useAnswer('findings', { run }, { run, what: 'findings' });
  return (
    <WithAnswer asked={asked} waitFor="the findings">
      {({ findings, treatable }) =>
        findings.length === 0 ? (
          <Empty title="Nothing was found">
            <p>
              The doctor looks at the vitals of each layer, at the loss and at the model’s settings. It sees nothing
              wrong here, or has nothing to look at: it needs <code>new callbacks.Vitals()</code> or{' '}
              <code>callbacks.Studio()</code> in <code>fit</code>.
            </p>
          </Empty>
        ) : (
          <div class="stack">
            {findings.map((found) => (
              <FindingCard key={found.cause} run={run} found={found} treatable={treatable} />
            ))}
          </div>
        )
      }
    </WithAnswer>
  );
}
