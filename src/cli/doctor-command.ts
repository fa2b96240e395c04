import { parseArgs } from 'node:util';
import { doctor, Model, models } from '../index.ts';
import { ArgumentError } from '../support/errors.ts';

export const doctorUsage = `Usage: keratin doctor SCRIPT_OR_MODEL [--data FILE] [options]

Says what keeps a net from learning, before and while it trains.

SCRIPT_OR_MODEL  a .keras file of a compiled model, or a module that exports a compiled \`model\` (and may export
                 \`data\`: { x, y, validationData, epochs, batchSize })
--data FILE      JSON: { "x": { "shape": [...], "data": [...] }, "y": { ... }, "split": { "train": [from, to],
                 "validation": [from, to] } }; the split may be missing
--epochs N       how long the training is planned to be (default 10)
--batch-size N   samples per step (default 32)
--no-train       only look at the net, don't train a fifth of its epochs
--treat          try remedies, and prove what helps
--budget N       trainings to search with (default 5)
--html FILE      write the report as a page
--markdown FILE  write it as Markdown
--json           print it as JSON

Exits with 0 when nothing above a note was found, 1 for warnings, 2 for faults, 3 when it could not look.`;

/** What the command needs of the outside world; tests replace it. */
export interface Surroundings {
  readonly print: (text: string) => void;
  readonly readText: (path: string) => Promise<string>;
  readonly writeText: (path: string, text: string) => Promise<void>;
  readonly load: (path: string) => Promise<{ readonly model?: unknown; readonly data?: unknown }>;
}

/** The file system, and modules. */
export const realSurroundings: Surroundings = {
  print: (text) => console.log(text),
  readText: async (path) => (await import('node:fs/promises')).readFile(path, 'utf8'),
  writeText: async (path, text) => (await import('node:fs/promises')).writeFile(path, text),
  load: async (path) => {
    if (/\.(keras|h5)$/.test(path)) return { model: await models.loadModel(path) };
    const [{ resolve }, { pathToFileURL }] = await Promise.all([import('node:path'), import('node:url')]);
    return await import(pathToFileURL(resolve(path)).href);
  },
};

interface Column {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const isColumn = (value: unknown): value is Column =>
  typeof value === 'object' &&
  value !== null &&
  'shape' in value &&
  Array.isArray(value.shape) &&
  'data' in value &&
  Array.isArray(value.data);

type Ready = doctor.PlannedTraining;

/** Reads the JSON of a data file. */
export function readData(text: string): Ready {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ArgumentError(`--data must be a file of JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (
    typeof json !== 'object' ||
    json === null ||
    !('x' in json && 'y' in json && isColumn(json.x) && isColumn(json.y))
  )
    throw new ArgumentError('--data must hold x and y, each with a shape and data. Received: something else');
  const [x, y] = [json.x, json.y];
  const rows = (column: Column, [from, to]: readonly [number, number]) => {
    const width = column.data.length / Math.max(column.shape[0] ?? 1, 1);
    return {
      data: Float32Array.from(column.data.slice(from * width, to * width)),
      shape: [to - from, ...column.shape.slice(1)],
    };
  };
  const split = 'split' in json ? (json.split as { train?: [number, number]; validation?: [number, number] }) : {};
  const train = split.train ?? [0, x.shape[0] ?? 0];
  const held = split.validation;
  return {
    x: rows(x, train),
    y: rows(y, train),
    ...(held === undefined ? {} : { validationData: [rows(x, held), rows(y, held)] as const }),
  };
}

const isReady = (value: unknown): value is Ready =>
  typeof value === 'object' && value !== null && 'x' in value && 'y' in value;

/**
 * `keratin doctor`.
 *
 * @param argv what stands behind `doctor` on the command line
 * @returns the exit code
 */
export async function doctorCommand(
  argv: readonly string[],
  outside: Surroundings = realSurroundings,
): Promise<number> {
  try {
    return await run(argv, outside);
  } catch (error) {
    outside.print(error instanceof Error ? error.message : String(error));
    return 3;
  }
}

async function run(argv: readonly string[], outside: Surroundings): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      epochs: { type: 'string' },
      'batch-size': { type: 'string' },
      'no-train': { type: 'boolean', default: false },
      treat: { type: 'boolean', default: false },
      budget: { type: 'string', default: '5' },
      html: { type: 'string' },
      markdown: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const [target] = positionals;
  if (values.help) {
    outside.print(doctorUsage);
    return 0;
  }
  if (target === undefined || positionals.length > 1) throw new ArgumentError(doctorUsage);
  const { model, data: own } = await outside.load(target);
  if (!(model instanceof Model))
    throw new ArgumentError(
      `${target} must be a saved model, or a module that exports a compiled \`model\`. Received: no model`,
    );
  const given = values.data === undefined ? own : readData(await outside.readText(values.data));
  if (!isReady(given))
    throw new ArgumentError('The doctor needs data: --data FILE, or a module that exports `data`. Received: none');
  const options = {
    ...given,
    epochs: values.epochs === undefined ? (given.epochs ?? 10) : whole('--epochs', values.epochs),
    batchSize:
      values['batch-size'] === undefined ? (given.batchSize ?? 32) : whole('--batch-size', values['batch-size']),
  };
  const examination = await doctor.examine(model, options);
  const { oneBatch } = examination;
  let input: doctor.ReportInput = { findings: examination.findings, oneBatch };
  if (values.treat) {
    const treatment = await doctor.treat(model, options, { budget: whole('--budget', values.budget) });
    input = { findings: treatment.findings, treatment, oneBatch };
  } else if (!values['no-train']) {
    // A copy trains, so that a saved model stays as it is.
    const copy = doctor.modelOf(doctor.planOf(model, options));
    const { x, y, batchSize } = options;
    const epochs = Math.max(1, Math.floor(options.epochs / 5));
    const observed = await copy.fit(x, y, { epochs, batchSize, verbose: 0, vitals: { every: 5 } });
    const { findings } = doctor.diagnose(examination, observed);
    input = { findings, vitals: observed.vitals, history: observed.history, oneBatch };
  }
  const title = `${target}: the doctor’s report`;
  outside.print(values.json ? doctor.jsonReport(input) : doctor.textReport(input));
  if (values.html !== undefined) await outside.writeText(values.html, doctor.htmlReport({ ...input, title }));
  if (values.markdown !== undefined)
    await outside.writeText(values.markdown, doctor.markdownReport({ ...input, title }));
  return doctor.exitCode(input);
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new ArgumentError(`${name} must be a positive whole number. Received: ${text}`);
  return value;
}
