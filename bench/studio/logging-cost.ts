import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callbacks } from '../../src/index.ts';
import { median } from '../measure.ts';
import { buildModel } from '../peers/keratin-model.ts';
import { batch, workloads } from '../workloads.ts';

/** Milliseconds of one epoch. */
interface Epoch {
  /** In the hooks of the callbacks that stand between two clocks. */
  hooks: number;
  /** Between steps: batches are gathered, and whatever waits in the event loop has its turn. */
  between: number;
  readonly steps: number[];
}

/** One training. */
interface Turn {
  readonly epochs: readonly Epoch[];
  /** Milliseconds before the first epoch and after the last one. */
  readonly around: number;
}

/** The callbacks before and behind others in a list: what happens between the two is those others' doing. */
class Clock extends callbacks.Callback {
  readonly epochs: Epoch[] = [];
  #epoch: Epoch = { hooks: 0, between: 0, steps: [] };
  #at = 0;
  began = 0;
  ended = 0;

  // Reading the logs of each batch would be a cost of its own.
  override wantsBatchLogs(): boolean {
    return false;
  }

  /** The callback that comes behind the others. */
  readonly behind = new callbacks.LambdaCallback({
    onTrainBegin: () => {
      this.began = performance.now();
    },
    onEpochBegin: () => this.#hooked(),
    onEpochEnd: () => this.#hooked(),
  });

  constructor() {
    super();
    Object.assign(this.behind, { wantsBatchLogs: () => false, onTrainBatchEnd: () => this.#hooked() });
  }

  #lap(): number {
    const now = performance.now();
    const lap = now - this.#at;
    this.#at = now;
    return lap;
  }

  #hooked(): void {
    this.#epoch.hooks += this.#lap();
  }

  override onEpochBegin(): void {
    this.#epoch = { hooks: 0, between: 0, steps: [] };
    this.epochs.push(this.#epoch);
    this.#lap();
  }

  override onTrainBatchBegin(): void {
    this.#epoch.between += this.#lap();
  }

  override onTrainBatchEnd(): void {
    this.#epoch.steps.push(this.#lap());
  }

  override onEpochEnd(): void {
    this.#lap();
    this.ended = this.#at;
  }
}

/** What logging costs, as shares of an epoch without it. */
export interface LoggingCost {
  /** Of a training without the studio. */
  readonly epochMilliseconds: number;
  /** Steps that are measured take longer. */
  readonly samples: number;
  /** What is done in the callback, at the end of an epoch above all. */
  readonly hooks: number;
  /** What is done between steps: files, and the server that reads them. */
  readonly background: number;
  /** Milliseconds before the first epoch and after the last one. */
  readonly aroundMilliseconds: number;
}

/**
 * What `callbacks.Studio` costs at its default settings: the chapter's net learns as many samples as the chapter has
 * (random ones), with the studio and without it, in turns whose order reverses. Whole epochs differ more by what else
 * the machine does than by logging; so its parts are measured, each beside what it makes longer.
 */
export async function loggingCost(rounds: number, epochs: number): Promise<LoggingCost> {
  const net = workloads.A;
  const steps = Math.floor(55_000 / net.batchSize);
  const { x: data, y } = batch({ ...net, batchSize: steps * net.batchSize }, 1);
  const x = { data, shape: [steps * net.batchSize, ...net.inputShape] };
  const logDir = await mkdtemp(join(tmpdir(), 'keratin-bench-'));
  const kinds = ['plain', 'logged'] as const;
  const models = { plain: buildModel(net), logged: buildModel(net) };
  const turns = { plain: [] as Turn[], logged: [] as Turn[] };
  let every = 1;
  // The first turns compile the programs and are not counted.
  for (let round = 0; round <= rounds; round++)
    for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
      const studio = kind === 'logged' ? new callbacks.Studio({ logDir, port: 0 }) : null;
      const clock = new Clock();
      const list = [clock, ...(studio === null ? [] : [studio]), clock.behind];
      const began = performance.now();
      await models[kind].fit(x, y, {
        batchSize: net.batchSize,
        epochs: round === 0 ? 1 : epochs,
        verbose: 0,
        callbacks: list,
      });
      every = studio?.every ?? every;
      const around = performance.now() - began - (clock.ended - clock.began);
      await studio?.close();
      if (round > 0) turns[kind].push({ epochs: clock.epochs, around });
    }
  await rm(logDir, { recursive: true });

  const epochsOf = (kind: 'plain' | 'logged'): Epoch[] => turns[kind].flatMap((turn) => turn.epochs);
  const plain = median(epochsOf('plain').map((epoch) => sum(epoch.steps)));
  // Some epochs do more at their end than others, so hooks have a mean; whatever is between steps comes in every epoch.
  const hooks = (kind: 'plain' | 'logged'): number =>
    sum(epochsOf(kind).map((epoch) => epoch.hooks)) / (rounds * epochs);
  const between = (kind: 'plain' | 'logged'): number => median(epochsOf(kind).map((epoch) => epoch.between));
  const around = (kind: 'plain' | 'logged'): number => median(turns[kind].map((turn) => turn.around));
  return {
    epochMilliseconds: plain,
    samples: sampleCost(turns.logged, every) / plain,
    hooks: (hooks('logged') - hooks('plain')) / plain,
    background: (between('logged') - between('plain')) / plain,
    aroundMilliseconds: around('logged') - around('plain'),
  };
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Milliseconds by which the measured steps of an epoch are longer than others; the first of them has histograms. */
function sampleCost(turns: readonly Turn[], every: number): number {
  const [first, sampled, others]: [number[], number[], number[]] = [[], [], []];
  let count = 0;
  for (const { epochs } of turns) {
    let step = 0;
    for (const { steps } of epochs) {
      let open = true;
      for (const milliseconds of steps) {
        const isSample = step++ % every === 0;
        (!isSample ? others : open ? first : sampled).push(milliseconds);
        if (isSample) open = false;
      }
      count = steps.length / every;
    }
  }
  return (count - 1) * median(sampled) + median(first) - count * median(others);
}
