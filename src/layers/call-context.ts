import { withScope } from '../support/scope.ts';

/** What a running call tells the layers inside it. Calls are synchronous, so a module-level variable holds it. */
interface CallContext {
  /** Whether the outermost layer (or the nearest one that was told otherwise) runs in training mode. */
  readonly training: boolean;
}

interface NameScope {
  readonly owner: object;
  readonly path: string;
}

let call: CallContext | undefined;
let scope: NameScope | undefined;

/** The training mode of the call that is running, or undefined outside of all calls. */
export const currentTraining = (): boolean | undefined => call?.training;

/** Runs `body` as (part of) a call in the given mode. */
export function withCall<T>(training: boolean, body: () => T): T {
  const outer = call;
  call = { training };
  try {
    return body();
  } finally {
    call = outer;
  }
}

/** The names of the layers being built, outermost first: `sequential/dense`. */
export const currentPath = (): string => scope?.path ?? '';

/** Runs `body` with `name` added to the path, unless `owner` has just added it. */
export function withNameScope<T>(owner: object, name: string, body: () => T): T {
  if (scope?.owner === owner) return body();
  const outer = scope;
  scope = { owner, path: outer === undefined ? name : `${outer.path}/${name}` };
  try {
    return withScope(scope.path, body);
  } finally {
    scope = outer;
  }
}
