export { categorical } from './categorical.ts';
export { dropout, type DropoutOptions } from './dropout.ts';
export { normal, type NormalOptions, truncatedNormal } from './normal.ts';
export { randint } from './randint.ts';
export { type Seed, SeedGenerator } from './seed-generator.ts';
export { shuffle } from './shuffle.ts';
export { uniform, type UniformOptions } from './uniform.ts';
