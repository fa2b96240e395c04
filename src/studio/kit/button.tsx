import type { ComponentChildren } from 'preact';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { Tip } from './tip.tsx';

export interface ButtonProps {
  readonly onClick: () => void;
  /** `main`: the one thing to do here. `quiet`: no border. Default `plain`. */
  readonly kind?: 'plain' | 'main' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** For buttons that stay down. */
  readonly pressed?: boolean;
  readonly children: ComponentChildren;
}

/** A button with words. */
export function Button({ onClick, kind = 'plain', icon, disabled = false, pressed, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={classNames('button', kind !== 'plain' && kind)}
      onClick={onClick}
      disabled={disabled}
      aria-pressed={pressed}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** What it does: its name for screen readers, and its tooltip. */
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

/** A button with a drawing alone. */
export function IconButton({ icon, label, onClick, disabled = false, pressed }: IconButtonProps) {
  return (
    <Tip text={label}>
      <button
        type="button"
        class="button quiet icon"
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
        disabled={disabled}
      >
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
