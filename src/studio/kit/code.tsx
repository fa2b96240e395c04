import { useState } from 'preact/hooks';
import { Button } from './button.tsx';

const lineClass = (line: string): string | undefined =>
  line.startsWith('+ ') ? 'plus' : line.startsWith('- ') ? 'minus' : undefined;

/** Lines of code with a button that copies them. As a diff, lines that begin with `+ ` and `- ` are coloured. */
export function Code({
  text,
  diff = false,
  label,
}: {
  readonly text: string;
  readonly diff?: boolean;
  readonly label: string;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      // Without the permission the text can still be selected.
    }
  };
  return (
    <div class="code">
      <pre tabIndex={0} role="region" aria-label={label}>
        {diff
          ? text.split('\n').map((line, i) => (
              <span key={i} class={lineClass(line)}>
                {line}
                {lineClass(line) === undefined && '\n'}
              </span>
            ))
          : text}
      </pre>
      <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>
    </div>
  );
}
