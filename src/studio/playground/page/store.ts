import { batch, computed, effect, signal } from '@preact/signals';
import { reducedMotion } from '../../kit/index.ts';
import type { Advice } from '../advice/advice.ts';
import { linkOf, readLink } from '../state/link.ts';
import { type PlaygroundState, sameState } from '../state/playground-state.ts';
import type { Answers, LayerReading, PageMessage, WorkerMessage } from '../training/protocol.ts';
import { emptyHistory, type RunHistory, withProgress } from './history.ts';

/** How fast a run may go. */
export const paces = {
  slow: { label: '3 epochs per second', epochsPerSecond: 3 },
  even: { label: '30 epochs per second', epochsPerSecond: 30 },
  full: { label: 'Full speed', epochsPerSecond: Number.POSITIVE_INFINITY },
} as const;
export type Pace = keyof typeof paces;

/** Settings that change within this many milliseconds, as under a moving slider, begin one run. */
const SETTLING = 140;

const opened = readLink(location.hash);

/** The state that is trained, or will be in a moment. */
export const state = signal<PlaygroundState>(opened.state);
/** What the link said that could not be read. */
export const problems = signal<readonly string[]>(opened.problems);
export const playing = signal(true);
export const pace = signal<Pace>('even');
/** The name of the engine's backend; null until the engine is there. */
export const backend = signal<string | null>(null);

/** What the worker told of the run that is seen. */
export const began = signal<Extract<WorkerMessage, { type: 'began' }> | null>(null);
export const epoch = signal(0);
export const layers = signal<readonly LayerReading[]>([]);
export const answers = signal<Answers | null>(null);
export const history = signal<RunHistory>(emptyHistory);
export const advice = signal<{ readonly epoch: number; readonly list: readonly Advice[] } | null>(null);
export const ended = signal<'finished' | 'diverged' | null>(null);
export const failure = signal<string | null>(null);

export const lastPoint = computed(() => history.value.points.at(-1));

let run = 0;
let settling: ReturnType<typeof setTimeout> | undefined;

const worker = new Worker(new URL('../training/worker.ts', import.meta.url), { type: 'module' });
const send = (message: PageMessage): void => worker.postMessage(message);

worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
  if (data.type === 'ready') {
    backend.value = data.backend;
    return;
  }
  // What is on its way from a run that has been replaced.
  if (data.run !== run) return;
  switch (data.type) {
    case 'began':
      batch(() => {
        began.value = data;
        history.value = emptyHistory;
        answers.value = null;
        layers.value = [];
        ended.value = null;
        failure.value = null;
        epoch.value = 0;
      });
      return;
    case 'progress':
      batch(() => {
        epoch.value = data.epoch;
        layers.value = data.layers;
        if (data.answers !== null) answers.value = data.answers;
        history.value = withProgress(history.value, data.points, data.layers);
      });
      // After the frame in which it is drawn.
      requestAnimationFrame(() => setTimeout(() => send({ type: 'drawn' })));
      return;
    case 'advice':
      advice.value = { epoch: data.epoch, list: data.advice };
      return;
    case 'ended':
      ended.value = data.reason;
      return;
    case 'failed':
      failure.value = data.message;
      return;
  }
});
worker.addEventListener('error', (event) => {
  failure.value = event.message || 'The engine could not be loaded.';
});

/** Trains the net of the state anew. */
export function restart(): void {
  run++;
  // What was said of another net must not be applied to this one.
  advice.value = null;
  send({ type: 'start', run, state: state.value, playing: playing.value });
}

/**
 * Goes over to another state and trains it.
 *
 * @param step whether it is a step that the browser's Back takes back, as presets and remedies are; default false
 */
export function change(changes: Partial<PlaygroundState>, { step = false } = {}): void {
  const next = { ...state.value, ...changes };
  if (sameState(next, state.value)) {
    if (step) restart();
    return;
  }
  batch(() => {
    state.value = next;
    problems.value = [];
    advice.value = null;
  });
  if (step) globalThis.history.pushState(null, '', linkOf(next));
  else globalThis.history.replaceState(null, '', linkOf(next));
  clearTimeout(settling);
  settling = setTimeout(restart, step ? 0 : SETTLING);
}

export function setPlaying(on: boolean): void {
  playing.value = on;
  send({ type: on ? 'play' : 'pause' });
}

/** One epoch. */
export function step(): void {
  playing.value = false;
  send({ type: 'step' });
}

/** Reads the address again, after Back, Forward, or a link that was pasted. */
function readAddress(): void {
  const content = readLink(location.hash);
  problems.value = content.problems;
  if (sameState(content.state, state.value)) return;
  state.value = content.state;
  restart();
}

/** Begins: once, when the page is drawn. */
export function begin(): void {
  addEventListener('hashchange', readAddress);
  addEventListener('popstate', readAddress);
  // Nobody sees a hidden page, and its battery may be small.
  document.addEventListener('visibilitychange', () => {
    if (playing.value) send({ type: document.hidden ? 'pause' : 'play' });
  });
  effect(() =>
    send({
      type: 'pace',
      epochsPerSecond: paces[pace.value].epochsPerSecond,
      // Where less motion is asked for, the pictures change once a second.
      messagesPerSecond: reducedMotion() ? 1 : 30,
    }),
  );
  restart();
}
