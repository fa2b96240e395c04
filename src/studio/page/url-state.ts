import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { UrlFormat } from './url-formats.ts';

const search = signal(new URLSearchParams(location.search));
addEventListener('popstate', () => {
  search.value = new URLSearchParams(location.search);
});

/** A part of the page's state that stands in the address, so that a link shows the same again. */
export interface UrlState<T> {
  readonly value: ReadonlySignal<T>;
  /** `push`: the browser's back button returns to what was before. Default false: the address is replaced. */
  set(value: T, push?: boolean): void;
}

/** The state behind the parameter `name`. */
export function urlState<T>(name: string, { parse, write }: UrlFormat<T>): UrlState<T> {
  // The text decides whether something changed: a signal of lists would tell of each other parameter's change.
  const text: Signal<string> | ReadonlySignal<string> = computed(() => JSON.stringify(search.value.getAll(name)));
  return {
    value: computed(() => {
      text.value;
      return parse(search.peek().getAll(name));
    }),
    set(value, push = false) {
      const next = new URLSearchParams(search.peek());
      next.delete(name);
      for (const one of write(value)) next.append(name, one);
      if (next.toString() === search.peek().toString()) return;
      const query = next.size === 0 ? '' : `?${next}`;
      history[push ? 'pushState' : 'replaceState'](null, '', `${location.pathname}${query}`);
      search.value = next;
    },
  };
}
