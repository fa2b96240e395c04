import type { CaseFile } from '../case-file.ts';
import { type Course, deadest, firstLoss, firstNonFinite, lastLoss, medianUpdate } from '../course.ts';
import { type Finding, finding } from '../finding.ts';
import { isTrained } from './guessing.ts';
import { propagation } from './init-rules.ts';
import { hasUsualSteps, isAdaptive, usualLearningRate } from './optimizer-rules.ts';

/** Looks at one thing in the course of a training. */
export type CourseRule = (file: CaseFile, course: Course) => Finding[];

const round = (value: number): number => Number(value.toPrecision(3));
const OPTIMIZER = { kind: 'optimizer' } as const;

/** How far a task can be learned, as neighbours and a linear model show: 1 is all of it, 0 is guessing. */
const reachable = ({ data }: CaseFile): number => {
  if (data === null) return 0;
  const best = Math.max(data.neighbours.training, data.neighbours.validation ?? 0, data.linear);
  return data.task === 'regression' ? best : (best - data.chance) / Math.max(1 - data.chance, 1e-6);
};

/** The loss before training: that of the pass before it, as the first batch may be a lucky or an unlucky one. */
function startLoss({ pass }: CaseFile, course: Course): number | null {
  const loss = pass.dataLoss + pass.penalty;
  return Number.isFinite(loss) ? loss : firstLoss(course);
}

/** Targets of which a few are so far off that their squared errors are most of the loss. */
const heavyTailed = ({ data }: CaseFile): boolean => {
  if (data === null || data.task !== 'regression') return false;
  const { mean, variance, min, max } = data.target;
  // One normal number in 10^15 is that far off.
  return Math.max(max - mean, mean - min) > 8 * Math.sqrt(variance);
};

/** So many steps have to be seen before anything is said of where a loss goes: the first ones may well go astray. */
const STEPS = 16;
/** A loss that is so many times the first one does not come back, however few the steps. */
const RUNAWAY = 1000;

/** The steps that a training has done, as far as is known: samples are rare, and epochs may be short. */
const stepsDone = ({ stepsPerEpoch }: CaseFile, { records, losses }: Course): number =>
  Math.max((records.at(-1)?.step ?? -1) + 1, losses.length * stepsPerEpoch);

/** Whether nothing is clipped, and the steps of usual gradients are of usual length. */
function usualSteps({ optimizer }: CaseFile): boolean {
  const { clipnorm, global_clipnorm: globalClipnorm, clipvalue } = optimizer.config;
  return clipnorm == null && globalClipnorm == null && clipvalue == null && hasUsualSteps(optimizer);
}

/** A loss that leaves for infinity. */
export const diverging: CourseRule = (file, course) => {
  const broken = firstNonFinite(course);
  const last = lastLoss(course);
  const first = startLoss(file, course);
  const settled =
    stepsDone(file, course) >= STEPS || (first !== null && last !== null && last > RUNAWAY * Math.abs(first));
  const risen =
    first !== null && last !== null && (!Number.isFinite(last) || (settled && last > 1.5 * Math.abs(first) + 0.1));
  if (broken === undefined && !risen) return [];
  const { name, learningRate } = file.optimizer;
  const way = propagation(file);
  const tailed = heavyTailed(file);
  const amplifies =
    tailed ||
    file.stages.some(({ stage }) => stage.recurrent) ||
    (way !== null && way.hidden.length >= 5 && Math.max(way.signal, way.gradient) > 2);
  const usual = usualLearningRate(name);
  const modest = usualSteps(file);
  const cause = amplifies && modest ? 'clipping_missing' : 'lr_too_high';
  const step = broken?.step ?? course.records.at(-1)?.step ?? null;
  const where = broken?.nonFinite;
  return [
    finding({
      cause,
      severity: 'fault',
      confidence: cause === 'clipping_missing' ? 0.9 : modest && isAdaptive(name) ? 0.75 : 0.87,
      symptoms: broken === undefined ? ['diverging_loss'] : ['non_finite', 'diverging_loss'],
      place: OPTIMIZER,
      evidence: [
        { quantity: 'loss', measured: round(last ?? Number.NaN), expected: `below ${round(first ?? Number.NaN)}` },
        { quantity: `${name}’s learning rate`, measured: learningRate, expected: `about ${usual}` },
        ...(where == null
          ? []
          : [{ quantity: `first tensor that was not finite (${where.pass})`, measured: where.where, expected: null }]),
      ],
      explanation:
        cause === 'lr_too_high'
          ? `The loss grows instead of falling${where == null ? '' : `, until ${where.where} overflows at step ${step}`}. Steps are so large that each lands higher on the other side of the valley than it started. A learning rate ten times smaller is the first thing to try.`
          : `The loss leaves for infinity${where == null ? '' : ` (${where.where} overflows at step ${step})`} although the learning rate is a usual one: ${tailed ? 'a few targets are far off all others, and their gradients are enormous' : 'this net multiplies gradients on their way, and now and then one is enormous'}. Clip the gradient’s norm.`,
      seen: 'training',
      step,
    }),
  ];
};

/** Steps that throw the weights about. */
export const hugeUpdates: CourseRule = (file, course) => {
  const ratio = medianUpdate(course.records.filter(({ epoch }) => epoch === 0));
  const [first, last] = [startLoss(file, course), lastLoss(course)];
  if (ratio === null || first === null || last === null || ratio < 0.1) return [];
  const steps = stepsDone(file, course);
  // Weights that have moved by less than a few times their size may still be on their way.
  if (steps < STEPS || ratio * steps < 3) return [];
  const dead = deadest(course);
  const stuck = last > 0.7 * first;
  const killed = (dead?.share ?? 0) > 0.5;
  if (!stuck && !killed) return [];
  const { name, learningRate } = file.optimizer;
  const rare = heavyTailed(file) && usualSteps(file);
  return [
    finding({
      cause: rare ? 'clipping_missing' : 'lr_too_high',
      severity: 'fault',
      confidence: 0.88,
      symptoms: killed ? ['huge_updates', 'dead_units'] : ['huge_updates'],
      place: OPTIMIZER,
      evidence: [
        { quantity: 'size of updates relative to the weights', measured: round(ratio), expected: 0.001 },
        { quantity: `${name}’s learning rate`, measured: learningRate, expected: `about ${usualLearningRate(name)}` },
        ...(dead === null
          ? []
          : [{ quantity: `dead units of ${dead.layer}`, measured: round(dead.share), expected: 0 }]),
      ],
      explanation: `Each step changes the weights by ${(100 * ratio).toPrecision(2)}% of their size, where about 0.1% is usual, and the loss does not fall.${killed ? ` Units of ${dead?.layer} were thrown to where no sample activates them.` : ''} ${rare ? 'A few targets are far off all others, and their gradients are enormous: clip the gradient’s norm.' : 'The learning rate is too high.'}`,
      seen: 'training',
      step: course.records.at(-1)?.step ?? null,
    }),
  ];
};

/** A loss that falls, but so slowly that training ends before it arrives. */
export const crawling: CourseRule = (file, course) => {
  const { epochs } = file;
  const [first, last] = [startLoss(file, course), lastLoss(course)];
  const done = course.losses.length;
  if (epochs === null || done < 2 || first === null || last === null || !(last <= 1.02 * first) || first <= 0)
    return [];
  const start = course.losses[0] ?? first;
  const perEpoch = (start - last) / (done - 1);
  const foreseen = last - perEpoch * (epochs - done);
  const updates = medianUpdate(course.records) ?? 1;
  const total = updates * epochs * file.stepsPerEpoch;
  // A loss that falls faster and faster is leaving a plateau, as deep nets do.
  const middle = course.losses[done >> 1] ?? last;
  const accelerating = done > 3 && middle - last > 1.2 * (start - middle);
  const slow = foreseen > 0.5 * first && last > 0.75 * first && !accelerating;
  if (!slow || reachable(file) < 0.7 || isTrained(file)) return [];
  const way = propagation(file);
  if (way !== null && Math.min(way.gradient, way.signal) < 5e-2) return [];
  const { name, learningRate } = file.optimizer;
  const steady = perEpoch > 0 && foreseen < 0.98 * first;
  return [
    finding({
      cause: 'lr_too_low',
      severity: total < 5 || steady ? 'warning' : 'note',
      confidence: total < 1 ? 0.85 : 0.7,
      symptoms: ['unfinished_learning', 'tiny_updates'],
      place: OPTIMIZER,
      evidence: [
        {
          quantity: `loss foreseen after ${epochs} epochs`,
          measured: round(foreseen),
          expected: `below ${round(0.5 * first)}`,
        },
        {
          quantity: `${name}’s learning rate`,
          measured: learningRate,
          expected: `${round(10 * learningRate)} or more`,
        },
        { quantity: 'size of updates relative to the weights', measured: round(updates), expected: 0.001 },
      ],
      explanation: `The loss falls steadily but so slowly that ${epochs} epochs will hardly bring it below ${foreseen.toPrecision(2)}, although these data can be learned. Steps all lead the same way, so they can be ten times longer.`,
      seen: 'training',
      step: course.records.at(-1)?.step ?? null,
    }),
  ];
};

/** Units that die (or are dead) while training goes on. */
export const dyingUnits: CourseRule = (file, course) => {
  const dead = deadest(course);
  const before = file.stages.find(({ stage }) => stage.activationLayer === dead?.layer)?.vitals?.deadShare ?? 0;
  const [first, last] = [startLoss(file, course), lastLoss(course)];
  if (dead === null || dead.share < 0.8 || before > 0.5 || first === null || last === null || last < 0.8 * first)
    return [];
  return [
    finding({
      cause: 'lr_too_high',
      severity: 'fault',
      confidence: 0.8,
      symptoms: ['dead_units', 'zero_gradient'],
      place: { kind: 'layers', layers: [dead.layer] },
      evidence: [{ quantity: `dead units of ${dead.layer}`, measured: round(dead.share), expected: round(before) }],
      explanation: `${(100 * dead.share).toFixed(0)}% of the units of ${dead.layer} are active for no sample any more; before training it was ${(100 * before).toFixed(0)}%. Too large a step has pushed them where they get no gradient, and so they cannot come back. A smaller learning rate (or leaky ReLU) keeps them alive.`,
      seen: 'training',
      step: course.records.at(-1)?.step ?? null,
    }),
  ];
};

/** Learning by heart: better and better on the training data, worse and worse on others. */
export const overfitting: CourseRule = (_file, { losses, validationLosses }) => {
  const best = Math.min(...validationLosses);
  const last = validationLosses.at(-1) ?? Number.NaN;
  const at = validationLosses.indexOf(best);
  if (validationLosses.length < 5 || at > validationLosses.length - 4 || !(last > 1.15 * Math.abs(best) + 1e-3))
    return [];
  if (!((losses.at(-1) ?? 0) < (losses[at] ?? 0))) return [];
  return [
    finding({
      cause: 'overfitting',
      severity: 'note',
      confidence: 0.8,
      symptoms: ['overfitting'],
      evidence: [
        { quantity: 'validation loss', measured: round(last), expected: round(best) },
        { quantity: 'epoch of the lowest validation loss', measured: at + 1, expected: null },
      ],
      explanation: `Since epoch ${at + 1} the training loss goes on falling while the validation loss rises: from there on the net learns its samples by heart. Stop early, or add dropout, a penalty or more data.`,
      seen: 'training',
    }),
  ];
};

/** All rules that look at a training. */
export const rulesDuring: readonly CourseRule[] = [diverging, hugeUpdates, crawling, dyingUnits, overfitting];
