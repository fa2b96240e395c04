import type { ComponentChildren } from 'preact';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

/** A part of the page with a title, and controls beside it. */
export function Card({
  title,
  aside,
  children,
}: {
  readonly title?: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="card">
      {(title !== undefined || aside !== undefined) && (
        <header>
          {title !== undefined && <h2>{title}</h2>}
          {aside !== undefined && <div class="row">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

export type Tone = 'plain' | 'accent' | 'good' | 'warning' | 'fault';

/** A word or a number that stands out. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ComponentChildren }) {
  return <span class={classNames('badge', tone !== 'plain' && tone)}>{children}</span>;
}

/** How far something is, from 0 to 1. */
export function Progress({ label, share }: { readonly label: string; readonly share: number }) {
  const percent = Math.round(100 * Math.min(Math.max(share, 0), 1));
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}

/** Instead of something that isn't there yet: why, and what to do. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A sentence about something that is not as it should be. It is read out when it appears. */
export function Notice({
  tone = 'warning',
  children,
}: {
  readonly tone?: 'good' | 'warning' | 'fault';
  readonly children: ComponentChildren;
}) {
  return (
    <div class={classNames('notice', tone)} role={tone === 'fault' ? 'alert' : 'status'}>
      <Icon name={tone === 'good' ? 'good' : 'fault'} />
      <div>{children}</div>
    </div>
  );
}
