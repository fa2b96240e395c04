const LAMBDA = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** Abramowitz and Stegun 7.1.26; 1.5e-7 is enough for an expectation. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - poly * Math.exp(-x * x));
}

/** Activation functions of one number, by Keras's names; those of whole vectors (softmax) are not among them. */
const functions: Readonly<Record<string, (z: number) => number>> = {
  linear: (z) => z,
  relu: (z) => Math.max(z, 0),
  relu6: (z) => Math.min(Math.max(z, 0), 6),
  leaky_relu: (z) => (z > 0 ? z : 0.2 * z),
  prelu: (z) => Math.max(z, 0),
  rrelu: (z) => (z > 0 ? z : 0.229 * z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  celu: (z) => (z > 0 ? z : Math.expm1(z)),
  selu: (z) => (z > 0 ? LAMBDA * z : LAMBDA * ALPHA * Math.expm1(z)),
  gelu: (z) => (z * (1 + erf(z / Math.SQRT2))) / 2,
  silu: (z) => z * sigmoid(z),
  swish: (z) => z * sigmoid(z),
  mish: (z) => z * Math.tanh(softplus(z)),
  softplus,
  softsign: (z) => z / (1 + Math.abs(z)),
  tanh: Math.tanh,
  sigmoid,
  hard_sigmoid: (z) => Math.min(Math.max((z + 3) / 6, 0), 1),
  hard_tanh: (z) => Math.min(Math.max(z, -1), 1),
  hard_silu: (z) => (z * Math.min(Math.max(z + 3, 0), 6)) / 6,
  exponential: Math.exp,
};

/** The activation as a function of one number, or undefined when it isn't one. */
export const scalarActivation = (name: string): ((z: number) => number) | undefined => functions[name];

/** The names that `scalarActivation` knows. */
export const activationNames: readonly string[] = Object.keys(functions);
