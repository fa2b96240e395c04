import { computed, effect, signal } from '@preact/signals';

/** How the page looks: as the system does, or as the person chose. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'keratin-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(system.matches);
system.addEventListener('change', () => {
  systemDark.value = system.matches;
});

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    // A browser may refuse storage; the system's choice serves.
    return 'system';
  }
}

/** The person's choice; it is remembered where the browser allows that. */
export const themeChoice = signal<ThemeChoice>(stored());

/** Whether the page is dark now. Canvases that read it are drawn again when it changes. */
export const dark = computed(() => (themeChoice.value === 'system' ? systemDark.value : themeChoice.value === 'dark'));

effect(() => {
  const choice = themeChoice.value;
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // See above.
  }
});

/** A colour of `tokens.css` as it is now, for canvases: one of those that are registered there. */
export function tokenColor(name: '--ink' | '--ink-soft' | '--line' | '--surface' | '--accent'): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

/** Whether the person asked for less motion. */
export const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
