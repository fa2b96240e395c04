/** Points along a side of the grid on which the plane is coloured. */
export const GRID = 48;
/** The plane is shown from minus this to this, in both directions. */
export const EXTENT = 1.25;
/** Images of digits that are shown. */
export const SHOWN_IMAGES = 80;
