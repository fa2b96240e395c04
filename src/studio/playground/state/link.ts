import { nearest } from '../../../support/errors.ts';
import { type Field, refusal } from './field.ts';
import { fieldNames, fields, type PlaygroundState, standardState } from './playground-state.ts';

const VERSION = '1';

const byName: { readonly [K in keyof PlaygroundState]: Field<PlaygroundState[K]> } = fields;

/**
 * A state as the fragment of an address, such as `#v=1&data=circles&depth=8`: what differs from the standards, in a fixed
 * order, after the version whose standards are meant. Fragments are not sent to servers.
 */
export function linkOf(state: PlaygroundState): string {
  const written = <K extends keyof PlaygroundState>(name: K): string =>
    `${name}=${encodeURIComponent(byName[name].format(state[name]))}`;
  const changed = fieldNames.filter((name) => state[name] !== standardState[name]);
  return `#${[`v=${VERSION}`, ...changed.map(written)].join('&')}`;
}

/** What a link says: a state, and a sentence for each thing that could not be read and was replaced by its standard. */
export interface LinkContent {
  readonly state: PlaygroundState;
  readonly problems: readonly string[];
}

const isFieldName = (name: string): name is keyof PlaygroundState => Object.hasOwn(fields, name);

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads the fragment of an address, whatever is in it. */
export function readLink(fragment: string): LinkContent {
  const state: { -readonly [K in keyof PlaygroundState]: PlaygroundState[K] } = { ...standardState };
  const problems: string[] = [];
  const refuse = <K extends keyof PlaygroundState>(name: K, text: string): void => {
    problems.push(refusal(byName[name], name, text));
  };
  const take = <K extends keyof PlaygroundState>(name: K, text: string): void => {
    const value = byName[name].parse(text);
    if (value === undefined) refuse(name, text);
    else state[name] = value;
  };
  const parts = fragment
    .replace(/^#/, '')
    .split('&')
    .filter((part) => part !== '');
  const version = parts.find((part) => part.startsWith('v='))?.slice(2);
  if (version !== undefined && version !== VERSION)
    problems.push(
      `The link is of version ${version.slice(0, 10)}; this page reads version ${VERSION} and may misread it.`,
    );
  for (const part of parts) {
    const [name = '', ...rest] = part.split('=');
    const text = decoded(rest.join('='));
    if (name === 'v') continue;
    if (!isFieldName(name)) {
      const near = nearest(name, fieldNames);
      problems.push(
        `The link sets ${JSON.stringify(name.slice(0, 40))}, which there isn't.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      );
    } else if (text === undefined) refuse(name, rest.join('='));
    else take(name, text);
  }
  return { state, problems };
}
