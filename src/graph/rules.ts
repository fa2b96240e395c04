import type { PrimitiveName } from './node.ts';
import { contractionRules } from './primitives/contraction.ts';
import { convolutionRules } from './primitives/convolution.ts';
import { elementwiseRules } from './primitives/elementwise.ts';
import { indexingRules } from './primitives/indexing.ts';
import { leafRules } from './primitives/leaves.ts';
import { linalgRules } from './primitives/linalg.ts';
import { loopRules } from './primitives/loop.ts';
import { movementRules } from './primitives/movement.ts';
import { randomRules } from './primitives/random.ts';
import { reductionRules } from './primitives/reduction.ts';
import type { Rule, RuleTable } from './primitives/rule.ts';
import { windowReductionRules } from './primitives/window-reduction.ts';
import { windowRules } from './primitives/windows.ts';

let table: RuleTable<PrimitiveName> | undefined;

/** The table of all primitives. Put together at first use, because rules build nodes and nodes ask for rules. */
export function rules(): RuleTable<PrimitiveName> {
  table ??= {
    ...leafRules,
    ...elementwiseRules,
    ...movementRules,
    ...reductionRules,
    ...contractionRules,
    ...convolutionRules,
    ...windowRules,
    ...windowReductionRules,
    ...indexingRules,
    ...randomRules,
    ...linalgRules,
    ...loopRules,
  };
  return table;
}

export const ruleOf = <P extends PrimitiveName>(op: P): Rule<P> => rules()[op];
