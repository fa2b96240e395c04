import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { classNames } from './class-names.ts';

interface FieldProps {
  readonly label: string;
  /** The label stands left of the control instead of above it. Default false. */
  readonly inline?: boolean;
}

/** Something to choose: its value, and what people read. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** One of many. */
export function Select<T extends string>({
  label,
  inline = false,
  value,
  choices,
  onChange,
  disabled = false,
}: FieldProps & {
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class={classNames('field', inline && 'inline')}>
      <label class="label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          const chosen = choices[currentTarget.selectedIndex];
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** One of few, all of them in sight: radio buttons that look like a switch. */
export function Segments<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  /** For screen readers. */
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <div class="segments" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}

/** A number on a line. */
export function Slider({
  label,
  inline = false,
  value,
  min,
  max,
  step,
  shown = String(value),
  onInput,
}: FieldProps & {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as people read it. Default: the number. */
  readonly shown?: string;
  readonly onInput: (value: number) => void;
}) {
  const id = useId();
  return (
    <div class={classNames('field', inline && 'inline')}>
      <label class="label" for={id}>
        {label} <output for={id}>{shown}</output>
      </label>
      <input
        id={id}
        type="range"
        value={value}
        min={min}
        max={max}
        step={step}
        aria-valuetext={shown}
        onInput={({ currentTarget }) => onInput(currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** A line of text. `onInput` is told each letter, `onCommit` what stands there on Enter or when the field is left. */
export function TextField({
  label,
  inline = false,
  hideLabel = false,
  value,
  placeholder,
  type = 'text',
  invalid = false,
  onInput,
  onCommit,
}: FieldProps & {
  /** The label is for screen readers alone. Default false. */
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search';
  readonly invalid?: boolean;
  readonly onInput?: (value: string) => void;
  readonly onCommit?: (value: string) => void;
}) {
  const id = useId();
  const attributes = {
    id,
    class: 'input',
    value,
    placeholder,
    'aria-invalid': invalid,
    spellcheck: false,
    autocomplete: 'off',
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => onInput?.(currentTarget.value),
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => onCommit?.(currentTarget.value),
  } as const;
  return (
    <div class={classNames('field', 'text', inline && 'inline')}>
      <label class={hideLabel ? 'hidden-visually' : 'label'} for={id}>
        {label}
      </label>
      {type === 'search' ? <input type="search" {...attributes} /> : <input type="text" {...attributes} />}
    </div>
  );
}

/** On or off. */
export function Check({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}
