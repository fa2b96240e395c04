import { EPSILON, withSign } from './rotations.ts';

/** The smaller singular value of [[f, g], [0, h]] (LAPACK's las2). */
export function smallerSingularValue(f: number, g: number, h: number): number {
  const [low, high] = [Math.min(Math.abs(f), Math.abs(h)), Math.max(Math.abs(f), Math.abs(h))];
  const beside = Math.abs(g);
  if (low === 0) return 0;
  const [sum, difference] = [1 + low / high, (high - low) / high];
  if (beside < high) {
    const ratio = (beside / high) ** 2;
    return (low * 2) / (Math.sqrt(sum ** 2 + ratio) + Math.sqrt(difference ** 2 + ratio));
  }
  const ratio = high / beside;
  if (ratio === 0) return (low * high) / beside;
  return (2 * low * ratio) / (Math.hypot(1, sum * ratio) + Math.hypot(1, difference * ratio));
}

export interface TriangleSvd {
  readonly smaller: number;
  readonly larger: number;
  readonly left: { readonly c: number; readonly s: number };
  readonly right: { readonly c: number; readonly s: number };
}

/** Rotations that make [[f, g], [0, h]] diagonal, the larger value first; values may be negative (LAPACK's lasv2). */
export function triangleSvd(f: number, g: number, h: number): TriangleSvd {
  const swapped = Math.abs(h) > Math.abs(f);
  const [first, last] = swapped ? [h, f] : [f, h];
  const [high, low, beside] = [Math.abs(first), Math.abs(last), Math.abs(g)];
  let [smaller, larger] = [low, high];
  let [leftC, leftS, rightC, rightS] = [1, 0, 1, 0];
  let greatest: 'f' | 'g' | 'h' = swapped ? 'h' : 'f';
  if (beside !== 0) {
    if (beside > high) greatest = 'g';
    if (beside > high && high / beside < EPSILON) {
      larger = beside;
      smaller = low > 1 ? high / (beside / low) : (high / beside) * low;
      [leftC, leftS, rightS, rightC] = [1, last / g, 1, first / g];
    } else {
      const drop = high - low;
      const share = drop === high ? 1 : drop / high;
      const slope = g / first;
      const rest = 2 - share;
      const s = Math.hypot(rest, slope);
      const r = share === 0 ? Math.abs(slope) : Math.hypot(share, slope);
      const a = (s + r) / 2;
      smaller = low / a;
      larger = high * a;
      const turn =
        slope * slope !== 0
          ? (slope / (s + rest) + slope / (r + share)) * (1 + a)
          : share === 0
            ? withSign(2, first) * withSign(1, g)
            : g / withSign(drop, first) + slope / rest;
      const length = Math.hypot(turn, 2);
      rightC = 2 / length;
      rightS = turn / length;
      leftC = (rightC + rightS * slope) / a;
      leftS = ((last / first) * rightS) / a;
    }
  }
  const left = swapped ? { c: rightS, s: rightC } : { c: leftC, s: leftS };
  const right = swapped ? { c: leftS, s: leftC } : { c: rightC, s: rightS };
  const sign = (x: number) => withSign(1, x);
  const signs = {
    f: sign(right.c) * sign(left.c) * sign(f),
    g: sign(right.s) * sign(left.c) * sign(g),
    h: sign(right.s) * sign(left.s) * sign(h),
  };
  const own = signs[greatest];
  return { larger: withSign(larger, own), smaller: withSign(smaller, own * sign(f) * sign(h)), left, right };
}
