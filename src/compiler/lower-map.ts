import type { Node } from '../graph/node.ts';
import { at, sizeOf } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import { isVectorizable } from './emitter.ts';
import { type Expr, visitExprs } from './expression.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { affinesOf, collapse, invariants, type Output, pick, Scope } from './nest.ts';
import { Point } from './point.ts';

/** Elements that one work unit of a flat kernel covers: a multiple of every target's lanes, several cache lines long. */
const UNIT = 512;
/**
 * Estimated additions from which a kernel is worth sharing with other threads: some microseconds of work, for which
 * wider vectors do more. What threads hand each other passes between the caches of two cores.
 */
export const parallelCost = ({ lanes }: Target): number => 60_000 * (lanes / 4) ** 2;

/** Rewrites every position in an expression, for merged loop dimensions. Shared subexpressions stay shared. */
export function repick(outputs: readonly Output[], picks: readonly number[]): Output[] {
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
  return outputs.map((output) => ({ ...output, expr: rewrite(output.expr), at: pick(output.at, picks) }));
}

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
 * each input read once, each output written once.
 */
export function lowerMap(
  name: string,
  space: readonly number[],
  stored: readonly Output[],
  bufferOf: (node: Node) => number,
  target: Target,
): Kernel {
  const merged = collapse(space, affinesOf([], stored), () => true);
  const outputs = repick(stored, merged.picks);
  const extents = merged.extents;
  const exprs = outputs.map((output) => output.expr);
  const b = new KernelBuilder(target.lanes);
  const vector = allVectorizable(exprs);
  const inner = extents.length - 1;
  const scope = Scope.open(b, [], outputs, bufferOf);
  const cost = pointCost(exprs) * extents.reduce((product, n) => product * n, 1);

  /** Points begin..end of the innermost dimension, with bounds in bytes. */
  const row = (rowScope: Scope, from: Reg | number, to: Reg | number, extent: number) => {
    const uniform = invariants(exprs, inner);
    const emitPoint = (bytes: Reg, shift: number, wide: boolean, hoisted?: ReturnType<Point['emitter']>) => {
      const point = new Point(b, rowScope, { dim: inner, bytes, shift }, wide, bufferOf);
      const emitter = point.emitter(hoisted);
      const values = outputs.map((output) => emitter.value(output.expr));
      outputs.forEach((output, i) => {
        point.store(output, at(values, i));
      });
    };
    const hoist = (wide: boolean) => {
      const emitter = new Point(b, rowScope, undefined, wide, bufferOf).emitter();
      for (const expr of uniform) emitter.hoist(expr);
      return emitter;
    };
    const step = target.lanes * 4;
    if (vector && extents.length === 1 && overruns(outputs, extent)) {
      const hoisted = hoist(true);
      b.loop(from, to, step, (bytes) => emitPoint(bytes, 0, true, hoisted));
      return;
    }
    let scalarFrom: Reg | number = from;
    if (vector && extent >= target.lanes) {
      const hoisted = hoist(true);
      // The vector loop ends where fewer than `lanes` elements are left: extents and unit bounds are known statically
      // up to that rest.
      const rest = (extent % target.lanes) * 4;
      const vectorEnd = typeof to === 'number' ? to - rest : vectorBound(b, to, extent, target.lanes);
      b.loop(from, vectorEnd, step, (bytes) => emitPoint(bytes, 0, true, hoisted));
      if (rest === 0) return;
      scalarFrom =
        typeof from === 'number' && typeof vectorEnd === 'number'
          ? vectorEnd
          : b.op('max', 'index', asReg(b, from), asReg(b, vectorEnd));
    }
    const hoisted = hoist(false);
    b.loop(scalarFrom, to, 4, (bytes) => emitPoint(bytes, 0, false, hoisted));
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
  if (extents.length === 1) {
    const extent = at(extents, 0);
    const from = b.op('mul', 'index', b.begin, b.const('index', UNIT * 4));
    const to = b.op(
      'min',
      'index',
      b.op('mul', 'index', b.end, b.const('index', UNIT * 4)),
      b.const('index', extent * 4),
    );
    row(scope, from, to, extent);
    return b.finish(name, Math.ceil(extent / UNIT), cost > parallelCost(target));
  }
  const nest = (dim: number, outer: Scope) => {
    if (dim === inner) return row(outer, 0, at(extents, inner) * 4, at(extents, inner));
    b.loop(dim === 0 ? b.begin : 0, dim === 0 ? b.end : at(extents, dim), 1, (counter) =>
      nest(dim + 1, outer.enter(dim, counter)),
    );
  };
  nest(0, scope);
  return b.finish(name, at(extents, 0), cost > parallelCost(target));
}

const asReg = (b: KernelBuilder, x: Reg | number): Reg => (typeof x === 'number' ? b.const('index', x) : x);

/** Units are multiples of the vector, so only a range that reaches the extent has a rest. */
function vectorBound(b: KernelBuilder, to: Reg, extent: number, lanes: number): Reg {
  return b.op('min', 'index', to, b.const('index', (extent - (extent % lanes)) * 4));
}
