import { useMemo, useRef, useState } from 'preact/hooks';
import { Button, Card, classNames, Empty } from '../../kit/index.ts';
import type { GraphAnswer, GraphNode, StudioFinding } from '../../protocol/index.ts';
import { WithAnswer } from '../asked.tsx';
import { chosenLayer } from '../net/net-settings.ts';
import { focus, view } from '../state.ts';
import { textFormat } from '../url-formats.ts';
import { urlState } from '../url-state.ts';
import { useAnswer } from '../use-answer.ts';
import { layeredLayout } from './layered-layout.ts';
import './graph.css';

const BOX = { width: 196, height: 46, across: 220, down: 74 } as const;

/** The box that is looked at; empty for none. */
const chosenNode = urlState('node', textFormat());

/** The model of a run as boxes and arrows. */
export function GraphView() {
  const run = focus.value;
  return run === null ? null : <GraphOf run={run.id} />;
}

function GraphOf({ run }: { readonly run: string }) {
  const asked = useAnswer('graph', { run }, { run, what: 'graph' });
  const findings = useAnswer('findings', { run }, { run, what: 'findings' }).answer?.findings ?? [];
  return (
    <WithAnswer asked={asked} waitFor="the model">
      {(graph) =>
        graph.nodes.length === 0 ? (
          <Empty title="No model was written">
            <p>
              It comes with <code>writeGraph: true</code>, which is the default of <code>callbacks.TensorBoard</code>.
            </p>
          </Empty>
        ) : (
          <Graph graph={graph} findings={findings} />
        )
      }
    </WithAnswer>
  );
}

function Graph({ graph, findings }: { readonly graph: GraphAnswer; readonly findings: readonly StudioFinding[] }) {
  const layout = useMemo(
    () =>
      layeredLayout(
        graph.nodes.map(({ id }) => id),
        graph.edges,
      ),
    [graph],
  );
  const svg = useRef<SVGSVGElement>(null);
  const [small, setSmall] = useState(false);
  const node = graph.nodes.find(({ id }) => id === chosenNode.value.value) ?? null;
  const lows = [...layout.nodes.map(({ x }) => x), ...layout.edges.flatMap(({ points }) => points.map(({ x }) => x))];
  const left = Math.min(0, ...lows);
  const right = Math.max(0, ...lows);
  const px = (x: number): number => (x - left) * BOX.across + BOX.across / 2;
  const py = (rank: number): number => rank * BOX.down + BOX.height / 2 + 10;
  const width = (right - left + 1) * BOX.across;
  const height = layout.ranks * BOX.down;
  const scale = small ? 0.55 : 1;
  const places = new Map(layout.nodes.map((one) => [one.id, one]));
  const onKeyDown = (event: KeyboardEvent, i: number): void => {
    const next = event.key === 'ArrowDown' ? i + 1 : event.key === 'ArrowUp' ? i - 1 : null;
    if (event.key === 'Enter' || event.key === ' ') chosenNode.set(graph.nodes[i]?.id ?? '');
    else if (next === null) return;
    event.preventDefault();
    if (next !== null) svg.current?.querySelectorAll<SVGGElement>('.node')[next]?.focus();
  };
  return (
    <div class="graph-columns">
      <Card
        title={graph.name}
        aside={
          <Button pressed={small} onClick={() => setSmall(!small)}>
            Small
          </Button>
        }
      >
        <section class="graph-scroll" aria-label="The model, to be scrolled" tabIndex={0}>
          <svg
            ref={svg}
            width={width * scale}
            height={height * scale}
            viewBox={`0 0 ${width} ${height}`}
            role="group"
            aria-label={`${graph.nodes.length} layers of ${graph.name}; arrow keys go from one to the next`}
          >
            <defs>
              <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                <path d="M0 0L8 4L0 8z" />
              </marker>
            </defs>
            {layout.edges.map(({ from, to, points }) => (
              <path
                key={`${from}→${to}`}
                class="edge"
                d={edgePath(points.map((point) => [px(point.x), py(point.rank)]))}
                marker-end="url(#arrow)"
              />
            ))}
            {graph.nodes.map((one, i) => {
              const at = places.get(one.id);
              return at === undefined ? null : (
                <g
                  key={one.id}
                  class={classNames('node', one === node && 'chosen', severityOf(one, findings))}
                  transform={`translate(${px(at.x) - BOX.width / 2} ${py(at.rank) - BOX.height / 2})`}
                  role="button"
                  aria-pressed={one === node}
                  tabIndex={one === node || (node === null && i === 0) ? 0 : -1}
                  onClick={() => chosenNode.set(one.id)}
                  onKeyDown={(event) => onKeyDown(event, i)}
                >
                  <rect width={BOX.width} height={BOX.height} rx="6" />
                  <rect class="side" width="5" height={BOX.height} rx="2.5" />
                  <text x="14" y="19" class="class">
                    {clipped(one.className, 24)}
                  </text>
                  <text x="14" y="36" class="name">
                    {clipped(one.inside === null ? one.name : `${one.inside} / ${one.name}`, 27)}
                  </text>
                </g>
              );
            })}
          </svg>
        </section>
      </Card>
      <NodeDetail node={node} findings={findings} />
    </div>
  );
}

const clipped = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

function severityOf({ layer }: GraphNode, findings: readonly StudioFinding[]): 'fault' | 'warning' | false {
  const mine = findings
    .filter(({ layers }) => layer !== null && layers.includes(layer))
    .map(({ severity }) => severity);
  return mine.includes('fault') ? 'fault' : mine.includes('warning') ? 'warning' : false;
}

/** A smooth line down through places, from below the first box to above the last. */
function edgePath(points: readonly (readonly [number, number])[]): string {
  const [first = [0, 0], ...rest] = points;
  const last = points.at(-1) ?? first;
  let path = `M${first[0]} ${first[1] + BOX.height / 2}`;
  let [x, y] = [first[0], first[1] + BOX.height / 2];
  for (const point of rest) {
    const end = point === last ? point[1] - BOX.height / 2 - 2 : point[1];
    const middle = (y + end) / 2;
    path += `C${x} ${middle} ${point[0]} ${middle} ${point[0]} ${end}`;
    [x, y] = [point[0], end];
  }
  return path;
}

function NodeDetail({
  node,
  findings,
}: {
  readonly node: GraphNode | null;
  readonly findings: readonly StudioFinding[];
}) {
  if (node === null)
    return (
      <Card title="Layer">
        <p class="soft">Choose a box to see its settings.</p>
      </Card>
    );
  const found = findings.filter(({ layers }) => node.layer !== null && layers.includes(node.layer));
  return (
    <Card title={node.name}>
      <dl class="details">
        <dt>class</dt>
        <dd>{node.className}</dd>
        {node.details.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {found.map(({ cause, title, explanation }) => (
        <p key={cause} class="small">
          <strong>{title}.</strong> {explanation}
        </p>
      ))}
      {node.layer !== null && (
        <Button
          onClick={() => {
            chosenLayer.set(node.layer ?? '');
            view.set('net', true);
          }}
        >
          Show in the net view
        </Button>
      )}
    </Card>
  );
}
