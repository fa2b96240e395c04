import { afterEach, expect, test } from 'vitest';
import { floatx, setFloatx } from '../config/defaults.ts';
import { dtypePolicy, setDtypePolicy } from './dtype-policy.ts';
import {
  DTypePolicy,
  DTypePolicyMap,
  deserialize,
  FloatDTypePolicy,
  get,
  Int4DTypePolicy,
  QuantizedDTypePolicy,
  serialize,
} from './index.ts';

afterEach(() => {
  setDtypePolicy('float32');
  setFloatx('float32');
});

test('names say what is computed in and what weights have', () => {
  const both = (name: string) => {
    const { computeDtype, variableDtype } = new DTypePolicy(name);
    return [computeDtype, variableDtype];
  };
  expect(both('mixed_bfloat16')).toEqual(['bfloat16', 'float32']);
  expect(both('mixed_float16')).toEqual(['float16', 'float32']);
  expect(both('float16')).toEqual(['float16', 'float16']);
  expect(both('int64')).toEqual(['int32', 'int32']);
  expect(String(new DTypePolicy('mixed_float16'))).toBe('<DTypePolicy "mixed_float16">');
  expect(FloatDTypePolicy).toBe(DTypePolicy);
});

test('unknown policies are refused with the nearest, and modes that are not supported', () => {
  expect(() => new DTypePolicy('mixed_bfloat61')).toThrow('Did you mean "mixed_bfloat16"?');
  expect(() => get('float8_from_float32' as never)).toThrow("`dtype` must be 'int8' or 'int4'");
  expect(() => deserialize({ class_name: 'GPTQDTypePolicy', config: { mode: 'gptq/4/128' } })).toThrow(
    'that of a policy of floats, int8 or int4',
  );
  expect(() => get(3 as never)).toThrow('`dtype` must be');
  expect(() => setDtypePolicy('int32')).toThrow('`policy` must be a policy of floats');
  expect(() => setDtypePolicy(undefined as never)).toThrow('`policy` must be');
  expect(dtypePolicy().name).toBe('float32');
});

test('the policy of those that have none follows floatx until it is chosen', () => {
  setDtypePolicy('mixed_bfloat16');
  expect([dtypePolicy().name, new DTypePolicy().name, get(null).name]).toEqual(Array(3).fill('mixed_bfloat16'));
  setFloatx('float16');
  expect([floatx(), dtypePolicy().name]).toEqual(['float16', 'mixed_bfloat16']);
});

test("configs are Keras's", () => {
  const config = {
    module: 'keras',
    class_name: 'DTypePolicy',
    config: { name: 'mixed_float16' },
    registered_name: null,
  };
  expect(serialize(new DTypePolicy('mixed_float16'))).toEqual(config);
  expect(deserialize(config).name).toBe('mixed_float16');
  const map = {
    module: 'keras.dtype_policies',
    class_name: 'DTypePolicyMap',
    config: { default_policy: 'float32', policy_map: { 'a/.*': config } },
    registered_name: null,
  };
  expect(serialize(new DTypePolicyMap('float32', { 'a/.*': 'mixed_float16' }))).toEqual(map);
  expect(serialize(deserialize(map))).toEqual(map);
});

test('maps find the policy of a path', () => {
  const map = new DTypePolicyMap('float32', { 'encoder/.*': 'float16', 'encoder/dense': 'bfloat16' });
  const names = ['encoder/dense', 'encoder/other', 'encoder', 'decoder/dense'].map((path) => map.get(path).name);
  expect(names).toEqual(['bfloat16', 'float16', 'float32', 'float32']);
  expect([map.computeDtype, map.size, map.has('encoder')]).toEqual(['float32', 2, false]);
  map.set('.*/attention', 'float16');
  expect(() => map.get('encoder/attention')).toThrow('encoder/attention, which matches encoder/.* and .*/attention');
  expect(() => map.set('encoder/.*', 'float32')).toThrow('`path` must be a key that is not there yet');
  expect(() => new DTypePolicyMap(map)).toThrow('a policy that is no map');
  map.delete('.*/attention');
  expect(map.get('encoder/attention').name).toBe('float16');
});

test('policies of quantized layers say what is kept and what is computed in', () => {
  const policy = get('int8_from_mixed_bfloat16');
  expect(policy).toBeInstanceOf(QuantizedDTypePolicy);
  expect([policy.name, policy.quantizationMode, policy.computeDtype, policy.variableDtype]).toEqual([
    ...['int8_from_mixed_bfloat16', 'int8', 'bfloat16', 'float32'],
  ]);
  const envelope = {
    module: 'keras.dtype_policies',
    class_name: 'Int4DTypePolicy',
    config: { mode: 'int4/64', source_name: 'float32' },
    registered_name: null,
  };
  expect(serialize(get('int4/64_from_float32'))).toEqual(envelope);
  expect(deserialize(envelope).name).toBe('int4/64_from_float32');
  expect(get('int4_from_float32')).not.toBeInstanceOf(Int4DTypePolicy);
  expect(new QuantizedDTypePolicy('int8').sourceName).toBe('float32');
  const map = new DTypePolicyMap('int8_from_float32', { 'a/.*': 'int4/-1_from_float32' });
  expect([map.at('b').quantizationMode, map.at('a/b').name]).toEqual(['int8', 'int4/-1_from_float32']);
  expect(() => new Int4DTypePolicy('int4/0')).toThrow('the size of a block');
  expect(() => get('int8_from_float16')).toThrow("doesn't compute in float16");
  expect(() => get('int8_from_float23' as never)).toThrow('Unknown dtype policy');
});
