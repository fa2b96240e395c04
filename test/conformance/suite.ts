import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './adapter.ts';
import { adapterOf } from './adapters/index.ts';
import { Check } from './check.ts';
import { unknownDtypes } from './tensor-json.ts';

interface SuiteFile {
  readonly group: string;
  readonly cases: readonly Case[];
}

export interface Failure {
  readonly id: string;
  /** The largest error in units of tolerance; infinite where something was thrown or not comparable. */
  readonly error: number;
  readonly reasons: readonly string[];
}

export interface GroupReport {
  readonly group: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** How many cases need something the library doesn't have, by its name. A case that needs two counts under both. */
  readonly unsupported: ReadonlyMap<string, number>;
  readonly unsupportedCases: number;
  /** The largest error within tolerance, and whose. */
  readonly worst: { readonly id: string; readonly error: number } | null;
}

const isSuiteFile = (x: unknown): x is SuiteFile =>
  typeof x === 'object' &&
  x !== null &&
  'group' in x &&
  typeof x.group === 'string' &&
  'cases' in x &&
  Array.isArray(x.cases);

/** Files whose name is the given group, or begins with it and an underscore; all without a group. */
function filesOf(directory: string, group: string | undefined): string[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort();
  return group === undefined ? names : names.filter((name) => name === group || name.startsWith(`${group}_`));
}

const EXACT = { rtol: 0, atol: 0 };

async function runGroup(directory: string, { group, cases }: SuiteFile): Promise<GroupReport> {
  const found = adapterOf(group);
  const failures: Failure[] = [];
  const unsupported = new Map<string, number>();
  let [passed, unsupportedCases] = [0, 0];
  let worst: GroupReport['worst'] = null;
  for (const testCase of cases) {
    const missing = new Set(
      found === undefined ? [`group ${group}`] : [...found.missing(testCase, directory), ...unknownDtypes(testCase)],
    );
    if (found === undefined || missing.size > 0) {
      unsupportedCases++;
      for (const name of missing) unsupported.set(name, (unsupported.get(name) ?? 0) + 1);
      continue;
    }
    const check = new Check(testCase.tol ?? EXACT);
    try {
      await found.run(testCase, check, directory);
    } catch (error) {
      failures.push({
        id: testCase.id,
        error: Number.POSITIVE_INFINITY,
        reasons: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      });
      continue;
    }
    if (check.failures.length > 0) {
      failures.push({ id: testCase.id, error: check.worst, reasons: check.failures });
    } else {
      passed++;
      if (worst === null || check.worst > worst.error) worst = { id: testCase.id, error: check.worst };
    }
  }
  return { group, passed, failures, unsupported, unsupportedCases, worst };
}

/**
 * Runs the cases of a folder, group by group.
 *
 * @param group the name of a file without `.json`, or the part of several names before an underscore; all by default
 * @param report called after each group
 */
export async function runSuite(
  directory: string,
  group: string | undefined,
  report: (result: GroupReport) => void,
): Promise<GroupReport[]> {
  const results: GroupReport[] = [];
  for (const name of filesOf(directory, group)) {
    const file: unknown = JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8'));
    if (!isSuiteFile(file)) continue;
    const result = await runGroup(directory, file);
    results.push(result);
    report(result);
  }
  return results;
}
