import { Card, cssColor, dark, percentText, Segments, scaleColor } from '../../kit/index.ts';
import { wordFormat } from '../url-formats.ts';
import { urlState } from '../url-state.ts';

const shownAs = urlState('confusion', wordFormat<'counts' | 'shares'>(['counts', 'shares']));

/** Beyond so many classes cells hold no numbers. */
const WITH_NUMBERS = 20;

/** How often each class was taken for each: truths as rows, answers as columns, colour by the share of the row. */
export function ConfusionMatrix({
  labels,
  counts,
  epoch,
}: {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly epoch: number;
}) {
  const kind = shownAs.value.value;
  const total = counts.flat().reduce((sum, n) => sum + n, 0);
  const right = counts.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return (
    <Card
      title="Confusion"
      aside={
        <Segments
          label="Cells show"
          value={kind}
          choices={[
            { value: 'counts', label: 'Counts' },
            { value: 'shares', label: 'Shares' },
          ]}
          onChange={(next) => shownAs.set(next)}
        />
      }
    >
      <p class="soft small">
        After epoch {epoch}: {right} of {total} right ({percentText(total === 0 ? 0 : right / total)}). Rows are the
        truth, columns what the model answered.
      </p>
      <section class="table-scroll" aria-label="Confusion matrix" tabIndex={0}>
        <table class="confusion">
          <thead>
            <tr>
              <td />
              {labels.map((label) => (
                <th key={label} scope="col" title={label}>
                  <span>{label}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, i) => {
              const sum = row.reduce((all, n) => all + n, 0);
              return (
                <tr key={labels[i]}>
                  <th scope="row" title={labels[i]}>
                    {labels[i]}
                  </th>
                  {row.map((n, j) => (
                    <Cell
                      key={labels[j]}
                      share={sum === 0 ? 0 : n / sum}
                      title={`${labels[i]} taken for ${labels[j]}: ${n} of ${sum}`}
                      text={
                        n === 0 || labels.length > WITH_NUMBERS
                          ? ''
                          : kind === 'counts'
                            ? String(n)
                            : percentText(n / sum)
                      }
                      diagonal={i === j}
                    />
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

function Cell({
  share,
  title,
  text,
  diagonal,
}: {
  readonly share: number;
  readonly title: string;
  readonly text: string;
  readonly diagonal: boolean;
}) {
  // The square root lets rare mistakes be seen beside what is right.
  const level = Math.sqrt(share);
  // Numbers stand out from both ends of the scale.
  const ink = level > 0.55 === dark.value ? '#14171d' : '#ffffff';
  return (
    <td
      title={title}
      class={diagonal ? 'diagonal' : undefined}
      style={{ background: cssColor(scaleColor('sequential', level, dark.value)), color: ink }}
    >
      {text}
    </td>
  );
}
