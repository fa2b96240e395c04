import { useId, useState } from 'preact/hooks';
import { Button, Dialog, Notice, TextField } from '../kit/index.ts';
import type { RunSummary } from '../protocol/index.ts';
import { post } from './server.ts';

/** What a person says about a run: its name, tags and notes. */
export function RunEditor({ run, onClose }: { readonly run: RunSummary; readonly onClose: () => void }) {
  const [name, setName] = useState(run.name);
  const [tags, setTags] = useState(run.tags.join(', '));
  const [notes, setNotes] = useState(run.notes);
  const [error, setError] = useState<string | null>(null);
  const notesId = useId();
  const save = async (): Promise<void> => {
    const list = tags
      .split(',')
      .map((tag) => tag.trim().replace(/^#/, ''))
      .filter((tag) => tag !== '');
    try {
      await post('notes', { run: run.id, name: name.trim(), tags: [...new Set(list)], notes });
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <Dialog title={run.id} onClose={onClose}>
      <div class="stack">
        <TextField label="Name" value={name} onInput={setName} />
        <TextField label="Tags, with commas between" value={tags} onInput={setTags} />
        <div class="field">
          <label class="label" for={notesId}>
            Notes
          </label>
          <textarea
            id={notesId}
            class="input"
            rows={5}
            value={notes}
            onInput={({ currentTarget }) => setNotes(currentTarget.value)}
          />
        </div>
        {error !== null && <Notice tone="fault">{error}</Notice>}
        <div class="row">
          <Button kind="main" onClick={() => void save()}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}
