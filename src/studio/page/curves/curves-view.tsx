import { useEffect, useMemo, useState } from 'preact/hooks';
import { Button, Check, Empty, Segments, Slider, TextField } from '../../kit/index.ts';
import type { RunId, SeriesInfo } from '../../protocol/index.ts';
import { onScalars } from '../live.ts';
import { ask } from '../server.ts';
import { shownRuns } from '../state.ts';
import { CurveChart } from './curve-chart.tsx';
import { logX, logY, smoothing, tagFilter, xAxis, zoom } from './curve-settings.ts';
import { groupTags } from './tag-groups.ts';
import './curves.css';

/** So many of the drawn runs are asked what they have; runs of one folder are mostly alike. */
const ASKED = 12;

/** The tags of some runs; those that come while they train are added. */
function useTags(runs: readonly RunId[]): readonly Pick<SeriesInfo, 'tag'>[] | null {
  const [tags, setTags] = useState<readonly Pick<SeriesInfo, 'tag'>[] | null>(null);
  const ids = runs.slice(0, ASKED).join('\n');
  useEffect(() => {
    const abort = new AbortController();
    const add = (more: readonly Pick<SeriesInfo, 'tag'>[]): void =>
      setTags((known) => {
        const fresh = more.filter(({ tag }) => !known?.some((one) => one.tag === tag));
        return known !== null && fresh.length === 0 ? known : [...(known ?? []), ...fresh];
      });
    // A run that can't be read says so in its header; the others are drawn all the same.
    void Promise.allSettled(runs.slice(0, ASKED).map((run) => ask('run', { run }, abort.signal))).then((answers) => {
      if (!abort.signal.aborted) add(answers.flatMap((one) => (one.status === 'fulfilled' ? one.value.series : [])));
    });
    const stop = onScalars((events) => add(events.filter(({ run }) => runs.includes(run))));
    return () => {
      abort.abort();
      stop();
    };
  }, [ids]);
  return tags;
}

/** Curves of the drawn runs, one chart for each tag. */
export function CurvesView() {
  const runs = shownRuns.value;
  const tags = useTags(runs.map(({ id }) => id));
  const filter = tagFilter.value.value;
  const groups = useMemo(() => groupTags(tags ?? [], filter), [tags, filter]);
  if (runs.length === 0)
    return (
      <Empty title="No run is drawn">
        <p>Tick runs in the list; each gets a line in every chart.</p>
      </Empty>
    );
  return (
    <>
      <Toolbar />
      {tags !== null && groups.length === 0 && (
        <Empty title={tags.length === 0 ? 'No curves yet' : `No curve’s name contains “${filter}”`}>
          {tags.length === 0 && <p>They come with the first epoch, or with each batch when updateFreq is 'batch'.</p>}
        </Empty>
      )}
      {groups.map(({ title, tags: list }) => (
        <details key={title} open class="group">
          <summary>
            <h2>{title}</h2>
            <span class="soft small">{list.length}</span>
          </summary>
          <div class="charts">
            {list.map((tag) => (
              <CurveChart key={tag} tag={tag} runs={runs} />
            ))}
          </div>
        </details>
      ))}
    </>
  );
}

function Toolbar() {
  return (
    <div class="toolbar">
      <TextField
        label="Charts"
        hideLabel
        type="search"
        placeholder="Search charts"
        value={tagFilter.value.value}
        onInput={(text) => tagFilter.set(text)}
      />
      <Slider
        label="Smoothing"
        inline
        value={smoothing.value.value}
        min={0}
        max={0.99}
        step={0.01}
        shown={smoothing.value.value.toFixed(2)}
        onInput={(weight) => smoothing.set(weight)}
      />
      <Segments
        label="Horizontal axis"
        value={xAxis.value.value}
        choices={[
          { value: 'step', label: 'Step' },
          { value: 'time', label: 'Time' },
        ]}
        onChange={(axis) => {
          xAxis.set(axis);
          zoom.set(null);
        }}
      />
      <Check checked={logY.value.value} onChange={(on) => logY.set(on)}>
        log y
      </Check>
      <Check checked={logX.value.value} onChange={(on) => logX.set(on)}>
        log x
      </Check>
      {zoom.value.value === null ? (
        <span class="soft small only-wide">Dotted: validation. Draw over a chart to zoom in.</span>
      ) : (
        <Button icon="reset" onClick={() => zoom.set(null, true)}>
          Show all steps
        </Button>
      )}
    </div>
  );
}
