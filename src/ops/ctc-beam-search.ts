import { at } from '../support/shape.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';

/** A label sequence with the log-likelihoods of its alignments that end with a blank, and of those that don't. */
interface Beam {
  readonly labels: readonly number[];
  blank: number;
  label: number;
}

const logAdd = (a: number, b: number): number => {
  const most = Math.max(a, b);
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log(Math.exp(a - most) + Math.exp(b - most));
};

const scoreOf = ({ blank, label }: Beam): number => logAdd(blank, label);

/** The best `width` beams after one more step with the given log-probabilities. */
function advance(beams: readonly Beam[], log: ArrayLike<number>, none: number, width: number): Beam[] {
  const next = new Map<string, Beam>();
  const beamOf = (labels: readonly number[]): Beam => {
    const key = labels.join();
    const known = next.get(key) ?? { labels, blank: Number.NEGATIVE_INFINITY, label: Number.NEGATIVE_INFINITY };
    next.set(key, known);
    return known;
  };
  for (const beam of beams) {
    const total = scoreOf(beam);
    const last = beam.labels[beam.labels.length - 1];
    const stays = beamOf(beam.labels);
    stays.blank = logAdd(stays.blank, total + at(log, none));
    for (let c = 0; c < log.length; c++) {
      if (c === none) continue;
      const gain = at(log, c);
      if (c === last) stays.label = logAdd(stays.label, beam.label + gain);
      const longer = beamOf([...beam.labels, c]);
      // The same label again needs a blank in between.
      longer.label = logAdd(longer.label, (c === last ? beam.blank : total) + gain);
    }
  }
  return [...next.values()].sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, width);
}

/** The most likely label sequences, on the host: labels [paths, batch, steps] and log-likelihoods [batch, paths]. */
export function decodeBeams(
  logProbabilities: Tensor,
  lengths: Tensor,
  options: { beamWidth: number; topPaths: number; maskIndex: number },
): [Tensor, Tensor] {
  const { beamWidth, topPaths, maskIndex } = options;
  const [batch, steps, classes] = logProbabilities.shape as [number, number, number];
  const log = logProbabilities.dataSync();
  const stops = lengths.dataSync();
  const labels = new Float64Array(topPaths * batch * steps).fill(-1);
  const scores = new Float64Array(batch * topPaths).fill(Number.NEGATIVE_INFINITY);
  for (let b = 0; b < batch; b++) {
    let beams: Beam[] = [{ labels: [], blank: 0, label: Number.NEGATIVE_INFINITY }];
    for (let t = 0; t < Math.min(steps, at(stops, b)); t++) {
      const start = (b * steps + t) * classes;
      beams = advance(beams, log.subarray(start, start + classes), maskIndex, beamWidth);
    }
    beams.slice(0, topPaths).forEach((beam, path) => {
      labels.set(beam.labels, (path * batch + b) * steps);
      scores[b * topPaths + path] = scoreOf(beam);
    });
  }
  return [
    new Tensor(Storage.from(labels, [topPaths, batch, steps], 'int32')),
    new Tensor(Storage.from(scores, [batch, topPaths], 'float32')),
  ];
}
