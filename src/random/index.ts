export { categorical } from './categorical.ts';
export { type DropoutOptions, dropout } from './dropout.ts';
export { type NormalOptions, normal, truncatedNormal } from './normal.ts';
export { randint } from './randint.ts';
export { type Seed, SeedGenerator } from './seed-generator.ts';
export { shuffle } from './shuffle.ts';
export { type UniformOptions, uniform } from './uniform.ts';
