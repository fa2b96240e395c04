import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Keeps a box of `size` at `x` inside `limit`, with 6 pixels to spare. */
const inside = (x: number, size: number, limit: number): number => Math.max(6, Math.min(x, limit - size - 6));

/** A box beside a point of the window, such as what a chart says under the pointer. */
export function TipBox({
  x,
  y,
  children,
}: {
  readonly x: number;
  readonly y: number;
  readonly children: ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const right = x + 14 + width < innerWidth;
    element.style.left = `${inside(right ? x + 14 : x - width - 14, width, innerWidth)}px`;
    element.style.top = `${inside(y + 14 + height < innerHeight ? y + 14 : y - height - 10, height, innerHeight)}px`;
  });
  return (
    <div ref={box} class="tip" aria-hidden="true">
      {children}
    </div>
  );
}

/** Says something about its child while the pointer or the focus is on it; Escape hides it. The child needs a name of its own. */
export function Tip({ text, children }: { readonly text: string; readonly children: ComponentChildren }) {
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);
  const around = useRef<HTMLSpanElement>(null);
  const show = (): void => {
    const rect = around.current?.firstElementChild?.getBoundingClientRect();
    if (rect !== undefined) setPlace({ x: rect.left - 8, y: rect.bottom - 8 });
  };
  const hide = (): void => setPlace(null);
  useEffect(() => {
    if (place === null) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [place !== null]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it only listens to what its child is told
    <span
      ref={around}
      style={{ display: 'contents' }}
      onPointerOver={(event) => event.pointerType === 'mouse' && show()}
      onPointerOut={hide}
      onFocusCapture={(event) => event.target instanceof Element && event.target.matches(':focus-visible') && show()}
      onBlurCapture={hide}
      onClick={hide}
    >
      {children}
      {place && (
        <TipBox x={place.x} y={place.y}>
          {text}
        </TipBox>
      )}
    </span>
  );
}
