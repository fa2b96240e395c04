import type { DType, HostArray } from '../../support/dtype.ts';
import { FileError } from '../../support/file-error.ts';
import type { Shape } from '../../support/shape.ts';
import { FieldWriter } from './format/field-writer.ts';
import { SIGNATURE } from './format/h5-file.ts';
import { elementBytes, numberType } from './format/write-datatype.ts';
import { LEAF_K, TREE_K, writeMembers } from './format/write-group.ts';
import { attributeMessage, datasetMessages, groupMessage, writeHeader } from './format/write-header.ts';
import { type TextPlace, writeTexts } from './format/write-texts.ts';

/** A text of an attribute, and its number among all texts of the file. */
interface Text {
  readonly length: number;
  readonly number: number;
}

interface Attribute {
  readonly texts: readonly Text[];
  readonly list: boolean;
}

interface Dataset {
  readonly type: Uint8Array;
  readonly shape: Shape;
  readonly address: number | undefined;
  readonly bytes: number;
}

interface Entity {
  readonly attributes: Map<string, Attribute>;
  /** A dataset; else the members of a group. */
  readonly content: Dataset | Map<string, Entity>;
}

const SUPERBLOCK_BYTES = 96;
const utf8 = new TextEncoder();

const newGroup = (): Entity => ({ attributes: new Map(), content: new Map() });

/** Where the root group is. */
interface Root {
  readonly header: number;
  readonly tree: number;
  readonly heap: number;
}

/**
 * Makes an HDF5 file of groups, datasets in one piece, and attributes that are texts, in the form that all versions of
 * libhdf5 read: superblock 0, groups with symbol tables. First come all numbers, then texts, then the headers.
 *
 * Source: HDF5 File Format Specification 3.0
 */
export class H5Writer {
  readonly #root = newGroup();
  readonly #texts: Uint8Array[] = [];
  readonly #data: Uint8Array[] = [];
  #end = SUPERBLOCK_BYTES;

  /** Makes a group, and those around it. */
  group(path: string): void {
    this.#group(path);
  }

  #group(path: string): Entity {
    let entity = this.#root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const members = membersOf(entity, path);
      let next = members.get(name);
      if (next === undefined) {
        next = newGroup();
        members.set(checkName(name), next);
      }
      entity = next;
    }
    membersOf(entity, path);
    return entity;
  }

  /** Gives a group an attribute, and makes the group if need be. */
  attribute(path: string, name: string, value: string | readonly string[]): void {
    this.#setAttribute(this.#group(path), name, value);
  }

  #setAttribute({ attributes }: Entity, name: string, value: string | readonly string[]): void {
    const texts = [value].flat().map((text) => {
      const bytes = utf8.encode(text);
      return { length: bytes.length, number: this.#texts.push(bytes) - 1 };
    });
    attributes.set(name, { texts, list: typeof value !== 'string' });
  }

  /**
   * Puts numbers into a group, which is made if need be.
   *
   * @param values stay as they are until the file is written
   * @throws FileError when the name is taken
   */
  dataset(groupPath: string, name: string, values: HostArray, shape: Shape, dtype: DType): void {
    const members = membersOf(this.#group(groupPath), groupPath);
    if (members.has(checkName(name))) throw new FileError(`HDF5: there is a ${name} in ${groupPath || '/'} already`);
    const bytes = elementBytes(values, dtype);
    const address = bytes.length === 0 ? undefined : this.#end;
    const content = { type: numberType(dtype), shape, address, bytes: bytes.length };
    const dataset: Entity = { attributes: new Map(), content };
    // How Keras knows what the two opaque bytes mean.
    if (dtype === 'bfloat16') this.#setAttribute(dataset, 'dtype', dtype);
    members.set(name, dataset);
    this.#data.push(bytes);
    this.#end += bytes.length;
  }

  /** The bytes of the file, in pieces that follow each other: the numbers are not copied. */
  pieces(): Uint8Array[] {
    const texts = writeTexts(this.#texts, this.#end);
    const base = this.#end + texts.bytes.length;
    const headers = new FieldWriter();
    const root = this.#writeEntity(this.#root, headers, base, texts.places);
    return [writeSuperblock(root, base + headers.length), ...this.#data, texts.bytes, headers.finish()];
  }

  /** Writes the header of a group or dataset, after all that it refers to. */
  #writeEntity(entity: Entity, out: FieldWriter, base: number, places: readonly TextPlace[]): Root {
    const { attributes, content } = entity;
    let [tree, heap] = [0, 0];
    if (content instanceof Map) {
      const links = [...content].map(([name, member]) => ({
        name,
        address: this.#writeEntity(member, out, base, places).header,
      }));
      ({ tree, heap } = writeMembers(out, base, links));
    }
    const own =
      content instanceof Map
        ? [groupMessage(tree, heap)]
        : datasetMessages(content.type, content.shape, content.address, content.bytes);
    const placed = ({ length, number }: Text) => ({ length, place: places[number] ?? { heap: 0, index: 0 } });
    const header = base + out.length;
    writeHeader(out, [
      ...own,
      ...Array.from(attributes, ([name, { texts, list }]) => attributeMessage(name, texts.map(placed), list)),
    ]);
    return { header, tree, heap };
  }
}

/** The members of a group. */
function membersOf({ content }: Entity, path: string): Map<string, Entity> {
  if (content instanceof Map) return content;
  throw new FileError(`HDF5: ${path} leads through a dataset`);
}

function checkName(name: string): string {
  if (name === '' || name === '.' || /[/\0]/.test(name))
    throw new FileError(`HDF5: nothing can be named ${JSON.stringify(name)}`);
  return name;
}

/** Version 0, which says where the root group is and where the file ends. */
function writeSuperblock(root: Root, end: number): Uint8Array {
  const [offsetBytes, lengthBytes, cached] = [8, 8, 1];
  return new FieldWriter()
    .u8(...SIGNATURE)
    .u8(0, 0, 0, 0, 0, offsetBytes, lengthBytes, 0)
    .u16(LEAF_K, TREE_K)
    .u32(0)
    .u64(0, undefined, end, undefined)
    .u64(0, root.header)
    .u32(cached, 0)
    .u64(root.tree, root.heap)
    .finish();
}
