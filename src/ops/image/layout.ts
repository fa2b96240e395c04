import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { badArgument } from '../../support/errors.ts';
import { at } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import { nodeOf, tensor } from '../operands.ts';
import { checkedFormat, type DataFormat } from '../spatial.ts';

export type { DataFormat };

export interface DataFormatOption {
  /** 'channels_last' or 'channels_first'. Default: `config.imageDataFormat()`. */
  readonly dataFormat?: DataFormat | null | undefined;
}

/** One image (rank 3) or a batch of them (rank 4), and which axis is which. */
export interface Images {
  readonly node: Node;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Checks the rank of images and finds their axes. */
export function imagesOf(images: TensorLike, dataFormat: DataFormat | null | undefined, name = 'images'): Images {
  const node = nodeOf(images);
  const rank = node.shape.length;
  if (rank !== 3 && rank !== 4)
    throw badArgument(name, 'one image (3 axes) or a batch of images (4 axes)', tensor(node));
  return checkedFormat(dataFormat) === 'channels_last'
    ? { node, height: rank - 3, width: rank - 2, channels: rank - 1 }
    : { node, height: rank - 2, width: rank - 1, channels: rank - 3 };
}

/** The same images as a batch with the channels last, and the way back. */
export function asBatch({ node, height, width, channels }: Images): { batch: Node; restore: (result: Node) => Node } {
  const single = node.shape.length === 3;
  const lead = single ? [] : [0];
  const order = [...lead, height, width, channels];
  const last = g.transpose(node, order);
  const batch = single ? g.reshape(last, [1, ...last.shape]) : last;
  return {
    batch,
    restore: (result) => {
      const own = single ? g.reshape(result, result.shape.slice(1)) : result;
      return g.transpose(
        own,
        order.map((_, axis) => order.indexOf(axis)),
      );
    },
  };
}

/** The channels one by one, each without its axis. */
export function channelPlanes({ node, channels }: Images, count: number): Node[] {
  if (at(node.shape, channels) !== count)
    throw badArgument('images', `images with ${count} channels (along axis ${channels})`, tensor(node));
  const rest = node.shape.filter((_, axis) => axis !== channels);
  return Array.from({ length: count }, (_, i) =>
    g.reshape(
      g.slice(
        node,
        node.shape.map((_, axis) => (axis === channels ? i : 0)),
        node.shape.map((n, axis) => (axis === channels ? i + 1 : n)),
      ),
      rest,
    ),
  );
}

/** Planes joined along a new channel axis. */
export function joinPlanes(planes: readonly Node[], channels: number): Node {
  const lifted = planes.map((plane) =>
    g.reshape(plane, [...plane.shape.slice(0, channels), 1, ...plane.shape.slice(channels)]),
  );
  return g.concat(lifted, channels);
}

/** A pair given as one number or as two. */
export function pairOf(value: number | readonly number[], name: string): [number, number] {
  const list = typeof value === 'number' ? [value, value] : value;
  const [first, second] = list;
  if (list.length !== 2 || first === undefined || second === undefined)
    throw badArgument(name, 'a number or two of them', value);
  return [first, second];
}
