import { describe, expect, it } from 'vitest';
import { topologicalOrder } from '../graph/node.ts';
import { rules } from '../graph/rules.ts';
import { at } from '../support/shape.ts';
import { referenceBackend } from './reference/reference-backend.ts';
import { contractBackends } from './testing/backends.ts';
import { contractCases } from './testing/cases/index.ts';
import { expectResult } from './testing/compare.ts';
import { programOf, runOn } from './testing/program-case.ts';

describe.each(contractBackends.map((backend) => ({ backend: backend() })))(
  '$backend.name does what the reference does',
  ({ backend }) => {
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
  },
);

describe('the table of cases', () => {
  it('has every primitive that a backend compiles', () => {
    const used = new Set(
      Object.values(contractCases)
        .flat()
        .flatMap((entry) => topologicalOrder(programOf(entry).results).map((node) => node.op)),
    );
    expect(Object.keys(rules()).filter((op) => !used.has(op as never))).toEqual(['qr']);
  });
});
