/** 40 equal bins from `low` to `high`; values outside of them count in the first and the last. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** What one application of a layer showed in one step. Numbers that are not finite are null in JSON. */
export interface LayerVitals {
  /** The layer's name; with `:2` and so on for further applications in the same step. */
  readonly layer: string;
  /** The names of the models around it and its own, as in its weights' paths. */
  readonly path: string;
  /** Keras's name of the activation function; `linear` where there is none. */
  readonly activation: string;
  /** Units or channels: the extent of the last axis. */
  readonly units: number;
  /** Of the pre-activations, over batch and units. */
  readonly preMean: number;
  readonly preStd: number;
  /** Of the activations. */
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** The share of activations that are exactly 0. */
  readonly zeroShare: number;
  /** For relu and relu6: the share of units that were active for no sample since the epoch began; else null. */
  readonly deadShare: number | null;
  /** The share of pre-activations where the derivative is below 6% of its maximum; null where that means nothing. */
  readonly saturatedShare: number | null;
  /** RMS over batch and units of the gradient of one sample's loss with respect to the pre-activation. */
  readonly gradientRms: number;
  /** Only on steps where histograms are taken. */
  readonly histograms?: { readonly activation: Histogram; readonly gradient: Histogram };
}

/** What one weight showed in one step. */
export interface WeightVitals {
  /** Its path, such as `sequential/dense/kernel`. */
  readonly weight: string;
  /** The name of the layer that owns it, if that is known. */
  readonly layer: string | null;
  /** The Euclidean norm before the step. */
  readonly norm: number;
  /** The Euclidean norm of the gradient, before clipping. */
  readonly gradientNorm: number;
  /** The norm of the change in this step divided by that of the weight before it; null for a weight of zeros that changed. */
  readonly updateRatio: number | null;
}

/** The first tensor of a step that held NaN or infinity: forward in the order of the computation, then backward. */
export interface NonFinite {
  readonly where: string;
  readonly pass: 'forward' | 'loss' | 'backward' | 'update';
}

/** Everything that one sampled step showed: one line of a JSON-lines log. */
export interface VitalsRecord {
  /** Of this schema. */
  readonly version: 1;
  /** Steps of training before this one. */
  readonly step: number;
  /** Counted from 0. */
  readonly epoch: number;
  /** The step within its epoch, counted from 0. */
  readonly batch: number;
  readonly batchSize: number;
  /** Of this batch alone, penalties included; null when the step took no gradient. */
  readonly loss: number | null;
  readonly learningRate: number | null;
  /** The norm of all weight gradients together, before clipping. */
  readonly gradientNorm: number;
  /**
   * tr(Σ) / |G|² of the gradients of single samples with respect to the kernels of dense layers (McCandlish et al. 2018):
   * the batch size up to which larger batches make better steps nearly in proportion. Null where one batch can't tell;
   * absent in older logs.
   */
  readonly noiseScale?: number | null;
  /** In the order of the computation. */
  readonly layers: readonly LayerVitals[];
  readonly weights: readonly WeightVitals[];
  readonly nonFinite: NonFinite | null;
}

/** A record as one line of JSON. */
export const vitalsLine = (record: VitalsRecord): string => JSON.stringify(record);
