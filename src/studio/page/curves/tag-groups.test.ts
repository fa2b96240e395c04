import { expect, test } from 'vitest';
import { groupTags, tagTitle } from './tag-groups.ts';

const series = (...tags: readonly string[]) => tags.map((tag) => ({ tag }));

test('Keras’s tags: epochs before batches, the loss first, the learning rate last', () => {
  expect(groupTags(series('batch_loss', 'epoch_learning_rate', 'epoch_accuracy', 'epoch_loss', 'epoch_loss'))).toEqual([
    { title: 'By epoch', tags: ['epoch_loss', 'epoch_accuracy', 'epoch_learning_rate'] },
    { title: 'By batch', tags: ['batch_loss'] },
  ]);
});

test('other frameworks’ tags lie in the folders of their names', () => {
  const groups = groupTags(series('speed', 'train/loss', 'eval/loss', 'train/layer10', 'train/layer9'));
  expect(groups).toEqual([
    { title: 'eval', tags: ['eval/loss'] },
    { title: 'train', tags: ['train/loss', 'train/layer9', 'train/layer10'] },
    { title: 'Others', tags: ['speed'] },
  ]);
});

test('a filter leaves what contains it', () => {
  expect(groupTags(series('epoch_loss', 'epoch_accuracy'), 'ACC')).toEqual([
    { title: 'By epoch', tags: ['epoch_accuracy'] },
  ]);
  expect(groupTags(series('epoch_loss'), 'nothing')).toEqual([]);
});

test('titles', () => expect(tagTitle('epoch_val_top_k')).toBe('val top k'));
