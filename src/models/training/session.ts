import type { CallbackMetric, Logs } from '../../callbacks/index.ts';
import { ownedWeights, type Reading, StepProbe } from '../../callbacks/vitals/step-probe.ts';
import { isTensor } from '../../layers/infer-outputs.ts';
import { Layer } from '../../layers/layer.ts';
import { flattenStructure, mapStructure, type Structure } from '../../layers/structure.ts';
import { fieldsOf } from '../../layers/tracked.ts';
import { Metric } from '../../metrics/index.ts';
import * as ops from '../../ops/index.ts';
import { changeCount } from '../../support/changes.ts';
import { StateError } from '../../support/errors.ts';
import { jit } from '../../tensor/jit.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import type { Trainer } from '../trainer.ts';
import type { Rehearsed } from './assemble.ts';
import type { Batch } from './batch-source.ts';
import type { NamedMetric } from './compile-metrics.ts';
import type { Compiled } from './compiled.ts';
import { Feed, signatureOf } from './feed.ts';
import { modelState } from './model-state.ts';
import type { TrainingState } from './training-state.ts';

/** A step for batches of one signature. */
export interface StepProgram {
  run(batch: Batch): void;
}

/** A step that measures what happens in it. */
export interface ProbedProgram extends StepProgram {
  /** What the last run showed. */
  read(): Reading | null;
}

/** A prediction for batches of one signature. */
export interface PredictProgram extends StepProgram {
  /** Where the outputs are after a run. */
  outputs(): readonly Variable[];
  /** Puts values in the places of the outputs. */
  pack<T>(leaves: readonly T[]): Structure<T>;
}

/** Programs kept for batches of different shapes. Oldest go first. */
const MAX_PROGRAMS = 64;

interface LogReader {
  /** The names of the metrics that are read. */
  readonly key: string;
  readonly values: Variable;
  readonly update: () => void;
}

/** A metric with a value per class is reported by its mean. */
const scalarOf = (result: Tensor): Tensor => {
  const value = ops.cast(result, 'float32');
  return value.rank === 0 ? value : ops.mean(value);
};

const isMetric = (x: object): x is Metric => x instanceof Metric;

/** What a model remembers of how it is trained: the compile options, compiled steps, and where logs are read. */
export class TrainingSession {
  readonly #trainer: Trainer;
  #compiled: Compiled | null = null;
  readonly #programs = new Map<string, StepProgram | PredictProgram | ProbedProgram>();
  /** Which units have been active since the epoch began, for steps that measure. */
  readonly #active = new Map<string, Variable>();
  #state = '';
  #logs: LogReader | null = null;
  /** Whether `fit` is running. */
  fitting = false;
  /** Ends with the evaluation that somebody asked for, in a callback of `fit` or beside it; null while there is none. */
  evaluating: Promise<void> | null = null;
  /** Tells where training stands; null while `fit` is not running. */
  position: (() => Promise<TrainingState>) | null = null;
  /** Where `fit` is to go on, set while it begins. */
  resumeAt: TrainingState | null = null;
  /** What has been found out about batches, by signature; for the model as it is. */
  #reported: { readonly at: number; readonly metrics: readonly NamedMetric[] } | null = null;
  #refreshedAt = -1;
  readonly rehearsed = new Map<string, Rehearsed>();

  constructor(trainer: Trainer) {
    this.#trainer = trainer;
  }

  get compiled(): Compiled | null {
    return this.#compiled;
  }

  set compiled(compiled: Compiled | null) {
    this.#compiled = compiled;
    this.#programs.clear();
    this.rehearsed.clear();
    this.#logs = null;
    this.#reported = null;
    this.#refreshedAt = -1;
  }

  requireCompiled(method: string): Compiled {
    if (this.#compiled !== null) return this.#compiled;
    throw new StateError(
      `\`${method}\` needs a compiled model: call model.compile({ optimizer, loss, metrics }) first. Received: a model that was not compiled`,
    );
  }

  /** The running loss, the compiled metrics, the losses of single outputs, and metrics in fields of the model. */
  get reported(): readonly NamedMetric[] {
    if (this.#reported?.at !== changeCount()) this.#reported = { at: changeCount(), metrics: this.#findReported() };
    return this.#reported.metrics;
  }

  #findReported(): NamedMetric[] {
    const compiled = this.#compiled;
    const own = this.#trainer.flattenLayers().flatMap((layer) => fieldsOf(layer, isMetric));
    // A step of the user's own, without a compiled loss, reports through metrics of its own.
    const hasLoss = compiled !== null && (compiled.loss !== null || !this.#trainer.hasOwnStep(true));
    return [
      ...(hasLoss ? [{ name: 'loss', metric: compiled.lossTracker }] : []),
      ...(compiled?.metrics?.named ?? []),
      ...(compiled?.loss?.trackers ?? []).map((metric) => ({ name: metric.name, metric })),
      ...own.map((metric) => ({ name: metric.name, metric })),
    ];
  }

  get callbackMetrics(): CallbackMetric[] {
    return this.reported.map(({ name, metric }) => ({ name, direction: metric.direction }));
  }

  resetMetrics(): void {
    for (const { metric } of this.reported) metric.resetState();
  }

  /** Remembers the state of all metrics; what it returns brings that state back. */
  holdMetrics(): () => void {
    const variables = this.reported.flatMap(({ metric }) => metric.variables);
    const values = variables.map((variable) => variable.value);
    return () => {
      variables.forEach((variable, i) => {
        const value = values[i];
        if (value !== undefined) variable.assign(value);
      });
    };
  }

  /** The values of all metrics, read back from the backend. */
  readLogs(): Logs {
    const { reported } = this;
    if (reported.length === 0) return {};
    const key = reported.map(({ name }) => name).join(';');
    if (this.#logs?.key !== key) this.#logs = this.#makeLogReader(key, reported);
    this.#logs.update();
    const values = this.#logs.values.dataSync();
    return Object.fromEntries(reported.map(({ name }, i) => [name, values[i] ?? Number.NaN]));
  }

  /** All values in one variable: reading them makes no tensors, and is one transfer. */
  #makeLogReader(key: string, reported: readonly NamedMetric[]): LogReader {
    const values = new Variable(() => ops.zeros([reported.length]), { name: 'logs', trainable: false });
    const update = () => {
      values.assign(ops.stack(reported.map(({ metric }) => scalarOf(metric.result()))));
    };
    return { key, values, update: this.#compiled?.runEagerly ? update : jit(update) };
  }

  /**
   * Looks whether layers were frozen or unfrozen, added or removed: programs made before don't serve then. The
   * optimizer gets room for variables that it has not met.
   */
  refresh(): void {
    const compiled = this.#compiled;
    const state = modelState(this.#trainer, compiled?.optimizer ?? null);
    if (state !== this.#state || this.rehearsed.size > MAX_PROGRAMS) this.rehearsed.clear();
    this.#state = state;
    if (compiled?.optimizer.built) compiled.optimizer.extend(this.#trainer.trainableVariables);
  }

  /**
   * `refresh`, where it may matter: cheap enough for every step of a model that is a graph of layers. In a model that
   * extends `Model` fields can be set without anybody noticing, so it is looked at each time.
   */
  refreshIfChanged(): void {
    if (this.#refreshedAt === changeCount() && this.#trainer.isGraph) return;
    this.refresh();
    this.#refreshedAt = changeCount();
  }

  trainProgram(batch: Batch): StepProgram {
    return this.#program('train', batch, (feed) => this.#stepOf(feed, () => this.#trainer.trainStep(feed.data())));
  }

  /** The step of `trainProgram`, with measurements in it. */
  probedProgram(batch: Batch, histograms: boolean): ProbedProgram {
    return this.#program(`vitals ${histograms}`, batch, (feed) => {
      const trainer = this.#trainer;
      const probe = new StepProbe({ histograms, active: this.#active });
      const weights = ownedWeights(
        trainer.flattenLayers().filter((layer) => layer instanceof Layer),
        trainer.trainableVariables,
      );
      const step = this.#stepOf(feed, () => {
        probe.measure(() => trainer.trainStep(feed.data()), weights, batch.size);
      });
      return { run: step.run, read: () => probe.read() };
    });
  }

  /** Forgets which units have been active. */
  forgetActive(): void {
    for (const variable of this.#active.values()) variable.assign(ops.zeros(variable.shape));
  }

  testProgram(batch: Batch): StepProgram {
    return this.#program('test', batch, (feed) => this.#stepOf(feed, () => this.#trainer.testStep(feed.data())));
  }

  predictProgram(batch: Batch): PredictProgram {
    return this.#program('predict', batch, (feed) => {
      const variables: Variable[] = [];
      let places: Structure<number> = 0;
      const step = this.#stepOf(feed, () => {
        const outputs = this.#trainer.predictStep(feed.data());
        flattenStructure(outputs, isTensor).forEach((output, i) => {
          variables[i] ??= new Variable(() => ops.zeros(output.shape, output.dtype), { name: 'output' });
          variables[i].assign(output);
        });
        let position = 0;
        places = mapStructure(outputs, isTensor, () => position++);
      });
      return { run: step.run, outputs: () => variables, pack: (leaves) => packPlaces(places, leaves) };
    });
  }

  #stepOf(feed: Feed, step: () => void): StepProgram {
    const run = this.#compiled?.runEagerly ? step : jit(step);
    return {
      run: (batch) => {
        feed.load(batch);
        run();
      },
    };
  }

  #program<P extends StepProgram>(mode: string, batch: Batch, make: (feed: Feed) => P): P {
    const key = `${mode}|${this.#state}|${signatureOf(batch)}`;
    // The mode is part of the key, so what is found was made by the same kind of `make`.
    const known = this.#programs.get(key) as P | undefined;
    if (known !== undefined) return known;
    const oldest = this.#programs.keys().next();
    if (this.#programs.size >= MAX_PROGRAMS && !oldest.done) this.#programs.delete(oldest.value);
    const program = make(new Feed(batch));
    this.#programs.set(key, program);
    return program;
  }
}

const isNumber = (x: unknown): x is number => typeof x === 'number';

function packPlaces<T>(places: Structure<number>, leaves: readonly T[]): Structure<T> {
  return mapStructure(places, isNumber, (place) => {
    const leaf = leaves[place];
    if (leaf === undefined) throw new RangeError(`No value for output ${place}.`);
    return leaf;
  });
}
