import type { ConfigurableClass, CustomObjects } from './registry.ts';

/** Custom classes and functions by the names under which configs mention them. */
export type CustomMembers<F> = Readonly<Record<string, ConfigurableClass | F>>;

/** Tells a class, which makes objects from configs, from a plain function. */
export const isConfigurableClass = (x: unknown): x is ConfigurableClass =>
  typeof x === 'function' && 'fromConfig' in x && typeof x.fromConfig === 'function';

/** The classes among custom classes and functions. */
export const customClasses = (custom: CustomMembers<unknown>): CustomObjects =>
  Object.fromEntries(
    Object.entries(custom).filter((entry): entry is [string, ConfigurableClass] => isConfigurableClass(entry[1])),
  );
