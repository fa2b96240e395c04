import { Segments } from './fields.tsx';
import { type ThemeChoice, themeChoice } from './theme.ts';

const choices: readonly { value: ThemeChoice; label: string }[] = [
  { value: 'system', label: 'Auto' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Light, dark, or as the system is. */
export const ThemeSwitch = () => (
  <Segments
    label="Theme"
    value={themeChoice.value}
    choices={choices}
    onChange={(choice) => {
      themeChoice.value = choice;
    }}
  />
);
