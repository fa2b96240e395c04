import { parseArgs } from 'node:util';
import { doctor, Model, models } from '../index.ts';
import { ArgumentError, unknownName } from '../support/errors.ts';
import { FileError } from '../support/file-error.ts';
import { messageOf } from '../support/message-of.ts';
import { readTraining } from './read-training.ts';

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
  /** Says why it could not look, where reports are not mixed up with it. */
  readonly complain: (text: string) => void;
  readonly readText: (path: string) => Promise<string>;
  readonly writeText: (path: string, text: string) => Promise<void>;
  readonly load: (path: string) => Promise<{ readonly model?: unknown; readonly data?: unknown }>;
}

/** The file system, and modules. */
export const realSurroundings: Surroundings = {
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
  readText: async (path) => (await import('node:fs/promises')).readFile(path, 'utf8'),
  writeText: async (path, text) => (await import('node:fs/promises')).writeFile(path, text),
  load: async (path) => {
    if (/\.(keras|h5)$/.test(path)) return { model: await models.loadModel(path) };
    const [{ stat }, { resolve }, { pathToFileURL }] = await Promise.all([
      import('node:fs/promises'),
      import('node:path'),
      import('node:url'),
    ]);
    if (!(await stat(path)).isFile()) throw new ArgumentError('it is no file');
    return await import(pathToFileURL(resolve(path)).href);
  },
};

/** Where in a file of this name an error came from, as far as its stack tells. */
function placeIn(path: string, error: unknown): string {
  const name = path.replace(/.*[\\/]/, '');
  const words = error instanceof Error ? (error.stack?.split(/[\s()]+/) ?? []) : [];
  const place = words.find((word) => word.includes(`${name}:`));
  return place === undefined ? '' : `\n  at ${place}`;
}

/** Does what may fail outside of the doctor, and says what it was. */
async function trying<T>(what: string, path: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    // These name their file, and what is wrong with it.
    if (error instanceof FileError) throw error;
    throw new ArgumentError(`${what}: ${messageOf(error)}${placeIn(path, error)}`);
  }
}

const isTraining = (value: unknown): value is doctor.PlannedTraining =>
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
    outside.complain(`keratin doctor: ${messageOf(error)}`);
    return 3;
  }
}

const optionSpecs = {
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
} as const;

const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], allowPositionals: true, options: optionSpecs });

/** Refuses options that do not exist with the nearest that does. */
function checkNames(argv: readonly string[]): void {
  for (const argument of argv) {
    if (argument === '--') return;
    const [, name] = /^--([^=]+)/.exec(argument) ?? [];
    if (name !== undefined && !Object.hasOwn(optionSpecs, name))
      throw unknownName(
        'option',
        `--${name}`,
        Object.keys(optionSpecs).map((known) => `--${known}`),
      );
  }
}

async function run(argv: readonly string[], outside: Surroundings): Promise<number> {
  checkNames(argv);
  const { positionals, values } = parse(argv);
  const [target] = positionals;
  if (values.help) {
    outside.print(doctorUsage);
    return 0;
  }
  if (target === undefined || positionals.length > 1)
    throw new ArgumentError(
      `It looks at one script or model. Received: ${positionals.join(', ') || 'none'}\n\n${doctorUsage}`,
    );
  if (values.treat && values['no-train']) throw new ArgumentError('--treat trains, which --no-train forbids.');
  const budget = whole('--budget', values.budget);
  const [epochs, batchSize] = [wholeOr('--epochs', values.epochs), wholeOr('--batch-size', values['batch-size'])];
  const { model, data: own } = await trying(`${target} cannot be loaded`, target, () => outside.load(target));
  if (!(model instanceof Model))
    throw new ArgumentError(
      `${target} must be a saved model, or a module that exports a compiled \`model\`. Received: no model`,
    );
  const { data: file } = values;
  const given =
    file === undefined ? own : readTraining(await trying('--data cannot be read', file, () => outside.readText(file)));
  if (!isTraining(given))
    throw new ArgumentError('The doctor needs data: --data FILE, or a module that exports `data`. Received: none');
  const options = {
    ...given,
    epochs: epochs ?? given.epochs ?? 10,
    batchSize: batchSize ?? given.batchSize ?? 32,
  };
  const examination = await doctor.examine(model, options);
  const { oneBatch } = examination;
  let input: doctor.ReportInput = { findings: examination.findings, oneBatch };
  if (values.treat) {
    const treatment = await doctor.treat(model, options, { budget });
    input = { findings: treatment.findings, treatment, oneBatch };
  } else if (!values['no-train']) {
    // A copy trains, so that a saved model stays as it is.
    const copy = doctor.modelOf(doctor.planOf(model, options));
    const fifth = Math.max(1, Math.floor(options.epochs / 5));
    const { x, y } = options;
    const planned = { epochs: fifth, batchSize: options.batchSize };
    const observed = await copy.fit(x, y, { ...planned, verbose: 0, vitals: { every: 5 } });
    const { findings } = doctor.diagnose(examination, observed);
    input = { findings, vitals: observed.vitals, history: observed.history, oneBatch };
  }
  const title = `${target}: the doctor’s report`;
  outside.print(values.json ? doctor.jsonReport(input) : doctor.textReport(input));
  const pages = [
    ['--html', values.html, doctor.htmlReport],
    ['--markdown', values.markdown, doctor.markdownReport],
  ] as const;
  for (const [option, path, report] of pages)
    if (path !== undefined)
      await trying(`${option} cannot be written`, path, () => outside.writeText(path, report({ ...input, title })));
  return doctor.exitCode(input);
}

const wholeOr = (name: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : whole(name, text);

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new ArgumentError(`${name} must be a positive whole number. Received: ${text}`);
  return value;
}
