import { hostArray, isFloat, unreachable } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, sameShape, sizeOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { BinaryOp, CompareOp, Node, UnaryOp } from '../node.ts';
import type { Rule, RuleTable, Spec } from './rule.ts';
import { compareFunctions, floatFunctions, integerFunctions, unaryFunctions } from './scalar-functions.ts';

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

function sameOperands(op: string, inputs: readonly Spec[]): Spec {
  const first = at(inputs, 0);
  for (const input of inputs) {
    if (!sameShape(input.shape, first.shape) || input.dtype !== first.dtype) {
      throw new ArgumentError(
        `Primitive ${op} takes operands of one shape and dtype. Received: ${inputs.map((s) => `${s.dtype} ${formatShape(s.shape)}`).join(' and ')}`,
      );
    }
  }
  return { shape: first.shape, dtype: first.dtype };
}

/** Unary primitives of integers as well as of floats. */
const INTEGRAL_UNARY: ReadonlySet<UnaryOp> = new Set<UnaryOp>(['neg', 'abs', 'sign', 'stopGradient']);

/** Gradient of each unary primitive: the cotangent times the derivative, in terms of the operand x and the result y. */
function unaryGradient(op: UnaryOp, x: Node, y: Node, ct: Node): Node | null {
  const constant = (value: number) => g.likeConstant(x, value);
  switch (op) {
    case 'neg':
      return g.neg(ct);
    case 'abs':
      return g.mul(ct, g.unary('sign', x));
    case 'exp':
      return g.mul(ct, y);
    case 'expm1':
      return g.mul(ct, g.add(y, constant(1)));
    case 'log':
      return g.div(ct, x);
    case 'log1p':
      return g.div(ct, g.add(x, constant(1)));
    case 'sqrt':
      return g.div(g.mul(ct, constant(0.5)), y);
    case 'rsqrt':
      return g.mul(ct, g.mul(constant(-0.5), g.div(y, x)));
    case 'tanh':
      return g.mul(ct, g.sub(constant(1), g.mul(y, y)));
    case 'logistic':
      return g.mul(ct, g.mul(y, g.sub(constant(1), y)));
    case 'erf':
      return g.mul(ct, g.mul(constant(TWO_OVER_SQRT_PI), g.exp(g.neg(g.mul(x, x)))));
    case 'erfInv':
      return g.mul(ct, g.mul(constant(1 / TWO_OVER_SQRT_PI), g.exp(g.mul(y, y))));
    case 'sin':
      return g.mul(ct, g.unary('cos', x));
    case 'cos':
      return g.neg(g.mul(ct, g.unary('sin', x)));
    case 'atan':
      return g.div(ct, g.add(constant(1), g.mul(x, x)));
    case 'sign':
    case 'floor':
    case 'ceil':
    case 'round':
    // These stand in lowered graphs only, where gradients have been taken.
    case 'roundFloat16':
    case 'roundBfloat16':
    case 'stopGradient':
      return null;
    default:
      return unreachable(op);
  }
}

function unaryRule<P extends UnaryOp>(op: P): Rule<UnaryOp> {
  return {
    infer: (inputs) => {
      const spec = sameOperands(op, inputs);
      if (!isFloat(spec.dtype) && !INTEGRAL_UNARY.has(op))
        throw new ArgumentError(`Primitive ${op} takes floats. Received: ${spec.dtype}`);
      return spec;
    },
    vjp: (node, ct) => [isFloat(node.dtype) ? unaryGradient(op, at(node.inputs, 0), node, ct) : null],
    evaluate: (inputs, _, result) => {
      const x = at(inputs, 0).data;
      const out = hostArray(result.dtype, sizeOf(result.shape));
      const f = unaryFunctions[op];
      for (let i = 0; i < out.length; i++) out[i] = f(at(x, i));
      return out;
    },
  };
}

/** max and min share the cotangent between equal operands, as JAX does. */
function extremeGradient(a: Node, b: Node, y: Node, ct: Node): [Node, Node] {
  const zero = g.zerosLike(ct);
  const half = g.mul(ct, g.likeConstant(ct, 0.5));
  const tie = g.eq(a, b);
  const toA = g.where(tie, half, g.where(g.eq(a, y), ct, zero));
  const toB = g.where(tie, half, g.where(g.eq(b, y), ct, zero));
  return [toA, toB];
}

function powGradient(a: Node, b: Node, y: Node, ct: Node): [Node, Node] {
  const zero = g.zerosLike(a);
  const one = g.likeConstant(a, 1);
  // d(a^b)/da = b a^(b-1), and 0 where b is 0; d(a^b)/db = y log a, and 0 where a is 0.
  const toA = g.where(g.eq(b, zero), zero, g.mul(ct, g.mul(b, g.binary('pow', a, g.sub(b, one)))));
  const logA = g.unary('log', g.where(g.eq(a, zero), one, a));
  return [toA, g.mul(ct, g.mul(y, logA))];
}

function binaryGradient(op: BinaryOp, a: Node, b: Node, y: Node, ct: Node): readonly (Node | null)[] {
  switch (op) {
    case 'add':
      return [ct, ct];
    case 'sub':
      return [ct, g.neg(ct)];
    case 'mul':
      return [g.mul(ct, b), g.mul(ct, a)];
    case 'div':
      return [g.div(ct, b), g.neg(g.div(g.mul(ct, y), b))];
    case 'pow':
      return powGradient(a, b, y, ct);
    case 'max':
    case 'min':
      return extremeGradient(a, b, y, ct);
    case 'rem': {
      const quotient = g.div(a, b);
      const truncated = g.where(g.lt(quotient, g.zerosLike(a)), g.unary('ceil', quotient), g.unary('floor', quotient));
      return [ct, g.neg(g.mul(ct, truncated))];
    }
    case 'atan2': {
      const squared = g.add(g.mul(a, a), g.mul(b, b));
      return [g.div(g.mul(ct, b), squared), g.neg(g.div(g.mul(ct, a), squared))];
    }
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
    case 'shiftLeft':
    case 'shiftRight':
      return [null, null];
    default:
      return unreachable(op);
  }
}

function binaryFunction(op: BinaryOp, spec: Spec): (a: number, b: number) => number {
  if (isFloat(spec.dtype)) {
    if (op in floatFunctions) return floatFunctions[op as keyof typeof floatFunctions];
    throw new ArgumentError(`Primitive ${op} takes integers. Received: ${spec.dtype}`);
  }
  if (op === 'atan2') throw new ArgumentError(`Primitive ${op} takes floats. Received: ${spec.dtype}`);
  return integerFunctions[op];
}

function binaryRule(op: BinaryOp): Rule<BinaryOp> {
  return {
    infer: (inputs) => {
      const spec = sameOperands(op, inputs);
      binaryFunction(op, spec);
      return spec;
    },
    vjp: (node, ct) =>
      isFloat(node.dtype) ? binaryGradient(op, at(node.inputs, 0), at(node.inputs, 1), node, ct) : [null, null],
    evaluate: (inputs, _, result) => {
      const a = at(inputs, 0).data;
      const b = at(inputs, 1).data;
      const out = hostArray(result.dtype, sizeOf(result.shape));
      const f = binaryFunction(op, result);
      for (let i = 0; i < out.length; i++) out[i] = f(at(a, i), at(b, i));
      return out;
    },
  };
}

function compareRule(op: CompareOp): Rule<CompareOp> {
  return {
    infer: (inputs) => ({ shape: sameOperands(op, inputs).shape, dtype: 'bool' }),
    vjp: () => [null, null],
    evaluate: (inputs, _, result) => {
      const a = at(inputs, 0).data;
      const b = at(inputs, 1).data;
      const out = hostArray('bool', sizeOf(result.shape));
      const f = compareFunctions[op];
      for (let i = 0; i < out.length; i++) out[i] = f(at(a, i), at(b, i)) ? 1 : 0;
      return out;
    },
  };
}

const whereRule: Rule<'where'> = {
  infer: (inputs) => {
    const condition = at(inputs, 0);
    const spec = sameOperands('where', inputs.slice(1));
    if (condition.dtype !== 'bool' || !sameShape(condition.shape, spec.shape)) {
      throw new ArgumentError(
        `Primitive where takes a bool condition of shape ${formatShape(spec.shape)}. Received: ${condition.dtype} ${formatShape(condition.shape)}`,
      );
    }
    return spec;
  },
  vjp: (node, ct) => {
    const condition = at(node.inputs, 0);
    const zero = g.zerosLike(ct);
    return [null, g.where(condition, ct, zero), g.where(condition, zero, ct)];
  },
  evaluate: (inputs, _, result) => {
    const [condition, a, b] = [at(inputs, 0).data, at(inputs, 1).data, at(inputs, 2).data];
    const out = hostArray(result.dtype, sizeOf(result.shape));
    for (let i = 0; i < out.length; i++) out[i] = condition[i] ? at(a, i) : at(b, i);
    return out;
  },
};

/** Float to integer as WebAssembly and XLA saturate it: NaN is 0, what is too large becomes the extreme. */
export function saturate(value: number, dtype: 'int32' | 'uint32'): number {
  if (Number.isNaN(value)) return 0;
  const [low, high] = dtype === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
  return Math.min(Math.max(Math.trunc(value), low), high);
}

const castRule: Rule<'cast'> = {
  infer: (inputs, { dtype }) => ({ shape: at(inputs, 0).shape, dtype }),
  vjp: (node, ct) => {
    const x = at(node.inputs, 0);
    return [isFloat(x.dtype) && isFloat(node.dtype) ? g.cast(ct, x.dtype) : null];
  },
  evaluate: (inputs, { dtype }, result) => {
    const x = at(inputs, 0);
    const out = hostArray(dtype, sizeOf(result.shape));
    for (let i = 0; i < out.length; i++) {
      const value = at(x.data, i);
      if (dtype === 'bool') out[i] = value !== 0 ? 1 : 0;
      else
        out[i] =
          x.dtype === 'float32' && dtype !== 'float32' ? saturate(value, dtype === 'uint32' ? dtype : 'int32') : value;
    }
    return out;
  },
};

const customGradientRule: Rule<'customGradient'> = {
  infer: (inputs) => {
    const { shape, dtype } = at(inputs, 0);
    return { shape, dtype };
  },
  vjp: (node, ct) => {
    const shares = node.attrs.gradient(ct);
    const args = node.inputs.slice(1);
    args.forEach((arg, i) => {
      const share = shares[i] ?? null;
      if (share !== null && !sameShape(share.shape, arg.shape))
        throw new ArgumentError(
          `The gradient of argument ${i} must have its shape ${formatShape(arg.shape)}. Received: ${formatShape(share.shape)}`,
        );
    });
    return [null, ...args.map((_, i) => shares[i] ?? null)];
  },
  evaluate: (inputs) => at(inputs, 0).data.slice(),
};

const bitcastRule: Rule<'bitcast'> = {
  infer: (inputs, { dtype }) => ({ shape: at(inputs, 0).shape, dtype }),
  vjp: () => [null],
  evaluate: (inputs, { dtype }) => {
    const x = at(inputs, 0).data;
    const out = hostArray(dtype, x.length);
    new Uint8Array(out.buffer).set(new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
    return out;
  },
};

const unaryOps = Object.keys(unaryFunctions) as UnaryOp[];
const binaryOps = Object.keys({ ...floatFunctions, ...integerFunctions }) as BinaryOp[];
const compareOps = Object.keys(compareFunctions) as CompareOp[];

export const elementwiseRules = {
  ...Object.fromEntries(unaryOps.map((op) => [op, unaryRule(op)])),
  ...Object.fromEntries(binaryOps.map((op) => [op, binaryRule(op)])),
  ...Object.fromEntries(compareOps.map((op) => [op, compareRule(op)])),
  where: whereRule,
  cast: castRule,
  customGradient: customGradientRule,
  bitcast: bitcastRule,
} as RuleTable<UnaryOp | BinaryOp | CompareOp | 'where' | 'cast' | 'bitcast' | 'customGradient'>; // fromEntries loses the key type
