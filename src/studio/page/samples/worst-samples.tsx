import { Card, numberText, percentText } from '../../kit/index.ts';
import type { WorstSample } from '../../protocol/index.ts';

/** Samples on which the model was farthest off, the worst first. */
export function WorstSamples({ samples }: { readonly samples: readonly WorstSample[] }) {
  return (
    <Card title="Farthest off">
      <ul class="worst">
        {samples.map(({ index, truth, answer, confidence, loss, image, inputs }) => (
          <li key={index}>
            {image === null ? (
              <code class="inputs small">{inputs.map((x) => numberText(x)).join(', ')} …</code>
            ) : (
              <img src={image} alt={`Sample ${index}`} loading="lazy" />
            )}
            <div class="small">
              <div>
                <strong>{answer}</strong>
                {confidence !== null && ` (${percentText(Number(confidence.toFixed(3)))} sure)`}
              </div>
              <div>
                is <strong>{truth}</strong>
              </div>
              <div class="soft">
                loss {numberText(loss)}, sample {index}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
