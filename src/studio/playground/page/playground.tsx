import { Notice } from '../../kit/index.ts';
import { ControlPanel } from './control-panel.tsx';
import { Curves } from './curves.tsx';
import { DoctorCard } from './doctor-card.tsx';
import { LayerPicture } from './layer-picture.tsx';
import { PresetBar } from './preset-bar.tsx';
import { Stage } from './stage.tsx';
import { failure, problems } from './store.ts';
import { TopBar } from './top-bar.tsx';

/** The whole page. */
export function Playground() {
  return (
    <>
      <TopBar />
      <PresetBar />
      {failure.value !== null && (
        <div class="banner">
          <Notice tone="fault">{failure.value}</Notice>
        </div>
      )}
      {problems.value.length > 0 && (
        <div class="banner">
          <Notice>
            {problems.value.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </Notice>
        </div>
      )}
      <main class="playground">
        <section class="area-settings" aria-label="Settings">
          <ControlPanel />
        </section>
        <section class="area-stage" aria-label="Result">
          <Stage />
          <Curves />
        </section>
        <section class="area-net" aria-label="The net">
          <LayerPicture />
          <DoctorCard />
        </section>
      </main>
    </>
  );
}
