import { schedules } from '../../../src/optimizers/index.ts';
import { adapter, type Case } from '../adapter.ts';
import { missingClasses } from '../missing-classes.ts';
import type { TensorJson } from '../tensor-json.ts';

interface ScheduleCase extends Case {
  readonly config: unknown;
  readonly steps: readonly number[];
  readonly values: TensorJson;
}

export const schedulesAdapter = adapter<ScheduleCase>({
  missing: ({ config }) => missingClasses(config),
  run({ config, steps, values }, check) {
    const schedule = schedules.deserialize(config);
    check.equal('config', schedules.serialize(schedule), config);
    check.tensor('values', schedule.apply(steps), values);
  },
});
