import { hostArray } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, range, type Shape, sizeOf, stridesOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { HostValue, Rule, RuleTable, Spec } from './rule.ts';

/** Visits every multi-index of a shape in row-major order, with its position. The index array is reused. */
export function forEachIndex(shape: Shape, visit: (index: readonly number[], position: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let position = 0; position < size; position++) {
    visit(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = at(index, axis) + 1;
      index[axis] = next === at(shape, axis) ? 0 : next;
      if (next !== at(shape, axis)) break;
    }
  }
}

/** Fills the result by looking up, for each of its multi-indices, one element of the operand (or leaving 0). */
function lookup(
  x: HostValue,
  result: Spec,
  sourceOf: (index: readonly number[]) => number,
): ReturnType<typeof hostArray> {
  const out = hostArray(result.dtype, sizeOf(result.shape));
  forEachIndex(result.shape, (index, position) => {
    out[position] = at(x.data, sourceOf(index));
  });
  return out;
}

const dotIndex = (index: readonly number[], strides: readonly number[]) =>
  index.reduce((sum, i, axis) => sum + i * at(strides, axis), 0);

const refuse = (op: string, why: string, x: Spec, attrs: unknown): ArgumentError =>
  new ArgumentError(
    `Primitive ${op}: ${why}. Received: ${x.dtype} ${formatShape(x.shape)} and ${JSON.stringify(attrs)}`,
  );

const reshape: Rule<'reshape'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    if (sizeOf(x.shape) !== sizeOf(attrs.shape)) throw refuse('reshape', 'the number of elements must stay', x, attrs);
    return { shape: attrs.shape, dtype: x.dtype };
  },
  vjp: (node, ct) => [g.reshape(ct, at(node.inputs, 0).shape)],
  evaluate: (inputs) => at(inputs, 0).data.slice(),
};

const transpose: Rule<'transpose'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    const sorted = [...attrs.permutation].sort((a, b) => a - b);
    if (sorted.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw refuse('transpose', 'the permutation must name every axis once', x, attrs);
    }
    return { shape: attrs.permutation.map((axis) => at(x.shape, axis)), dtype: x.dtype };
  },
  vjp: (node, ct) => {
    const inverse = node.attrs.permutation.map((_, axis) => node.attrs.permutation.indexOf(axis));
    return [g.transpose(ct, inverse)];
  },
  evaluate: (inputs, { permutation }, result) => {
    const x = at(inputs, 0);
    const strides = stridesOf(x.shape);
    const permuted = permutation.map((axis) => at(strides, axis));
    return lookup(x, result, (index) => dotIndex(index, permuted));
  },
};

const broadcast: Rule<'broadcast'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    if (x.shape.length !== attrs.shape.length || x.shape.some((n, i) => n !== 1 && n !== attrs.shape[i])) {
      throw refuse('broadcast', 'only axes of extent 1 can be repeated', x, attrs);
    }
    return { shape: attrs.shape, dtype: x.dtype };
  },
  vjp: (node, ct) => [g.unbroadcast(ct, at(node.inputs, 0).shape)],
  evaluate: (inputs, _, result) => {
    const x = at(inputs, 0);
    const strides = stridesOf(x.shape).map((s, i) => (x.shape[i] === 1 ? 0 : s));
    return lookup(x, result, (index) => dotIndex(index, strides));
  },
};

const slice: Rule<'slice'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    const fits = x.shape.every((n, i) => {
      const [start, limit, stride] = [attrs.starts[i] ?? -1, attrs.limits[i] ?? -1, attrs.strides[i] ?? 0];
      return start >= 0 && start <= limit && limit <= n && stride >= 1;
    });
    if (!fits || attrs.starts.length !== x.shape.length)
      throw refuse('slice', 'the limits must lie inside the operand', x, attrs);
    return {
      shape: attrs.starts.map((start, i) => Math.ceil((at(attrs.limits, i) - start) / at(attrs.strides, i))),
      dtype: x.dtype,
    };
  },
  vjp: (node, ct) => {
    const { starts, strides } = node.attrs;
    const shape = at(node.inputs, 0).shape;
    const high = shape.map((n, i) => {
      const last = at(starts, i) + (at(node.shape, i) - 1) * at(strides, i);
      return at(node.shape, i) === 0 ? n - at(starts, i) : n - 1 - last;
    });
    if (sizeOf(node.shape) === 0) return [g.constant(0, shape, ct.dtype)];
    return [
      g.pad(
        ct,
        starts,
        high,
        0,
        strides.map((s) => s - 1),
      ),
    ];
  },
  evaluate: (inputs, attrs, result) => {
    const x = at(inputs, 0);
    const base = stridesOf(x.shape);
    return lookup(x, result, (index) =>
      index.reduce((sum, i, axis) => sum + (at(attrs.starts, axis) + i * at(attrs.strides, axis)) * at(base, axis), 0),
    );
  },
};

const pad: Rule<'pad'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    const shape = x.shape.map(
      (n, i) => n + Math.max(0, n - 1) * (attrs.interior[i] ?? 0) + (attrs.low[i] ?? 0) + (attrs.high[i] ?? 0),
    );
    if (attrs.low.length !== x.shape.length || shape.some((n) => n < 0) || attrs.interior.some((n) => n < 0)) {
      throw refuse('pad', 'the result must have an extent of at least 0 along each axis', x, attrs);
    }
    return { shape, dtype: x.dtype };
  },
  vjp: (node, ct) => {
    const { low, high, interior } = node.attrs;
    // Undo negative edges by padding, positive ones by slicing.
    const grown = g.pad(
      ct,
      low.map((n) => Math.max(0, -n)),
      high.map((n) => Math.max(0, -n)),
    );
    const starts = low.map((n) => Math.max(0, n));
    const shape = at(node.inputs, 0).shape;
    const steps = interior.map((n) => n + 1);
    const limits = shape.map((n, i) => at(starts, i) + (n === 0 ? 0 : (n - 1) * at(steps, i) + 1));
    return [g.slice(grown, starts, limits, steps)];
  },
  evaluate: (inputs, { low, interior, value }, result) => {
    const x = at(inputs, 0);
    const out = hostArray(result.dtype, sizeOf(result.shape)).fill(value);
    const strides = stridesOf(result.shape);
    forEachIndex(x.shape, (index, position) => {
      let target = 0;
      for (let axis = 0; axis < index.length; axis++) {
        const i = at(low, axis) + at(index, axis) * (at(interior, axis) + 1);
        if (i < 0 || i >= at(result.shape, axis)) return;
        target += i * at(strides, axis);
      }
      out[target] = at(x.data, position);
    });
    return out;
  },
};

const flip: Rule<'flip'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    if (attrs.axes.some((axis) => axis < 0 || axis >= x.shape.length))
      throw refuse('flip', 'the axes must exist', x, attrs);
    return { shape: x.shape, dtype: x.dtype };
  },
  vjp: (node, ct) => [g.flip(ct, node.attrs.axes)],
  evaluate: (inputs, { axes }, result) => {
    const x = at(inputs, 0);
    const strides = stridesOf(x.shape);
    return lookup(x, result, (index) =>
      index.reduce(
        (sum, i, axis) => sum + (axes.includes(axis) ? at(x.shape, axis) - 1 - i : i) * at(strides, axis),
        0,
      ),
    );
  },
};

const concat: Rule<'concat'> = {
  infer: (inputs, attrs) => {
    const first = at(inputs, 0);
    for (const input of inputs) {
      const fits =
        input.dtype === first.dtype &&
        input.shape.length === first.shape.length &&
        input.shape.every((n, i) => i === attrs.axis || n === first.shape[i]);
      if (!fits) {
        throw new ArgumentError(
          `Tensors can only be joined along axis ${attrs.axis} when all other extents agree. Received: ${inputs.map((x) => formatShape(x.shape)).join(', ')}`,
        );
      }
    }
    const total = inputs.reduce((sum, x) => sum + at(x.shape, attrs.axis), 0);
    return { shape: first.shape.map((n, i) => (i === attrs.axis ? total : n)), dtype: first.dtype };
  },
  vjp: (node, ct) => {
    let offset = 0;
    return node.inputs.map((input) => {
      const { axis } = node.attrs;
      const starts = range(ct.shape.length).map((i) => (i === axis ? offset : 0));
      offset += at(input.shape, axis);
      return g.slice(
        ct,
        starts,
        ct.shape.map((n, i) => (i === axis ? offset : n)),
      );
    });
  },
  evaluate: (inputs, { axis }, result) => {
    const out = hostArray(result.dtype, sizeOf(result.shape));
    const outer = sizeOf(result.shape.slice(0, axis));
    const row = sizeOf(result.shape.slice(axis));
    let offset = 0;
    for (const input of inputs) {
      const chunk = sizeOf(input.shape.slice(axis));
      for (let i = 0; i < outer; i++) out.set(input.data.subarray(i * chunk, (i + 1) * chunk), i * row + offset);
      offset += chunk;
    }
    return out;
  },
};

export const movementRules: RuleTable<'reshape' | 'transpose' | 'broadcast' | 'slice' | 'pad' | 'flip' | 'concat'> = {
  reshape,
  transpose,
  broadcast,
  slice,
  pad,
  flip,
  concat,
};
