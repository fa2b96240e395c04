/** What a list of names can't tell: why something is missing, what stands in its place, what works otherwise. */
export interface Difference {
  /** The objects of Keras that this is about. */
  readonly of: RegExp;
  readonly note: string;
  /** Whether something else does the same. */
  readonly instead?: boolean;
  /** Parameters (in camelCase) that are there in another way. */
  readonly covered?: readonly string[];
}

export const differences: readonly Difference[] = [
  { of: /^keras\.(layers\.(Jax|Flax|Torch)\w*|layers\.TFSMLayer)/, note: 'bound to Python' },
  { of: /^keras\.applications\./, note: 'pretrained nets: load their `.keras` files' },
  { of: /^keras\.distribution\./, note: 'one machine only' },
  { of: /^keras\.(quantizers|Quantizer|distillation)/, note: 'training in float32 only' },
  { of: /^keras\.(wrappers|legacy)\./, note: 'wraps Python libraries' },
  { of: /^keras\.callbacks\.OrbaxCheckpoint$/, note: 'bound to Python' },
  {
    of: /^keras\.(StatelessScope|SymbolicScope|Operation|Function)$/,
    note: 'part of the machinery of Python backends',
  },
];
