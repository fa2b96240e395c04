/** `ops.image`, with what draws random numbers, which `ops` themselves don't know. */

export * from '../../ops/image/index.ts';
export { type ElasticTransformOptions, elasticTransform } from '../../random/elastic-transform.ts';
