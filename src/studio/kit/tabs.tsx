import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: ComponentChildren;
}

const steps: Readonly<Record<string, (i: number, count: number) => number>> = {
  ArrowRight: (i, count) => (i + 1) % count,
  ArrowLeft: (i, count) => (i + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Scrolls a list of tabs such that the selected one is seen whole. Not by `scrollIntoView`, after which Chromium's Tab key
 * goes on from there, past the link that skips to the view.
 */
function showSelected(list: HTMLElement): void {
  const tab = list.querySelector('[aria-selected="true"]');
  if (!(tab instanceof HTMLElement)) return;
  const [start, end] = [tab.offsetLeft - list.offsetLeft, tab.offsetLeft - list.offsetLeft + tab.offsetWidth];
  if (start < list.scrollLeft) list.scrollLeft = start;
  else if (end > list.scrollLeft + list.clientWidth) list.scrollLeft = end - list.clientWidth;
}

/** Views of which one is seen; arrows, Home and End move between them. The panel is a `TabPanel` with the same `name`. */
export function Tabs<T extends string>({
  name,
  label,
  tabs,
  value,
  onChange,
}: {
  /** Ties tabs and panel together: unique on the page. */
  readonly name: string;
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list.current !== null) showSelected(list.current);
  }, [value]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = steps[event.key]?.(
      tabs.findIndex(({ id }) => id === value),
      tabs.length,
    );
    const tab = next === undefined ? undefined : tabs[next];
    if (next === undefined || tab === undefined) return;
    event.preventDefault();
    onChange(tab.id);
    const button = list.current?.children[next];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label: title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${name}-tab-${id}`}
          aria-selected={id === value}
          aria-controls={`${name}-panel`}
          tabIndex={id === value ? 0 : -1}
          onClick={() => onChange(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** What the chosen tab shows. */
export function TabPanel({
  name,
  value,
  children,
}: {
  readonly name: string;
  readonly value: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div id={`${name}-panel`} role="tabpanel" aria-labelledby={`${name}-tab-${value}`} tabIndex={-1}>
      {children}
    </div>
  );
}
