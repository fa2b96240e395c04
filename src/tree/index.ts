/** keras.tree: lists and records of any depth, as structures with leaves. */

export { assertSamePaths, assertSameStructure } from './compare.ts';
export { flatten, flattenWithPath, type Path, packSequenceAs } from './flatten.ts';
export {
  listsToTuples,
  MAP_TO_NONE,
  mapShapeStructure,
  mapStructure,
  mapStructureUpTo,
  traverse,
} from './map-structure.ts';
export { isNested, type Nested } from './nested.ts';
