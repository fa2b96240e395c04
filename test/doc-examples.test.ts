/** Every ```ts example in a doc comment or in a document compiles, runs, and prints what its `// =>` comments say. */

import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { format, promisify } from 'node:util';
import * as keratin from 'keratin';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Example {
  /** File and line of the example's first line. */
  readonly place: string;
  readonly code: string;
}

/** The fenced blocks marked ```ts of a file; in source they stand in doc comments. */
function examplesOf(file: string): Example[] {
  const inComments = file.endsWith('.ts');
  const examples: Example[] = [];
  let open: { place: string; lines: string[] } | undefined;
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = inComments ? raw.replace(/^\s*\* ?/, '') : raw;
    if (open === undefined) {
      if (line.trim() === '```ts' && (!inComments || /^\s*\*/.test(raw)))
        open = { place: `${file}:${index + 2}`, lines: [] };
    } else if (line.trim() === '```') {
      examples.push({ place: open.place, code: open.lines.join('\n') });
      open = undefined;
    } else open.lines.push(line);
  }
  return examples;
}

const files = [
  ...globSync(['src/**/*.ts', '*.md', 'docs/**/*.md'], { cwd: root, exclude: ['**/node_modules/**'] }),
].filter((file) => !file.endsWith('.test.ts'));
const examples = files.sort().flatMap(examplesOf);

/** What each `console.log` of an example should print, or undefined where the example does not say. */
function expectedOutputs(code: string): (string | undefined)[] {
  const outputs: (string | undefined)[] = [];
  for (const line of code.split('\n')) {
    const [, result] = /\/\/ => (.*)$/.exec(line) ?? [];
    if (line.includes('console.log(')) outputs.push(result);
    else if (result !== undefined) outputs[outputs.length - 1] = result;
  }
  return outputs;
}

/** Runs an example as the body of a function, with its imports from 'keratin' taken from the source. */
async function run(code: string): Promise<string[]> {
  const printed: string[] = [];
  const body = stripTypeScriptTypes(code)
    .replace(/import \* as (\w+) from 'keratin';/g, 'const $1 = keratin;')
    .replace(
      /import \{([^}]*)\} from 'keratin';/g,
      (_, names: string) => `const {${names.replace(/ as /g, ': ')}} = keratin;`,
    )
    .replace(/import (?:\{([^}]*)\}|(\w+)) from '(node:[\w/]+)';/g, "const {$1$2} = process.getBuiltinModule('$3');");
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const example = new AsyncFunction('keratin', 'console', body);
  await example(keratin, { ...console, log: (...values: unknown[]) => printed.push(format(...values)) });
  return printed;
}

const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;
/** The text without white space and with a mark for each number. */
const skeleton = (text: string) => text.replace(/\s/g, '').replaceAll('"', "'").replace(number, '#');
const numbers = (text: string) => (text.match(number) ?? []).map(Number);

describe('examples', () => {
  beforeEach(() => {
    // Progress lines and summaries would drown the report.
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(console, 'log').mockReturnValue();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(examples)('$place', async ({ code }) => {
    const printed = await run(code);
    const expected = expectedOutputs(code);
    if (expected.every((output) => output === undefined)) return;
    expect(printed, 'one line for each console.log').toHaveLength(expected.length);
    expected.forEach((output, i) => {
      if (output === undefined) return;
      const actual = printed[i] ?? '';
      expect(skeleton(actual)).toBe(skeleton(output));
      const wanted = numbers(output);
      numbers(actual).forEach((value, k) => {
        // Backends may differ in the last places of a float32.
        const scale = Math.max(1e-6, Math.abs(wanted[k] ?? 0));
        expect(Math.abs(value - (wanted[k] ?? Number.NaN)) / scale, `${actual} instead of ${output}`).toBeLessThan(
          1e-5,
        );
      });
    });
  });
});

test('the examples compile', async () => {
  const folder = join(root, '.doc-examples');
  await mkdir(folder, { recursive: true });
  try {
    const config = { extends: '../tsconfig.json', include: ['*.ts'], exclude: [] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    for (const [i, { place, code }] of examples.entries()) {
      await writeFile(join(folder, `example-${i}.ts`), `// ${place}\n${code}\nexport {};\n`);
    }
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const result = await promisify(execFile)(process.execPath, [compiler, '-p', folder], { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    );
    const complaints = result.stdout.replace(
      /example-(\d+)\.ts/g,
      (_, i: string) => `${examples[Number(i)]?.place} example`,
    );
    expect(complaints).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
}, 240_000);
