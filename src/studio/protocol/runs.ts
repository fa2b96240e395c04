/** A run's path below the log folder, with `/` between folders; `.` is the log folder itself. */
export type RunId = string;

/**
 * `running`: a process trains. `paused`: it waits for `resume`. `ended`: it came to its end, also to an early one.
 * `interrupted`: its process is gone, or has been silent for too long, and it never said that it ended.
 */
export type RunStatus = 'running' | 'paused' | 'ended' | 'interrupted';

/** What a hyperparameter can be. */
export type HyperparameterValue = number | string | boolean;

/** How far a run is. */
export interface Progress {
  /** Epochs that are over. */
  readonly epoch: number;
  /** Epochs in all; null where nobody knows. */
  readonly epochs: number | null;
  /** Steps of the running epoch that are over; null where nobody knows. */
  readonly step: number | null;
  readonly steps: number | null;
  /** Seconds until the end, at the speed so far; null where that can't be said, and when the run is over. */
  readonly secondsLeft: number | null;
}

/** The last and the best value of a metric. */
export interface MetricSummary {
  /** As in logs: `loss`, `val_accuracy`; for other people's files the tag. */
  readonly name: string;
  readonly last: number | null;
  /** The largest or smallest, as `better` says. */
  readonly best: number | null;
  readonly bestStep: number | null;
  readonly better: 'up' | 'down';
}

/** What the list of runs shows of one. */
export interface RunSummary {
  readonly id: RunId;
  /** What a person called it, else the last part of its path. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly updated: number;
  readonly progress: Progress;
  /** By name: `optimizer`, `learning_rate`, `batch_size`, ... and what was logged by the user. */
  readonly hyperparameters: { readonly [name: string]: HyperparameterValue };
  readonly metrics: readonly MetricSummary[];
  /** Findings by severity. */
  readonly findings: { readonly note: number; readonly warning: number; readonly fault: number };
  /** What is wrong with its files, in sentences; empty when all can be read. */
  readonly problems: readonly string[];
  /** Whether it trains in the process of this server, so that it can be paused, stopped and treated from the page. */
  readonly controllable: boolean;
  /** Of the last step; null where nobody knows. */
  readonly learningRate: number | null;
  /** The run that this one is a treated copy of; null for others. */
  readonly treats: RunId | null;
}

/** A tag of histograms, images or texts. */
export interface TagInfo {
  readonly tag: string;
  /** The part of the run that it lies in. */
  readonly part: Part;
  /** How often it was written. */
  readonly count: number;
  readonly lastStep: number;
  /** The layer that it shows, by its name in the vitals; null where there is none. */
  readonly layer: string | null;
}

/** Keras writes training and validation in folders of their own; for files of others it is the empty string. */
export type Part = 'train' | 'validation' | '';

/** A curve of a run. */
export interface SeriesInfo {
  readonly tag: string;
  readonly part: Part;
  readonly count: number;
  readonly lastStep: number;
  readonly last: number | null;
}

/** What there is to see of a run: what its views need to know before they ask for data. */
export interface RunDetail {
  readonly summary: RunSummary;
  readonly series: readonly SeriesInfo[];
  readonly histograms: readonly TagInfo[];
  readonly images: readonly TagInfo[];
  readonly texts: readonly TagInfo[];
  /** Samples of the vitals; 0 where there is no record. */
  readonly vitalsSamples: number;
  readonly hasGraph: boolean;
  readonly hasPredictions: boolean;
  /** Names of embeddings. */
  readonly embeddings: readonly string[];
}

/** Answer to `runs`. */
export interface RunsAnswer {
  /** The log folder, as it was given to the server. */
  readonly folder: string;
  /** By time of start, newest first. */
  readonly runs: readonly RunSummary[];
}
