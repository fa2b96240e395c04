import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from '../graph/node.ts';
import { rules } from '../graph/rules.ts';
import { at } from '../support/shape.ts';
import { referenceBackend } from './reference/reference-backend.ts';
import { contractBackends } from './testing/backends.ts';
import { contractCases } from './testing/cases/index.ts';
import { expectResult } from './testing/compare.ts';
import { programOf, runOn } from './testing/program-case.ts';
import { grow, recipes } from './testing/random-graph.ts';

describe.each(contractBackends)('$name does what the reference does', ({ backend }) => {
  describe.each(Object.entries(contractCases))('%s', (_, cases) => {
    it.each(cases.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => {
      const program = programOf(entry);
      const expected = runOn(referenceBackend, program);
      const actual = runOn(backend, program);
      const compare = entry.compare ?? 1e-5;
      const absolute = entry.absolute ?? (typeof compare === 'number' ? compare : 0);
      const allowed = typeof compare === 'number' ? (x: number) => compare * Math.abs(x) + absolute : compare;
      expected.forEach((values, i) => {
        expectResult(program.results, i, values, at(actual, i), allowed);
      });
    });
  });
});

const RUNS = Number(process.env.KERATIN_CONTRACT_RUNS ?? 2000);
const SEED = Number(process.env.KERATIN_CONTRACT_SEED ?? 2026);

describe.each(contractBackends)('random graphs on $name', ({ backend }) => {
  it(
    `agree with the reference ${RUNS} times`,
    async () => {
      let count = 0;
      const property = fc.asyncProperty(recipes, async (recipe) => {
        const { program, tracked } = grow(recipe);
        const expected = runOn(referenceBackend, program);
        const actual = runOn(backend, program);
        expected.forEach((values, i) => {
          const { error } = at(tracked, i);
          expectResult(program.results, i, values, at(actual, i), error === 0 ? 'number' : () => 2 * error);
        });
        // Programs that are done give their memory back when nothing else runs.
        if (++count % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: false });
    },
    RUNS * 60 + 20_000,
  );
});

describe('the table of cases', () => {
  it('has every primitive that a backend compiles', () => {
    const used = new Set(
      Object.values(contractCases)
        .flat()
        .flatMap((entry) => topologicalOrder(programOf(entry).results).map((node) => node.op)),
    );
    expect(Object.keys(rules()).filter((op) => !used.has(op as never))).toEqual([
      'customGradient',
      'decompose',
      'solve',
    ]);
  });
});
