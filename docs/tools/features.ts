/**
 * Writes FEATURES.md: which of Keras's public objects Keratin has, read from Keras's list of signatures and from
 * Keratin's declarations.
 *
 *   node docs/tools/features.ts [--check] [keras-signatures.json]
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../../scripts/command-line.ts';
import { differences } from './differences.ts';
import { type KerasObject, readKerasObjects } from './keras-objects.ts';
import { type PublicObject, readPublicSurface } from './public-surface.ts';

const root = join(import.meta.dirname, '../..');
const target = join(root, 'FEATURES.md');

/** Python's names in TypeScript's manner: `image_dataset` becomes `imageDataset`; classes stay as they are. */
const camelCase = (name: string): string =>
  /^[A-Z_]+$/.test(name)
    ? name
    : name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/_$/, '');

/** `keras.ops.image.resize_image` becomes `ops.image.resizeImage`. */
const keratinPath = (path: string): string => path.split('.').slice(1).map(camelCase).join('.');

interface Row {
  readonly path: string;
  readonly status: 'yes' | 'no' | 'different';
  readonly note: string;
}

function compare(keras: KerasObject, surface: ReadonlyMap<string, PublicObject>): Row {
  const remark = differences.find(({ of }) => of.test(keras.path));
  const paths = [keras.path, ...keras.aliases].map(keratinPath);
  const path = paths.find((candidate) => surface.has(candidate));
  const found = path === undefined ? undefined : surface.get(path);
  if (path === undefined || found === undefined) {
    return { path: keras.path, status: remark?.instead ? 'different' : 'no', note: remark?.note ?? '' };
  }
  const missing = keras.parameters
    .map(camelCase)
    .filter((name) => !found.parameters.has(name) && !remark?.covered?.includes(name));
  const notes = [
    ...(path === keratinPath(keras.path) ? [] : [`\`${path}\``]),
    ...(missing.length > 0 ? [`without ${missing.map((name) => `\`${name}\``).join(', ')}`] : []),
    ...(remark ? [remark.note] : []),
  ];
  return { path: keras.path, status: missing.length > 0 || remark ? 'different' : 'yes', note: notes.join('; ') };
}

const groupOf = (path: string): string => {
  const parts = path.split('.');
  return parts.length > 2 ? parts.slice(0, 2).join('.') : 'keras';
};

function document(rows: readonly Row[]): string {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(groupOf(row.path), [...(groups.get(groupOf(row.path)) ?? []), row]);
  const count = (list: readonly Row[], status: Row['status']) => list.filter((row) => row.status === status).length;
  const total = (list: readonly Row[]) =>
    `${list.length} | ${count(list, 'yes')} | ${count(list, 'different')} | ${count(list, 'no')}`;
  const sections = [...groups].map(([group, list]) => {
    const lines = list.map(({ path, status, note }) => `| \`${path.slice(group.length + 1)}\` | ${status} | ${note} |`);
    return [`## ${group}`, '', '| | | |', '|---|---|---|', ...lines].join('\n');
  });
  return [
    '# What Keratin has of Keras',
    '',
    "Every public object of Keras 3 and whether Keratin has it: **yes** (by the same name in camelCase, with all parameters), **different** (and how), or **no**. `npm run features` writes this file from the list of Keras's signatures and from Keratin's declarations; a test fails when it is stale.",
    '',
    '| | objects | yes | different | no |',
    '|---|---:|---:|---:|---:|',
    ...[...groups].map(([group, list]) => `| [${group}](#${group.replaceAll('.', '')}) | ${total(list)} |`),
    `| all | ${total(rows)} |`,
    '',
    ...sections.flatMap((section) => [section, '']),
  ].join('\n');
}

const USAGE = `npm run features -- [SIGNATURES] [--check]
  SIGNATURES   Keras's signatures (../shared/reference/keras-signatures.json)
  --check      changes nothing; ends with exit code 1 where FEATURES.md is stale`;
const { values, positionals } = commandLine(USAGE, { check: { type: 'boolean' } });
const source = positionals[0] ?? join(root, '../shared/reference/keras-signatures.json');
if (!existsSync(source)) {
  console.error(`The list of Keras's signatures is missing. Received: ${source}`);
  process.exit(2);
}
const surface = readPublicSurface();
const rows = readKerasObjects(source).map((object) => compare(object, surface));
const text = document(rows);
if (values.check) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error('FEATURES.md is stale: npm run features writes it anew.');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(
    `FEATURES.md: ${rows.length} objects, ${rows.filter((row) => row.status !== 'no').length} of them in Keratin`,
  );
}
