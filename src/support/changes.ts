let changes = 0;

/**
 * Notes that the structure of some model may have changed: a layer, weight or metric was made, something was frozen, a
 * learning rate became a schedule. Whoever derives much from a structure looks again when the count has moved.
 */
export function noteChange(): void {
  changes++;
}

/** How many changes have been noted so far, in the whole process. */
export const changeCount = (): number => changes;
