import type { Node } from '../graph/node.ts';
import { at, sizeOf, stridesOf } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import { type ExprEmitter, isVectorizable } from './emitter.ts';
import { type Expr, visitExprs } from './expression.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { affinesOf, collapse, invariants, type Output, pick, Scope } from './nest.ts';
import { Point } from './point.ts';
import { Riders } from './riders.ts';

/** Elements that one work unit of a flat kernel covers: a multiple of every target's lanes, several cache lines long. */
const UNIT = 512;
/**
 * Estimated additions from which a kernel is worth sharing with other threads: some microseconds of work, for which
 * wider vectors do more. What threads hand each other passes between the caches of two cores.
 */
export const parallelCost = ({ lanes }: Target): number => 60_000 * (lanes / 4) ** 2;

/** Rewrites every position in an expression, for merged loop dimensions. Shared subexpressions stay shared. */
export function repicking(picks: readonly number[]): (expr: Expr) => Expr {
  const done = new Map<Expr, Expr>();
  const rewrite = (expr: Expr): Expr => {
    const known = done.get(expr);
    if (known !== undefined) return known;
    const next = rewriteOne(expr);
    done.set(expr, next);
    return next;
  };
  const rewriteOne = (expr: Expr): Expr => {
    switch (expr.kind) {
      case 'const':
      case 'accumulator':
        return expr;
      case 'load':
      case 'index':
        return { ...expr, at: pick(expr.at, picks) };
      case 'random':
        return { ...expr, at: pick(expr.at, picks), args: [rewrite(expr.args[0]), rewrite(expr.args[1])] };
      case 'op':
        return { ...expr, args: expr.args.map(rewrite) };
    }
  };
  return rewrite;
}

/** The same for outputs. */
export const repick = (outputs: readonly Output[], picks: readonly number[], rewrite = repicking(picks)): Output[] =>
  outputs.map((output) => ({ ...output, expr: rewrite(output.expr), at: pick(output.at, picks) }));

/** Number of operations at one point. */
export function pointCost(exprs: readonly Expr[]): number {
  let cost = exprs.length;
  visitExprs(exprs, (expr) => {
    cost +=
      expr.kind === 'random'
        ? 100
        : expr.kind === 'op' && ['exp', 'expm1', 'log', 'log1p', 'tanh', 'logistic', 'erf', 'erfInv'].includes(expr.op)
          ? 15
          : 1;
  });
  return cost;
}

export const allVectorizable = (exprs: readonly Expr[]): boolean => {
  let result = true;
  visitExprs(exprs, (expr) => {
    result &&= isVectorizable(expr);
  });
  return result;
};

/**
 * Whether the last vector of a flat kernel may run over the end: every buffer has readable and writable room behind it,
 * as long as outputs fill their buffers and operands are read evenly.
 */
export function overruns(outputs: readonly Output[], extent: number): boolean {
  const dim = 0;
  let even = outputs.every(
    (output) =>
      output.exact !== true &&
      output.at.offset === 0 &&
      output.at.strides[dim] === 1 &&
      sizeOf(output.node.shape) === extent,
  );
  visitExprs(
    outputs.map((output) => output.expr),
    (expr) => {
      if (expr.kind === 'load') even &&= expr.at.strides[dim] === 0 || expr.at.strides[dim] === 1;
    },
  );
  return even;
}

/**
 * An elementwise kernel: for every point of an iteration space, computes expressions and stores them. One loop nest,
 * each input read once, each output written once. Riders are reduced on the way.
 */
export function lowerMap(
  name: string,
  space: readonly number[],
  stored: readonly Output[],
  bufferOf: (node: Node) => number,
  target: Target,
  riders = new Riders([], () => -1),
): Kernel {
  const merged = collapse(space, affinesOf(riders.exprs, stored), () => true);
  const rewrite = repicking(merged.picks);
  const outputs = repick(stored, merged.picks, rewrite);
  const extents = merged.extents;
  const ridden = riders.exprs.map(rewrite);
  const exprs = [...outputs.map((output) => output.expr), ...ridden];
  const b = new KernelBuilder(target.lanes);
  const vector = allVectorizable(exprs);
  const inner = extents.length - 1;
  const scope = Scope.open(b, ridden, outputs, bufferOf);
  const cost = pointCost(exprs) * extents.reduce((product, n) => product * n, 1);

  /** Points begin..end of the innermost dimension, with bounds in bytes: one stretch for the riders. */
  const row = (rowScope: Scope, from: Reg | number, to: Reg | number, extent: number, stretch?: Reg) => {
    const uniform = invariants(exprs, inner);
    const wide = vector && extent >= target.lanes;
    const rest = wide ? (extent % target.lanes) * 4 : 4;
    const totals = riders.begin(b, rest > 0);
    const emitPoint = (bytes: Reg, isWide: boolean, hoisted: ExprEmitter) => {
      const point = new Point(b, rowScope, { dim: inner, bytes, shift: 0 }, isWide, bufferOf);
      const emitter = point.emitter(hoisted);
      const values = outputs.map((output) => emitter.value(output.expr));
      riders.add(b, totals, emitter, isWide);
      outputs.forEach((output, i) => {
        point.store(output, at(values, i));
      });
    };
    const hoist = (isWide: boolean) => {
      const emitter = new Point(b, rowScope, undefined, isWide, bufferOf).emitter();
      for (const expr of uniform) emitter.hoist(expr);
      return emitter;
    };
    const step = target.lanes * 4;
    if (vector && riders.none && extents.length === 1 && overruns(outputs, extent)) {
      const hoisted = hoist(true);
      b.loop(from, to, step, (bytes) => emitPoint(bytes, true, hoisted));
      return;
    }
    let scalarFrom: Reg | number = from;
    if (wide) {
      const hoisted = hoist(true);
      // The vector loop ends where fewer than `lanes` elements are left: extents and unit bounds are known statically
      // up to that rest.
      const vectorEnd = typeof to === 'number' ? to - rest : vectorBound(b, to, extent, target.lanes);
      b.loop(from, vectorEnd, step, (bytes) => emitPoint(bytes, true, hoisted));
      scalarFrom =
        typeof from === 'number' && typeof vectorEnd === 'number'
          ? vectorEnd
          : b.op('max', 'index', asReg(b, from), asReg(b, vectorEnd));
    }
    if (rest > 0) {
      const hoisted = hoist(false);
      b.loop(scalarFrom, to, 4, (bytes) => emitPoint(bytes, false, hoisted));
    }
    if (stretch !== undefined) riders.end(b, totals, stretch);
  };

  if (extents.length === 0) {
    const point = new Point(b, scope, undefined, false, bufferOf);
    const emitter = point.emitter();
    const values = exprs.map((expr) => emitter.value(expr));
    outputs.forEach((output, i) => {
      point.store(output, at(values, i));
    });
    return b.finish(name, 1, false);
  }
  const parallel = cost > parallelCost(target);
  if (extents.length === 1) {
    const extent = at(extents, 0);
    const units = Math.ceil(extent / UNIT);
    riders.board(b, units, ridden);
    const bound = (unit: Reg) => b.op('mul', 'index', unit, b.const('index', UNIT * 4));
    const span = (begin: Reg, end: Reg, stretch?: Reg) =>
      row(scope, bound(begin), b.op('min', 'index', bound(end), b.const('index', extent * 4)), extent, stretch);
    if (riders.none) span(b.begin, b.end);
    else b.loop(b.begin, b.end, 1, (unit) => span(unit, b.plus(unit, 1), unit));
    return b.finish(name, units, parallel);
  }
  const stretches = stridesOf(extents.slice(0, inner));
  riders.board(b, sizeOf(extents.slice(0, inner)), ridden);
  const nest = (dim: number, outer: Scope) => {
    if (dim === inner) {
      const stretch = riders.none ? undefined : outer.affineValue({ strides: [...stretches, 0], offset: 0 });
      return row(outer, 0, at(extents, inner) * 4, at(extents, inner), stretch);
    }
    b.loop(dim === 0 ? b.begin : 0, dim === 0 ? b.end : at(extents, dim), 1, (counter) =>
      nest(dim + 1, outer.enter(dim, counter)),
    );
  };
  nest(0, scope);
  return b.finish(name, at(extents, 0), parallel);
}

const asReg = (b: KernelBuilder, x: Reg | number): Reg => (typeof x === 'number' ? b.const('index', x) : x);

/** Units are multiples of the vector, so only a range that reaches the extent has a rest. */
function vectorBound(b: KernelBuilder, to: Reg, extent: number, lanes: number): Reg {
  return b.op('min', 'index', to, b.const('index', (extent - (extent % lanes)) * 4));
}
