import type { Case } from '../program-case.ts';
import { contractionCases } from './contraction-cases.ts';
import { elementwiseCases } from './elementwise-cases.ts';
import { indexingCases } from './indexing-cases.ts';
import { loopCases } from './loop-cases.ts';
import { movementCases } from './movement-cases.ts';
import { programCases } from './program-cases.ts';
import { reductionCases } from './reduction-cases.ts';
import { riderCases } from './rider-cases.ts';
import { windowCases } from './window-cases.ts';

/** The table of the contract, by what it is about. */
export const contractCases: Readonly<Record<string, readonly Case[]>> = {
  elementwise: elementwiseCases,
  movement: movementCases,
  reduction: reductionCases,
  contraction: contractionCases,
  riders: riderCases,
  indexing: indexingCases,
  windows: windowCases,
  loops: loopCases,
  programs: programCases,
};
