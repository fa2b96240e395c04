import { sameState } from '../state/playground-state.ts';
import { presetNames, presets } from '../state/presets.ts';
import { change, state } from './store.ts';

/** The stories, one click each, and the words of the one that is seen. */
export function PresetBar() {
  const current = presetNames.find((name) => sameState(presets[name].state, state.value));
  return (
    <nav class="presets" aria-label="Stories">
      <ul>
        {presetNames.map((name) => (
          <li key={name}>
            <button
              type="button"
              class="chip"
              aria-current={name === current}
              onClick={() => change(presets[name].state, { step: true })}
            >
              {presets[name].title}
            </button>
          </li>
        ))}
      </ul>
      <p class="story">
        {current === undefined
          ? 'A net of your own. Change any setting and the new net is trained at once; the address of this page holds all of it.'
          : presets[current].story}
      </p>
    </nav>
  );
}
