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
  { of: /^keras\.visualization\.plot_\w+$/, note: 'gives a `plot.Picture`, which shows itself or is saved' },
  { of: /^keras\.visualization\.draw_bounding_boxes$/, note: 'draws no text' },
  { of: /^keras\.preprocessing\.image\.smart_resize$/, note: '`utils.smartResize`', instead: true },
  { of: /^keras\.tree\.map_structure$/, note: 'null is a leaf' },
  { of: /^keras\.utils\.Config$/, note: 'settings by `get` and `set`', instead: true },
  { of: /^keras\.(layers\.(Jax|Flax|Torch)\w*|layers\.TFSMLayer)/, note: 'bound to Python' },
  { of: /^keras\.applications\./, note: 'pretrained nets: load their `.keras` files' },
  { of: /^keras\.distribution\./, note: 'one machine only' },
  {
    of: /^keras\.(quantizers|dtype_policies)\.\w*(AWQ|GPTQ)/,
    note: 'layers have 8 or 4 bits, without calibration',
  },
  {
    of: /^keras\.(quantizers\.Float8|dtype_policies\.QuantizedFloat8)/,
    note: 'layers have 8 or 4 bits of integers',
  },
  {
    of: /^keras\.(quantizers\.\w*([Tt]ernary|int2|Report)|dtype_policies\.Ternary|layers\.TernaryDense)/,
    note: 'newer than Keras 3.15.1, whose numbers are kept to',
  },
  { of: /^keras\.(remat|RematScope)$/, note: 'a compiled step plans its memory itself; nothing is computed twice' },
  { of: /^keras\.device$/, note: '`config.setBackend` chooses where everything is computed' },
  { of: /^keras\.config\.\w*flash_attention\w*$/, note: 'attention is compiled in one way' },
  { of: /^keras\.config\.enable_unsafe_deserialization$/, note: 'files never hold code that is run' },
  { of: /^keras\.config\.is_nnx_enabled$/, note: 'bound to Python' },
  {
    of: /^keras\.config\.\w*traceback_filtering\w*$/,
    note: "errors name the argument; JavaScript's stacks stay whole",
  },
  { of: /^keras\.optimizers\.legacy\./, note: 'of Keras 2' },
  { of: /^keras\.export\.ExportArchive$/, note: 'bound to TensorFlow; `saving.exportOnnx` exports' },
  { of: /^keras\.(wrappers|legacy)\./, note: 'wraps Python libraries' },
  { of: /^keras\.callbacks\.OrbaxCheckpoint$/, note: 'bound to Python' },
  {
    of: /^keras\.(StatelessScope|SymbolicScope|Operation|Function)$/,
    note: 'part of the machinery of Python backends',
  },
];
