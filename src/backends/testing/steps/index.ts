import { contractionSteps } from './contraction-steps.ts';
import { floatSteps } from './float-steps.ts';
import { indexingSteps } from './indexing-steps.ts';
import { integerSteps } from './integer-steps.ts';
import { loopSteps } from './loop-steps.ts';
import { movementSteps } from './movement-steps.ts';
import type { Step } from './pick.ts';
import { windowSteps } from './window-steps.ts';

/** Every kind of step that a random graph may take. */
export const steps: readonly Step[] = [
  ...floatSteps,
  ...integerSteps,
  ...movementSteps,
  ...contractionSteps,
  ...indexingSteps,
  ...windowSteps,
  ...loopSteps,
];
