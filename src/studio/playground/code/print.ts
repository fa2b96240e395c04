import { snakeCase } from '../../../support/case.ts';

/** What can stand in a line of code: a literal, or a call with options by name. */
export type CodeValue = string | number | boolean | CodeCall;

export interface CodeCall {
  readonly name: string;
  readonly first?: string | number;
  readonly options: Readonly<Record<string, CodeValue>>;
}

/** The classes of which a namespace is named in front: `layers.Dense`. */
const namespaces: Readonly<Record<string, string>> = {
  RandomNormal: 'initializers',
  SGD: 'optimizers',
  Adagrad: 'optimizers',
  RMSprop: 'optimizers',
  Adam: 'optimizers',
  AdamW: 'optimizers',
  Nadam: 'optimizers',
};

const pathOf = (name: string): string => `${namespaces[name] ?? 'layers'}.${name}`;

/** A call in TypeScript, such as `new layers.Dense(32, { activation: 'elu' })`. */
export function inTypeScript(value: CodeValue): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object') return String(value);
  const options = Object.entries(value.options).map(([key, one]) => `${key}: ${inTypeScript(one)}`);
  const parts = [
    ...(value.first === undefined ? [] : [inTypeScript(value.first)]),
    ...(options.length === 0 ? [] : [`{ ${options.join(', ')} }`]),
  ];
  return `new ${pathOf(value.name)}(${parts.join(', ')})`;
}

/** The same call in Python, such as `keras.layers.Dense(32, activation="elu")`. */
export function inPython(value: CodeValue): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  const options = Object.entries(value.options).map(([key, one]) => `${snakeCase(key)}=${inPython(one)}`);
  const parts = [...(value.first === undefined ? [] : [inPython(value.first)]), ...options];
  return `keras.${pathOf(value.name)}(${parts.join(', ')})`;
}
