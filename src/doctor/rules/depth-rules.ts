import { serializeObject } from '../../support/registry.ts';
import type { Stage } from '../anatomy.ts';
import { type CaseFile, hiddenStages } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';
import { layerLine } from '../remedies/code.ts';

/** From about this many layers on, plain nets get worse with depth even on their training data (He et al. 2016). */
const DEEP = 20;

/** Hidden layers of one width in a row, where a shortcut needs no weights of its own. */
function longestRun(stages: readonly Stage[]): readonly Stage[] {
  const runs: Stage[][] = [];
  for (const stage of stages) {
    const run = runs.at(-1);
    if (run?.[0]?.units === stage.units && run[0].className === stage.className) run.push(stage);
    else runs.push([stage]);
  }
  return runs.reduce((a, b) => (b.length > a.length ? b : a), []);
}

/** The lines that make residual blocks of two layers of a run. */
function residualLines(run: readonly Stage[]): string[] {
  const [first] = run;
  if (first === undefined || run.length < 3) return [];
  const line = layerLine(serializeObject(first.layer)).replace(/,$/, '');
  return [
    '// h: what the layer before them answers',
    `for (let block = 0; block < ${run.length >> 1}; block++) {`,
    `  const inner = ${line}.apply(h);`,
    `  h = new layers.Add().apply([h, ${line}.apply(inner)]);`,
    '}',
  ];
}

/** A long chain of layers without shortcuts: a remark, for it may train nevertheless. */
export function noShortcuts(file: CaseFile): Finding[] {
  const hidden = hiddenStages(file)
    .map(({ stage }) => stage)
    .filter(({ recurrent }) => !recurrent);
  if (!file.anatomy.chain || hidden.length < DEEP) return [];
  return [
    finding({
      cause: 'no_shortcuts',
      severity: 'note',
      confidence: 0.7,
      place: { kind: 'layers', layers: hidden.map(({ name }) => name) },
      evidence: [{ quantity: 'hidden layers in one chain', measured: hidden.length, expected: `below ${DEEP}` }],
      explanation: `All that the first layer learns from comes back through ${hidden.length} layers. Plain nets this deep fit even their training data worse than shallower ones, whatever their initial weights and normalization (He et al. 2016). Let every second layer add its input to its answer: gradients then have a way that no layer shrinks.`,
      advice: residualLines(longestRun(hidden)),
    }),
  ];
}
