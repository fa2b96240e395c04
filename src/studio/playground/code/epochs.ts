/** How long copied code trains. */
export const EPOCHS = 100;
