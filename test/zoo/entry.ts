/** What one file of trainings with known causes holds; the schema is described in its README. */
export interface Zoo {
  readonly format: number;
  readonly entries: readonly Entry[];
}

export type Preprocess =
  | { readonly op: 'scale'; readonly factor: number }
  | { readonly op: 'shift'; readonly offset: number }
  | { readonly op: 'standardize'; readonly mean: readonly number[]; readonly std: readonly number[] }
  | { readonly op: 'scale_feature'; readonly index: number; readonly factor: number }
  | { readonly op: 'average_pool2' }
  | { readonly op: 'flatten' }
  | { readonly op: 'reshape'; readonly shape: readonly number[] };

export interface DatasetSpec {
  readonly file?: string;
  readonly source?: 'mnist' | 'fashion-mnist';
  readonly train?: Range;
  readonly validation?: Range;
  readonly preprocess: readonly Preprocess[];
  readonly task: 'binary' | 'multiclass' | 'multilabel' | 'regression';
  readonly n_classes?: number;
  readonly train_labels_file?: string;
  readonly train_labels_constant?: number;
}

export interface Range {
  readonly file: 'train' | 't10k';
  readonly start: number;
  readonly count: number;
}

export interface CompileSpec {
  readonly optimizer: { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> };
  readonly loss: unknown;
  readonly metrics?: readonly string[];
  readonly target: 'int' | 'onehot' | 'float' | 'matrix';
}

export interface FitSpec {
  readonly epochs: number;
  readonly batch_size: number;
}

export interface Reference {
  readonly metric: 'val_accuracy' | 'val_mse';
  readonly broken: { readonly mean: number | null };
  readonly fixed?: { readonly mean: number | null };
}

export interface Entry {
  readonly id: string;
  readonly group: 'fault' | 'healthy';
  readonly dataset: DatasetSpec;
  readonly model: Readonly<Record<string, unknown>>;
  readonly compile: CompileSpec;
  readonly fit: FitSpec;
  readonly truth: {
    readonly causes: readonly string[];
    readonly symptoms: readonly string[];
    readonly repairable_by_hyperparameters?: boolean;
  };
  readonly reference: Reference;
  readonly fixed_dataset?: DatasetSpec;
  readonly fixed_model?: Readonly<Record<string, unknown>>;
  readonly fixed_compile?: CompileSpec;
  readonly fixed_fit?: FitSpec;
}

/** The entry as a person mended it: one more healthy training. Null for healthy entries. */
export function fixedEntry(entry: Entry): Entry | null {
  if (entry.group !== 'fault') return null;
  return {
    ...entry,
    id: `${entry.id}+fixed`,
    group: 'healthy',
    dataset: entry.fixed_dataset ?? entry.dataset,
    model: entry.fixed_model ?? entry.model,
    compile: entry.fixed_compile ?? entry.compile,
    fit: entry.fixed_fit ?? entry.fit,
    truth: { causes: [], symptoms: [] },
    reference: { metric: entry.reference.metric, broken: entry.reference.fixed ?? { mean: null } },
  };
}
