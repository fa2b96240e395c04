import { Empty } from '../../kit/index.ts';
import { WithAnswer } from '../asked.tsx';
import { focus } from '../state.ts';
import { useAnswer } from '../use-answer.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { EmbeddingCard } from './embedding-card.tsx';
import { WorstSamples } from './worst-samples.tsx';
import './samples.css';

/** What the model does with samples: which classes it mixes up, where it is farthest off, and its embeddings. */
export function SamplesView() {
  const run = focus.value;
  return run === null ? null : <SamplesOf run={run.id} />;
}

function SamplesOf({ run }: { readonly run: string }) {
  const asked = useAnswer('run', { run }, { run, what: 'predictions' });
  return (
    <WithAnswer asked={asked} waitFor="the samples">
      {({ hasPredictions, embeddings }) =>
        !hasPredictions && embeddings.length === 0 ? (
          <Empty title="No predictions of this run">
            <p>
              <code>callbacks.Studio()</code> writes what the model answers to the validation data after the last epoch:
              give <code>fit</code> some, with <code>validationSplit</code> or <code>validationData</code>.
            </p>
          </Empty>
        ) : (
          <div class="stack">
            {hasPredictions && <Predictions run={run} />}
            {embeddings.map((name) => (
              <EmbeddingCard key={name} run={run} name={name} />
            ))}
          </div>
        )
      }
    </WithAnswer>
  );
}

function Predictions({ run }: { readonly run: string }) {
  const asked = useAnswer('predictions', { run }, { run, what: 'predictions' });
  return (
    <WithAnswer asked={asked} waitFor="the predictions">
      {({ confusion, worst, epoch }) => (
        <div class="samples">
          {confusion !== null && <ConfusionMatrix labels={confusion.labels} counts={confusion.counts} epoch={epoch} />}
          {worst.length > 0 && <WorstSamples samples={worst} />}
        </div>
      )}
    </WithAnswer>
  );
}
