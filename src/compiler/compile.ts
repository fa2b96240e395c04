import * as g from '../graph/build.ts';
import { type Node, topologicalOrder } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import { barriersOf } from './barriers.ts';
import { type Expr, ExprTable, visitExprs } from './expression.ts';
import { formGroups, type Group, isReduce, reductionSpace } from './groups.ts';
import type { Kernel, Target } from './kernel.ts';
import { DotLowering } from './lower-dot.ts';
import { lowerMap } from './lower-map.ts';
import { lowerPack, needsPacking, packedMatrix, packedSize } from './lower-pack.ts';
import { ReduceLowering, type Reduction } from './lower-reduce.ts';
import { lowerSingle } from './lower-single.ts';
import { lowerTransposedCopy, needsTransposedCopy } from './lower-transposed-copy.ts';
import { planArena } from './memory-plan.ts';
import type { Output } from './nest.ts';
import type { DotShape, Matrix } from './panels.ts';
import type { BufferPlace, Program } from './program.ts';
import { chooseRoots } from './roots.ts';
import { type Overwrite, schedule } from './schedule.ts';
import {
  type Coordinates,
  dependencies,
  expressionOf,
  identityCoordinates,
  linear,
  viewOf,
  type WalkContext,
} from './walk.ts';

/** What a backend is asked to compile: see backends/backend.ts. */
export interface Computation {
  readonly parameters: readonly Node[];
  readonly results: readonly Node[];
  readonly overwrites: readonly (number | null)[];
}

/** Results that are parameters, or the same value twice, become copies: each result has a buffer of its own. */
function distinctResults(results: readonly Node[]): Node[] {
  const taken = new Set<Node>();
  return results.map((result) => {
    if (result.op !== 'parameter' && !taken.has(result)) {
      taken.add(result);
      return result;
    }
    return g.unary('stopGradient', result);
  });
}

/**
 * Topological order by distance from the leaves, so that a value comes as early as it can: small values that many
 * kernels need (a learning rate) are there before the first kernel that could take them in.
 */
function byDepth(results: readonly Node[]): Node[] {
  const depth = new Map<Node, number>();
  const order = topologicalOrder(results);
  for (const node of order) depth.set(node, 1 + Math.max(-1, ...node.inputs.map((input) => depth.get(input) ?? 0)));
  return order.sort((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0));
}

/** Compiles a graph to kernels for a target. */
export function compileGraph(computation: Computation, target: Target): Program {
  return new Compilation(computation, target).compile();
}

class Compilation {
  readonly #target: Target;
  readonly #computation: Computation;
  readonly #results: readonly Node[];
  readonly #roots: ReadonlySet<Node>;
  readonly #buffers = new Map<Node, number>();
  readonly #places: (BufferPlace | undefined)[] = [];
  readonly #sizes: (number | undefined)[] = [];
  readonly #kernels: Kernel[] = [];
  readonly #origins: Node[][] = [];

  constructor(computation: Computation, target: Target) {
    this.#target = target;
    this.#computation = computation;
    this.#results = distinctResults(simplify(computation.results));
    this.#roots = chooseRoots(this.#results);
  }

  readonly #hasBuffer = (node: Node): boolean => this.#roots.has(node);

  compile(): Program {
    const { parameters, overwrites } = this.#computation;
    const groups = formGroups(byDepth(this.#results), this.#roots);
    const wanted: Overwrite[] = this.#results.flatMap((result, i) => {
      const index = overwrites[i];
      return index === null || index === undefined ? [] : [{ result, parameter: at(parameters, index) }];
    });
    const { order, deferred } = schedule(groups, this.#roots, wanted, (group, parameter) =>
      this.#readsInPlace(group, parameter),
    );
    parameters.forEach((parameter, index) => {
      this.#newBuffer({ kind: 'parameter', index }, undefined, parameter);
    });
    const inPlace = new Map(
      wanted.filter((overwrite) => !deferred.has(overwrite)).map(({ result, parameter }) => [result, parameter]),
    );
    this.#results.forEach((result, index) => {
      const parameter = inPlace.get(result);
      if (parameter !== undefined) this.#buffers.set(result, this.#bufferOf(parameter));
      else if (overwrites[index] === null || overwrites[index] === undefined)
        this.#newBuffer({ kind: 'result', index }, undefined, result);
    });
    for (const group of order) for (const node of [...group.primaries, ...group.elementwise]) this.#ensureBuffer(node);
    const unstored = this.#unstored(groups);
    for (const group of order) this.#lowerGroup(group, unstored);
    for (const { result, parameter } of deferred) this.#copy(result, parameter);
    return this.#finish();
  }

  #newBuffer(place: BufferPlace | undefined, size: number | undefined, node?: Node): number {
    const id = this.#places.push(place) - 1;
    this.#sizes.push(place === undefined ? size : undefined);
    if (node !== undefined) this.#buffers.set(node, id);
    return id;
  }

  #ensureBuffer(node: Node): void {
    if (!this.#buffers.has(node)) this.#newBuffer(undefined, Math.max(1, sizeOf(node.shape)), node);
  }

  readonly #bufferOf = (node: Node): number => {
    const id = this.#buffers.get(node);
    if (id === undefined) throw new Error(`A kernel needs ${node.op}, which has no buffer.`);
    return id;
  };

  /** A kernel may overwrite what it reads when every element is read at the point where it is written. */
  #readsInPlace(group: Group, parameter: Node): boolean {
    if (group.kind === 'single') return false;
    if (group.primaries.some((node) => dependencies(node, this.#hasBuffer).includes(parameter))) return false;
    return group.elementwise.every((node) => {
      const { dims, coordinates } = identityCoordinates(node.shape);
      const whole = linear(node.shape, coordinates, dims.length);
      const context: WalkContext = {
        table: new ExprTable(),
        rank: dims.length,
        hasBuffer: this.#hasBuffer,
        inRegister: () => undefined,
      };
      let aligned = true;
      visitExprs([expressionOf(node, coordinates, context, true)], (expr) => {
        if (expr.kind === 'load' && expr.node === parameter) {
          aligned &&=
            expr.at.offset === 0 &&
            sizeOf(parameter.shape) === sizeOf(node.shape) &&
            expr.at.strides.every((s, i) => s === whole.strides[i]);
        }
      });
      return aligned;
    });
  }

  /** Values that only the kernel which computes them reads: they stay in registers. */
  #unstored(groups: readonly Group[]): Set<Node> {
    const groupOf = new Map<Node, Group>();
    for (const group of groups) for (const node of [...group.primaries, ...group.elementwise]) groupOf.set(node, group);
    const stored = new Set(this.#results);
    for (const [node, group] of groupOf) {
      for (const read of dependencies(node, this.#hasBuffer)) if (groupOf.get(read) !== group) stored.add(read);
    }
    return new Set(
      [...groupOf].filter(([node, group]) => group.kind !== 'single' && !stored.has(node)).map(([node]) => node),
    );
  }

  #add(kernel: Kernel, origins: readonly Node[]): void {
    if (kernel.units === 0) return;
    this.#kernels.push(kernel);
    this.#origins.push([...origins]);
  }

  #name(nodes: readonly Node[]): string {
    return `k${this.#kernels.length}_${[...new Set(nodes.map((node) => node.op))].slice(0, 4).join('_')}`;
  }

  #lowerGroup(group: Group, unstored: ReadonlySet<Node>): void {
    const members = [...group.primaries, ...group.elementwise];
    if (members.every((node) => sizeOf(node.shape) === 0)) return;
    switch (group.kind) {
      case 'map':
        return this.#lowerMap(group, unstored);
      case 'reduce':
        return this.#lowerReduce(group, unstored);
      case 'dot':
        return this.#lowerDot(group, unstored);
      case 'single':
        for (const node of group.primaries) {
          const around = {
            target: this.#target,
            bufferOf: this.#bufferOf,
            hasBuffer: this.#hasBuffer,
            scratch: (elements: number) => this.#newBuffer(undefined, Math.max(1, elements)),
          };
          for (const kernel of lowerSingle(node, this.#name([node]), around)) this.#add(kernel, [node]);
        }
    }
  }

  /** Expressions of a kernel's elementwise values; each sees the earlier ones in registers. */
  #elementwise(
    group: Group,
    rank: number,
    coordinatesOf: (shape: readonly number[]) => Coordinates,
    table: ExprTable,
    held: Map<Node, Expr>,
  ): Output[] {
    return group.elementwise.map((node) => {
      const coordinates = coordinatesOf(node.shape);
      const context: WalkContext = { table, rank, hasBuffer: this.#hasBuffer, inRegister: (other) => held.get(other) };
      const expr = expressionOf(node, coordinates, context, true);
      held.set(node, expr);
      return { node, expr, at: linear(node.shape, coordinates, rank) };
    });
  }

  #lowerMap(group: Group, unstored: ReadonlySet<Node>): void {
    const outputs = this.#elementwise(
      group,
      group.space.length,
      (shape) => identityCoordinates(shape).coordinates,
      new ExprTable(),
      new Map(),
    );
    const stored = outputs.filter((output) => !unstored.has(output.node));
    this.#add(
      lowerMap(this.#name(group.elementwise), group.space, stored, this.#bufferOf, this.#target),
      group.elementwise,
    );
  }

  #lowerReduce(group: Group, unstored: ReadonlySet<Node>): void {
    const primaries = group.primaries.filter(isReduce);
    const { axes, dims, reduced } = reductionSpace(at(primaries, 0));
    const rank = dims.length;
    const table = new ExprTable();
    const operandShape = at(at(primaries, 0).inputs, 0).shape;
    const operandCoordinates: Coordinates = operandShape.map((_, axis) => ({
      strides: axes.map((loopAxis) => (loopAxis === axis ? 1 : 0)),
      offset: 0,
    }));
    const context: WalkContext = { table, rank, hasBuffer: this.#hasBuffer, inRegister: () => undefined };
    const reductions: Reduction[] = primaries.map((node) => ({
      op: node.op,
      dtype: node.dtype,
      expr: expressionOf(at(node.inputs, 0), operandCoordinates, context),
    }));
    const keptDims = range(rank).filter((d) => !reduced[d]);
    /** The kept loops stand for the axes of extent other than 1 of any result. */
    const coordinatesOf = (shape: readonly number[]): Coordinates => {
      let next = 0;
      return shape.map((n) => {
        const dim = n === 1 ? undefined : keptDims[next++];
        return { strides: range(rank).map((d) => (d === dim ? 1 : 0)), offset: 0 };
      });
    };
    const held = new Map<Node, Expr>();
    const totals = primaries.map((node, index) => {
      const expr = table.make({ kind: 'accumulator', dtype: node.dtype, index });
      held.set(node, expr);
      return { node, expr, at: linear(node.shape, coordinatesOf(node.shape), rank) };
    });
    const outputs = [...totals, ...this.#elementwise(group, rank, coordinatesOf, table, held)];
    const stored = outputs.filter((output) => !unstored.has(output.node));
    const members = [...group.primaries, ...group.elementwise];
    const lowering = new ReduceLowering(dims, reduced, reductions, stored, this.#bufferOf, this.#target);
    this.#add(lowering.lower(this.#name(members)), members);
  }

  #lowerDot(group: Group, unstored: ReadonlySet<Node>): void {
    const node = at(group.primaries, 0);
    const members = [...group.primaries, ...group.elementwise];
    const matrix = (operand: Node): Matrix => {
      const view = viewOf(operand, this.#hasBuffer);
      return {
        buffer: this.#bufferOf(view.source),
        offset: view.at.offset,
        strides: [at(view.at.strides, 0), at(view.at.strides, 1), at(view.at.strides, 2)],
      };
    };
    const [batch, m, n] = [at(node.shape, 0), at(node.shape, 1), at(node.shape, 2)];
    const shape: DotShape = { batch, m, n, k: at(at(node.inputs, 0).shape, 2) };
    let right = matrix(at(node.inputs, 1));
    let panelStride: number | undefined;
    if (needsPacking(shape, right)) {
      const packed = this.#newBuffer(undefined, packedSize(shape, this.#target));
      this.#add(lowerPack(`${this.#name(members)}_pack`, shape, right, packed, this.#target), members);
      ({ matrix: right, panelStride } = packedMatrix(shape, packed, this.#target));
    }
    const extents = [batch, m, n];
    const coordinatesOf = (other: readonly number[]): Coordinates => {
      const dims = range(3).filter((d) => extents[d] !== 1);
      let next = 0;
      return other.map((extent) => {
        const dim = extent === 1 ? undefined : dims[next++];
        return { strides: range(3).map((d) => (d === dim ? 1 : 0)), offset: 0 };
      });
    };
    const table = new ExprTable();
    const product = table.make({ kind: 'accumulator', dtype: node.dtype, index: 0 });
    const held = new Map<Node, Expr>([[node, product]]);
    const outputs = [
      { node, expr: product, at: linear(node.shape, coordinatesOf(node.shape), 3) },
      ...this.#elementwise(group, 3, coordinatesOf, table, held),
    ];
    const stored = outputs.filter((output) => !unstored.has(output.node));
    let left = matrix(at(node.inputs, 0));
    if (needsTransposedCopy(shape, left)) {
      const copy = this.#newBuffer(undefined, batch * m * shape.k);
      this.#add(lowerTransposedCopy(`${this.#name(members)}_transpose`, shape, left, copy, this.#target), members);
      left = { buffer: copy, offset: 0, strides: [m * shape.k, shape.k, 1] };
    }
    const lowering = new DotLowering(shape, left, right, panelStride, stored, this.#bufferOf, this.#target);
    this.#add(lowering.lower(this.#name(members)), members);
  }

  #copy(result: Node, parameter: Node): void {
    const dims = sizeOf(result.shape) === 1 ? [] : [sizeOf(result.shape)];
    const position = { strides: dims.map(() => 1), offset: 0 };
    const expr = new ExprTable().make({ kind: 'load', dtype: result.dtype, node: result, at: position });
    this.#add(
      lowerMap(
        `${this.#name([result])}_copy`,
        dims,
        [{ node: parameter, expr, at: position }],
        this.#bufferOf,
        this.#target,
      ),
      [result],
    );
  }

  #finish(): Program {
    const arena = planArena(this.#kernels, this.#sizes);
    const buffers = this.#places.map(
      (place, i): BufferPlace => place ?? { kind: 'arena', offset: arena.offsets[i] ?? 0 },
    );
    return {
      kernels: this.#kernels,
      barriers: barriersOf(this.#kernels, buffers, this.#sizes),
      buffers,
      arenaSize: arena.size,
      origins: this.#origins,
    };
  }
}
