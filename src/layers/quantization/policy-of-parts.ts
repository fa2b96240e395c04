import { type DTypePolicy, DTypePolicyMap } from '../../dtype-policies/index.ts';
import { LayerPrecision } from '../layer-precision.ts';

/**
 * The policy of a layer that makes others from its own config: where some of those are quantized, a map by their paths,
 * or they would be made with weights of floats.
 */
export function policyOfParts(layer: LayerPrecision): DTypePolicy {
  const parts = layer
    .flattenLayers()
    .filter((part) => part instanceof LayerPrecision)
    .filter((part) => part !== layer && part.quantizationMode !== null);
  if (parts.length === 0 || layer.dtypePolicy instanceof DTypePolicyMap) return layer.dtypePolicy;
  const policies = parts.map((part): [string, DTypePolicy] => [part.path, part.dtypePolicy.at(part.path)]);
  return new DTypePolicyMap(layer.dtypePolicy, Object.fromEntries(policies));
}
