/**
 * What lies in a run's folder beside its event files (`train/` and `validation/`, as Keras has them). A run is its
 * folder: it can be copied, moved and deleted as such.
 */
export const runFiles = {
  /** How the run goes: `RunRecord`. */
  record: 'run.json',
  /** Samples of the vitals, one per line. */
  vitals: 'vitals.jsonl',
  /** The model as Keras's JSON. */
  model: 'model.json',
  /** What the doctor found: a list of `StudioFinding`. */
  findings: 'findings.json',
  /** What the model answered to held-out data: `PredictionsRecord`. */
  predictions: 'predictions.json',
  /** What a person wrote about the run: `NotesRecord`. */
  notes: 'studio.json',
  /** Which tensors TensorBoard's projector shows. */
  projector: 'projector_config.pbtxt',
} as const;
