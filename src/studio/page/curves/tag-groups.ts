import type { SeriesInfo } from '../../protocol/index.ts';

/** Charts under one heading. */
export interface TagGroup {
  readonly title: string;
  readonly tags: readonly string[];
}

/** What a tag's chart is called: Keras's prefixes say what the heading says. */
export const tagTitle = (tag: string): string => tag.replace(/^(epoch|batch)_/, '').replaceAll('_', ' ');

function groupOf(tag: string): string {
  if (tag.startsWith('epoch_')) return 'By epoch';
  if (tag.startsWith('batch_')) return 'By batch';
  const slash = tag.indexOf('/');
  return slash > 0 ? tag.slice(0, slash) : 'Others';
}

/** The loss first, metrics behind it, the learning rate and speeds last. */
function rank(tag: string): number {
  const name = tagTitle(tag).split('/').at(-1) ?? '';
  if (name === 'loss') return 0;
  if (name.endsWith('loss')) return 2;
  return /learning rate|per second/.test(name) ? 3 : 1;
}

const order = ['By epoch', 'By batch'];
const groupRank = (title: string): number =>
  order.includes(title) ? order.indexOf(title) : title === 'Others' ? 9 : 5;

/** Tags in groups: those of epochs first, then those of batches, then by the folders in their names. */
export function groupTags(series: readonly Pick<SeriesInfo, 'tag'>[], filter = ''): readonly TagGroup[] {
  const tags = [...new Set(series.map(({ tag }) => tag))].filter((tag) =>
    tag.toLowerCase().includes(filter.toLowerCase()),
  );
  const groups = new Map<string, string[]>();
  for (const tag of tags) groups.set(groupOf(tag), [...(groups.get(groupOf(tag)) ?? []), tag]);
  return [...groups]
    .map(([title, list]) => ({
      title,
      tags: list.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, undefined, { numeric: true })),
    }))
    .sort((a, b) => groupRank(a.title) - groupRank(b.title) || a.title.localeCompare(b.title));
}
