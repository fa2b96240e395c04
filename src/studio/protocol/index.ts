/**
 * The line between the studio's page and its server: types, and the little that both need to write and read them. No
 * imports but of each other, so that the page can have them.
 */

export * from './findings.ts';
export * from './media.ts';
export * from './model-graph.ts';
export * from './packed-floats.ts';
export * from './posts.ts';
export * from './predictions.ts';
export * from './routes.ts';
export * from './runs.ts';
export * from './scalars.ts';
export * from './stream.ts';
export * from './vitals.ts';
