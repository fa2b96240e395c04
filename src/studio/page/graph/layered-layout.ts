/** Something that is drawn as a box. */
export interface Placed {
  readonly id: string;
  /** Counted from the top, and from the left within its rank; both may lie between boxes. */
  readonly rank: number;
  readonly x: number;
}

/** A line through places, from box to box. */
export interface Routed {
  readonly from: string;
  readonly to: string;
  readonly points: readonly { readonly rank: number; readonly x: number }[];
}

export interface LayeredLayout {
  readonly nodes: readonly Placed[];
  readonly edges: readonly Routed[];
  readonly ranks: number;
  /** The widest rank, in boxes. */
  readonly width: number;
}

/** Rounds of putting each rank into the order of its neighbours. */
const SWEEPS = 6;

/**
 * Boxes in ranks from top to bottom so that every line goes down (Sugiyama, Tagawa & Toda 1981): ranks by the longest
 * way from a source, lines across several ranks through places of their own, order by barycentres. Lines of a cycle
 * that go back are drawn, but rank nothing.
 */
export function layeredLayout(
  ids: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
): LayeredLayout {
  const known = new Set(ids);
  const links = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const rank = ranksOf(ids, links);
  const rows: string[][] = Array.from({ length: Math.max(0, ...rank.values()) + (ids.length > 0 ? 1 : 0) }, () => []);
  for (const id of ids) rows[rank.get(id) ?? 0]?.push(id);
  // A place in each rank that a line crosses.
  const above = new Map<string, string[]>();
  const below = new Map<string, string[]>();
  const connect = (from: string, to: string): void => {
    below.set(from, [...(below.get(from) ?? []), to]);
    above.set(to, [...(above.get(to) ?? []), from]);
  };
  const ways = links.map(({ from, to }, i) => {
    const [top, bottom] = [rank.get(from) ?? 0, rank.get(to) ?? 0];
    const way = [from];
    for (let r = top + 1; r < bottom; r++) {
      const place = `\0${i}/${r}`;
      rows[r]?.push(place);
      way.push(place);
    }
    way.push(to);
    for (let k = 1; k < way.length; k++) connect(way[k - 1] ?? '', way[k] ?? '');
    return { from, to, way, top };
  });
  const order = new Map<string, number>();
  const number = (row: readonly string[]): void => {
    for (const [i, id] of row.entries()) order.set(id, i - (row.length - 1) / 2);
  };
  rows.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const neighbours = sweep % 2 === 0 ? above : below;
    for (const row of sweep % 2 === 0 ? rows : [...rows].reverse()) {
      const centre = new Map(
        row.map((id) => [id, mean((neighbours.get(id) ?? [id]).map((one) => order.get(one) ?? 0))]),
      );
      row.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0));
      number(row);
    }
  }
  const rankNow = new Map(rows.flatMap((row, r) => row.map((id) => [id, r] as const)));
  const point = (id: string) => ({ rank: rankNow.get(id) ?? 0, x: order.get(id) ?? 0 });
  return {
    nodes: ids.map((id) => ({ id, ...point(id) })),
    edges: ways.map(({ from, to, way }) => ({ from, to, points: way.map(point) })),
    ranks: rows.length,
    width: Math.max(0, ...rows.map((row) => row.length)),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The number of lines on the longest way to each box (Kahn 1962); what lies on a cycle follows what it was seen after. */
function ranksOf(
  ids: readonly string[],
  links: readonly { readonly from: string; readonly to: string }[],
): Map<string, number> {
  const rank = new Map(ids.map((id) => [id, 0]));
  const waiting = new Map(ids.map((id) => [id, 0]));
  const out = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of links) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    out.get(from)?.push(to);
  }
  const done = new Set<string>();
  const queue = ids.filter((id) => waiting.get(id) === 0);
  while (done.size < ids.length) {
    const id = queue.shift() ?? ids.find((one) => !done.has(one)) ?? '';
    if (done.has(id)) continue;
    done.add(id);
    for (const to of out.get(id) ?? []) {
      if (done.has(to)) continue;
      rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 1) - 1;
      waiting.set(to, left);
      if (left === 0) queue.push(to);
    }
  }
  return rank;
}
