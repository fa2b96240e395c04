import { planDiff } from './code.ts';
import { modelOf, planOf } from './plan.ts';
import type { Plan, Remedy } from './remedy.ts';

/** A remedy from the edit that it makes. */
export const makeRemedy = (name: string, summary: string, gain: number, edit: (plan: Plan) => Plan): Remedy => ({
  name,
  summary,
  gain,
  edit,
  apply: (model, options = {}) => {
    const before = planOf(model, options);
    const plan = edit(before);
    return { model: modelOf(plan), plan, diff: planDiff(before, plan) };
  },
});
