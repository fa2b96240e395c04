import { useMemo } from 'preact/hooks';
import { Card, categoryColor, dark, LineChart } from '../../kit/index.ts';
import type { EpochPoint } from '../training/protocol.ts';
import { history } from './store.ts';

type Figure = Exclude<keyof EpochPoint, 'epoch'>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Training and test values of one figure. */
function useCurves(points: readonly EpochPoint[], training: Figure, test: Figure) {
  const isDark = dark.value;
  return useMemo(() => {
    const xs = points.map(({ epoch }) => epoch);
    const of = (figure: Figure) => points.map((point) => finite(point[figure]));
    return [
      { id: 'training', name: 'training', color: categoryColor(4, isDark), xs, ys: of(training) },
      { id: 'test', name: 'test', color: categoryColor(1, isDark), dash: [6, 4], xs, ys: of(test) },
    ];
  }, [points, isDark]);
}

/** Loss and accuracy by epoch. */
export function Curves() {
  const { points } = history.value;
  const loss = useCurves(points, 'loss', 'testLoss');
  const accuracy = useCurves(points, 'accuracy', 'testAccuracy');
  return (
    <Card
      title="Curves"
      aside={
        <ul class="legend">
          {loss.map(({ id, name, color, dash }) => (
            <li key={id}>
              <svg viewBox="0 0 24 6" width="24" height="6" aria-hidden="true">
                <path d="M0 3H24" stroke={color} stroke-width="2.5" stroke-dasharray={dash?.join(' ')} />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      }
    >
      <div class="curves">
        <div>
          <h3>Loss</h3>
          <LineChart label="Loss by epoch" curves={loss} xLabel="epoch" height={150} syncKey="playground" />
        </div>
        <div>
          <h3>Accuracy</h3>
          <LineChart label="Accuracy by epoch" curves={accuracy} xLabel="epoch" height={150} syncKey="playground" />
        </div>
      </div>
    </Card>
  );
}
