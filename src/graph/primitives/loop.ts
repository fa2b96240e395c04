import type { RuleTable } from './rule.ts';

const elsewhere = (where: string) => (): never => {
  throw new Error(`Loops have several results and bodies of their own: see ${where}.`);
};
const rule = {
  infer: elsewhere('build.ts'),
  vjp: elsewhere('loop-gradient.ts'),
  evaluate: elsewhere('interpret.ts'),
};

export const loopRules: RuleTable<'scan' | 'whileLoop' | 'loopCarry' | 'loopStack'> = {
  scan: rule,
  whileLoop: rule,
  loopCarry: rule,
  loopStack: rule,
};
