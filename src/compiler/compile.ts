import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { sharePads } from '../graph/share-pads.ts';
import { simplify } from '../graph/simplify.ts';
import { sinkIntoLoops } from '../graph/sink.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import { isWindowedDot } from './contraction.ts';
import { type Affine, type Expr, ExprTable } from './expression.ts';
import { formGroups, type Group, isReduce, membersOf, reductionSpace } from './groups.ts';
import type { Computation, Job } from './job.ts';
import type { Kernel, Target } from './kernel.ts';
import { type DotPlan, lowerDot, rowsInPlace } from './lower-dot.ts';
import { lowerLoop } from './lower-loop.ts';
import { lowerMap } from './lower-map.ts';
import { ReduceLowering, type Reduction } from './lower-reduce.ts';
import { lowerSingle } from './lower-single.ts';
import { lowerWindowedDot } from './lower-windowed-dot.ts';
import type { Output } from './nest.ts';
import type { DotShape, Matrix } from './panels.ts';
import { type Product, planDot } from './plan-dot.ts';
import type { Program } from './program.ts';
import { type Code, type Level, ProgramWriter } from './program-writer.ts';
import { byDepth, distinctResults } from './result-order.ts';
import { Riders } from './riders.ts';
import { chooseRoots } from './roots.ts';
import { type Overwrite, schedule } from './schedule.ts';
import { inParts, sharedParts } from './shared-sum.ts';
import { readsInPlace, unstored } from './storage.ts';
import { type Coordinates, expressionOf, identityCoordinates, linear, viewOf, type WalkContext } from './walk.ts';

/** Compiles a graph to kernels for a target. */
export function compileGraph(computation: Computation, target: Target): Program {
  const { parameters, results, overwrites } = computation;
  const writer = new ProgramWriter();
  const code: Code = [];
  const level: Level = { outer: undefined, loop: undefined, code, constants: new Set(), depth: 0 };
  const buffers = parameters.map((_, index) => writer.newBuffer({ kind: 'parameter', index }, undefined));
  const resultBuffers = results.map((_, index) =>
    typeof overwrites[index] === 'number' ? undefined : writer.newBuffer({ kind: 'result', index }, undefined),
  );
  new Compilation({ parameters, buffers, results, resultBuffers, overwrites }, writer, level, target).compile();
  return writer.finish(code);
}

/** Compiles a graph, or what a loop does in one iteration. */
export class Compilation {
  readonly #target: Target;
  readonly #job: Job;
  readonly #writer: ProgramWriter;
  readonly #level: Level;
  readonly #results: readonly Node[];
  readonly #roots: ReadonlySet<Node>;
  readonly #buffers = new Map<Node, number>();

  constructor(job: Job, writer: ProgramWriter, level: Level, target: Target) {
    this.#target = target;
    this.#job = job;
    this.#writer = writer;
    this.#level = level;
    this.#results = distinctResults(sharePads(sinkIntoLoops(simplify(job.results))));
    this.#roots = chooseRoots(this.#results);
  }

  readonly #hasBuffer = (node: Node): boolean => this.#roots.has(node);

  compile(): void {
    const { parameters, buffers, resultBuffers, overwrites } = this.#job;
    const groups = formGroups(byDepth(this.#results), this.#roots);
    const wanted: Overwrite[] = this.#results.flatMap((result, i) => {
      const index = overwrites[i];
      return index === null || index === undefined ? [] : [{ result, parameter: at(parameters, index) }];
    });
    const { order, deferred } = schedule(groups, this.#roots, wanted, (group, parameter) =>
      readsInPlace(group, parameter, this.#hasBuffer),
    );
    parameters.forEach((parameter, i) => {
      this.#buffers.set(parameter, at(buffers, i));
    });
    const inPlace = new Map(
      wanted.filter((overwrite) => !deferred.has(overwrite)).map(({ result, parameter }) => [result, parameter]),
    );
    this.#results.forEach((result, i) => {
      const parameter = inPlace.get(result);
      const own = resultBuffers[i];
      if (parameter !== undefined) this.#buffers.set(result, this.#bufferOf(parameter));
      else if (own !== undefined) this.#buffers.set(result, own);
    });
    const inRegisters = unstored(groups, this.#results, this.#hasBuffer);
    for (const group of order) {
      for (const node of membersOf(group)) {
        const rows = node.shape[1] ?? 1;
        const isPrivateProduct = node.op === 'dot' && inRegisters.has(node);
        this.#ensureBuffer(node, sizeOf(node.shape) * (isPrivateProduct ? rowsInPlace(rows) / rows : 1));
      }
    }
    for (const group of order) this.#lowerGroup(group, inRegisters);
    for (const { result, parameter } of deferred) this.#assign(this.#bufferOf(parameter), result);
  }

  #newTemporary(size: number): number {
    return this.#writer.newBuffer(undefined, size, this.#level);
  }

  #ensureBuffer(node: Node, size: number): void {
    if (!this.#buffers.has(node)) this.#buffers.set(node, this.#newTemporary(Math.max(1, size)));
  }

  readonly #bufferOf = (node: Node): number => {
    const id = this.#buffers.get(node);
    if (id === undefined) throw new Error(`A kernel needs ${node.op}, which has no buffer.`);
    return id;
  };

  #add(kernel: Kernel, origins: readonly Node[], level: Level = this.#level): void {
    if (kernel.units > 0) level.code.push({ kind: 'kernel', kernel, origins: [...origins] });
  }

  #name(nodes: readonly Node[]): string {
    return this.#writer.name(nodes);
  }

  #lowerGroup(group: Group, unstored: ReadonlySet<Node>): void {
    if (membersOf(group).every((node) => sizeOf(node.shape) === 0)) return;
    switch (group.kind) {
      case 'map':
        return this.#lowerMap(group, unstored);
      case 'reduce':
        return this.#lowerReduce(group, unstored);
      case 'dot':
        return this.#lowerDot(group, unstored);
      case 'loop':
        return lowerLoop(group.primaries, {
          writer: this.#writer,
          level: this.#level,
          bufferOf: this.#bufferOf,
          assign: (buffer, value) => this.#assign(buffer, value),
          compile: (job, level) => new Compilation(job, this.#writer, level, this.#target).compile(),
        });
      case 'single':
        for (const node of group.primaries) {
          const around = {
            target: this.#target,
            bufferOf: this.#bufferOf,
            hasBuffer: this.#hasBuffer,
            scratch: (elements: number) => this.#newTemporary(Math.max(1, elements)),
            isExact: this.#isExact,
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
      return { node, expr, at: linear(node.shape, coordinates, rank), exact: this.#isExact(node) };
    });
  }

  #lowerMap(group: Group, unstored: ReadonlySet<Node>): void {
    const table = new ExprTable();
    const held = new Map<Node, Expr>();
    const rank = group.space.length;
    const coordinatesOf = (shape: readonly number[]) => identityCoordinates(shape).coordinates;
    const outputs = this.#elementwise(group, rank, coordinatesOf, table, held);
    const riders = this.#riders(group, rank, coordinatesOf, table, held);
    const stored = outputs.filter((output) => !unstored.has(output.node));
    const members = membersOf(group);
    const name = this.#name(members);
    this.#add(lowerMap(name, group.space, stored, this.#bufferOf, this.#target, riders), members);
    this.#addCombination(name, group, riders);
  }

  /** The group's reductions to one number, over the same loops as its elementwise values. */
  #riders(
    group: Group,
    rank: number,
    coordinatesOf: (shape: readonly number[]) => Coordinates,
    table: ExprTable,
    held: ReadonlyMap<Node, Expr>,
  ): Riders {
    const context: WalkContext = { table, rank, hasBuffer: this.#hasBuffer, inRegister: (other) => held.get(other) };
    const riders = group.riders.map((node) => {
      const operand = at(node.inputs, 0);
      return {
        node,
        op: node.op,
        dtype: node.dtype,
        expr: expressionOf(operand, coordinatesOf(operand.shape), context),
      };
    });
    return new Riders(riders, (elements) => this.#newTemporary(elements));
  }

  #addCombination(name: string, group: Group, riders: Riders): void {
    if (!riders.none) this.#add(riders.combine(`${name}_total`, this.#bufferOf, this.#target), group.riders);
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
      return { node, expr, at: linear(node.shape, coordinatesOf(node.shape), rank), exact: this.#isExact(node) };
    });
    const outputs = [...totals, ...this.#elementwise(group, rank, coordinatesOf, table, held)];
    const stored = outputs.filter((output) => !unstored.has(output.node));
    const members = [...group.primaries, ...group.elementwise];
    const lowering = new ReduceLowering(dims, reduced, reductions, stored, this.#bufferOf, this.#target);
    this.#add(lowering.lower(this.#name(members)), members);
  }

  /** The outermost level at which a buffer has the value that it has here. */
  #levelOf(buffer: number): Level {
    let level = this.#level;
    while (level.outer !== undefined && level.loop !== undefined && level.constants.has(buffer)) {
      level = { ...level.outer, code: level.loop.before };
    }
    return level;
  }

  #lowerDot(group: Group, unstored: ReadonlySet<Node>): void {
    const node = at(group.primaries, 0);
    if (isWindowedDot(node)) return this.#lowerWindowedDot(group, node, unstored);
    const members = membersOf(group);
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
    const extents = [batch, m, n];
    const coordinatesOf = (other: readonly number[]): Coordinates => {
      const dims = range(3).filter((d) => extents[d] !== 1);
      let next = 0;
      return other.map((extent) => {
        const dim = extent === 1 ? undefined : dims[next++];
        return { strides: range(3).map((d) => (d === dim ? 1 : 0)), offset: 0 };
      });
    };
    const position = linear(node.shape, coordinatesOf(node.shape), 3);
    const [item = 0, row = 0, column = 0] = position.strides;
    const product: Product = {
      buffer: this.#bufferOf(node),
      offset: position.offset,
      strides: [item, row, column],
      isPrivate: unstored.has(node),
    };
    const name = this.#name(members);
    const operands = [matrix(at(node.inputs, 0)), matrix(at(node.inputs, 1))] as const;
    const table = new ExprTable();
    const load = (from: Node, where: Affine) => table.make({ kind: 'load', dtype: node.dtype, node: from, at: where });
    const epilogueOf = (value: Expr) => {
      const held = new Map<Node, Expr>([[node, value]]);
      const outputs = this.#elementwise(group, 3, coordinatesOf, table, held);
      const riders = this.#riders(group, 3, coordinatesOf, table, held);
      return { stored: outputs.filter((output) => !unstored.has(output.node)), riders };
    };
    const parts = sharedParts(shape, operands[1]);
    if (parts === 1) {
      const { stored, riders } = epilogueOf(load(node, position));
      const plan = this.#planDot(name, members, shape, operands, product);
      this.#add(lowerDot(name, plan, stored, this.#bufferOf, this.#target, riders), members);
      return this.#addCombination(name, group, riders);
    }
    const partial = g.parameter({}, [parts, m, n], node.dtype);
    const sum = range(parts)
      .map((part) => load(partial, { strides: [0, n, 1], offset: part * m * n }))
      .reduce((total, next) => table.make({ kind: 'op', dtype: node.dtype, op: 'add', args: [total, next] }));
    const { stored, riders } = epilogueOf(sum);
    const buffer = this.#newTemporary(parts * m * n);
    const partials: Product = { buffer, offset: 0, strides: [m * n, n, 1], isPrivate: false };
    const items = inParts(shape, operands, parts);
    const plan = this.#planDot(`${name}_parts`, members, items.shape, items.operands, partials);
    this.#add(lowerDot(`${name}_parts`, plan, [], this.#bufferOf, this.#target, new Riders([], () => 0)), members);
    const withPartial = (other: Node) => (other === partial ? buffer : this.#bufferOf(other));
    const own = unstored.has(node) ? [] : [{ node, expr: sum, at: position, exact: this.#isExact(node) }];
    this.#add(lowerMap(name, extents, [...own, ...stored], withPartial, this.#target, riders), members);
    this.#addCombination(name, group, riders);
  }

  /** Brings the operands of a product into a form in which they can be read quickly. */
  #planDot(
    name: string,
    members: readonly Node[],
    shape: DotShape,
    operands: readonly [Matrix, Matrix],
    product: Product,
  ): DotPlan {
    return planDot(name, shape, operands, product, {
      target: this.#target,
      homeOf: (buffer) => {
        const level = this.#levelOf(buffer);
        return {
          isOutside: level !== this.#level,
          newBuffer: (size) => this.#writer.newBuffer(undefined, size, level),
          add: (kernel) => this.#add(kernel, members, level),
        };
      },
      scratch: (size) => this.#newTemporary(size),
      add: (kernel) => this.#add(kernel, members),
    });
  }

  #lowerWindowedDot(group: Group, node: Node<'dot'>, unstored: ReadonlySet<Node>): void {
    const members = [...group.primaries, ...group.elementwise];
    const kernels = lowerWindowedDot(group, node, this.#name(members), {
      target: this.#target,
      bufferOf: this.#bufferOf,
      hasBuffer: this.#hasBuffer,
      isExact: this.#isExact,
      isUnstored: (member) => unstored.has(member),
      scratch: (elements) => this.#newTemporary(elements),
      elementwise: (rank, coordinatesOf, table, held) => this.#elementwise(group, rank, coordinatesOf, table, held),
    });
    for (const kernel of kernels) this.#add(kernel, members);
  }

  /** Whether nothing may be written behind a node's buffer, because it is part of another one. */
  readonly #isExact = (node: Node): boolean => this.#writer.isWindow(this.#bufferOf(node));

  /** Computes a value into a buffer of the same shape. */
  #assign(buffer: number, value: Node): void {
    if (sizeOf(value.shape) === 0) return;
    const { dims, coordinates } = identityCoordinates(value.shape);
    const rank = dims.length;
    const context = { table: new ExprTable(), rank, hasBuffer: this.#hasBuffer, inRegister: () => undefined };
    const expr = expressionOf(value, coordinates, context);
    const node = g.parameter({}, value.shape, value.dtype);
    const exact = this.#writer.isWindow(buffer);
    const output = { node, expr, at: linear(value.shape, coordinates, rank), exact };
    const bufferOf = (other: Node) => (other === node ? buffer : this.#bufferOf(other));
    this.#add(lowerMap(`${this.#name([value])}_copy`, dims, [output], bufferOf, this.#target), [value]);
  }
}
