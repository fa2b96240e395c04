import { Card, dark, percentText } from '../../kit/index.ts';
import type { Answers, ShownSamples } from '../training/protocol.ts';
import { classColor, classShapes } from './class-marks.ts';
import { DigitWall } from './digit-wall.tsx';
import { Plane } from './plane.tsx';
import { shortText } from './short-text.ts';
import { answers, backend, began, ended, epoch, failure, lastPoint, state } from './store.ts';

const rightAnswers = (given: Answers | null, test: ShownSamples): number =>
  given === null ? 0 : given.classes.reduce((count, answer, i) => count + (answer === test.y[i] ? 1 : 0), 0);

/** What a class is drawn as, beside its name. */
function ClassLegend({ count }: { readonly count: number }) {
  return (
    <ul class="legend">
      {classShapes.slice(0, count).map((shape, index) => (
        <li key={shape}>
          <svg viewBox="-7 -7 14 14" width="12" height="12" aria-hidden="true" fill={classColor(index, dark.value)}>
            {index === 0 ? (
              <circle r="5.2" />
            ) : index === 1 ? (
              <rect x="-4.6" y="-4.6" width="9.2" height="9.2" />
            ) : (
              <path d="M0-6.5 6 4H-6z" />
            )}
          </svg>
          class {index}
        </li>
      ))}
      <li>full: training, hollow: test</li>
    </ul>
  );
}

/** A figure with something to compare it with below. */
function Figure({ name, value, below }: { readonly name: string; readonly value: string; readonly below?: string }) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>{value}</dd>
      {below !== undefined && <dd class="soft small">{below}</dd>}
    </div>
  );
}

/** What the net has learned: the plane or the digits, and the figures of the last epoch. */
export function Stage() {
  const run = began.value;
  const point = lastPoint.value;
  const digits = state.value.data === 'digits';
  // While a new run is being built, the last one stays in sight.
  const fits = run !== null && (run.test.x.length / run.test.y.length === 64) === digits;
  const share = (value: number | undefined): string => (value === undefined ? '–' : percentText(value));
  const tested = share(point?.testAccuracy);
  return (
    <Card title="What it has learned" aside={<RunNote />}>
      {fits ? (
        digits ? (
          <DigitWall
            answers={answers.value}
            test={run.test}
            label={`Images for testing with the digits that the net takes them for: ${rightAnswers(answers.value, run.test)} of ${answers.value?.classes.length ?? 0} right.`}
          />
        ) : (
          <Plane
            answers={answers.value}
            train={run.train}
            test={run.test}
            label={`The plane, coloured by the class that the net gives to each place. After ${epoch.value} epochs ${tested} of the test points are on the right side.`}
          />
        )
      ) : (
        <div class="plane waiting">
          <p class="soft">
            {failure.value ?? (backend.value === null ? 'The engine is being loaded …' : 'The net is being built …')}
          </p>
        </div>
      )}
      {fits && !digits && <ClassLegend count={Math.max(...run.train.y) + 1} />}
      <dl class="figures">
        <Figure name="Epoch" value={String(epoch.value)} below={`${run?.train.y.length ?? 0} samples`} />
        <Figure name="Test accuracy" value={tested} below={`training ${share(point?.accuracy)}`} />
        <Figure name="Test loss" value={shortText(point?.testLoss)} below={`training ${shortText(point?.loss)}`} />
      </dl>
    </Card>
  );
}

/** How many weights there are, and whether the run has ended. */
function RunNote() {
  const parameters = began.value?.parameters;
  if (ended.value === 'diverged') return <span class="badge fault">Diverged: the loss is not a number any more</span>;
  if (ended.value === 'finished') return <span class="badge">Finished</span>;
  return parameters === undefined ? null : <span class="soft small">{parameters.toLocaleString('en')} weights</span>;
}
