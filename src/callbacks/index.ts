export { BackupAndRestore, type BackupAndRestoreOptions } from './backup-and-restore.ts';
export {
  Callback,
  type CallbackParams,
  type CallbackState,
  type FitCall,
  type FitChanges,
  type HookResult,
} from './callback.ts';
export { type CallbackLike, CallbackList } from './callback-list.ts';
export type { CallbackMetric, CallbackModel, CallbackOptimizer } from './callback-model.ts';
export { CSVLogger, type CSVLoggerOptions } from './csv-logger.ts';
export { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';
export { History } from './history.ts';
export { type Hooks, LambdaCallback } from './lambda-callback.ts';
export { LearningRateScheduler } from './learning-rate-scheduler.ts';
export type { Logs, PredictLogs } from './logs.ts';
export { ModelCheckpoint, type ModelCheckpointOptions } from './model-checkpoint.ts';
export type { MonitorOptions } from './monitor-callback.ts';
export { ProgbarLogger } from './progbar-logger.ts';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.ts';
export { RemoteMonitor, type RemoteMonitorOptions } from './remote-monitor.ts';
export type { SaveFrequency } from './save-frequency.ts';
export { SwapEMAWeights, type SwapEMAWeightsOptions } from './swap-ema-weights.ts';
export { TensorBoard, type TensorBoardOptions } from './tensorboard/tensorboard.ts';
export { TerminateOnNaN } from './terminate-on-nan.ts';
export type { StepSampler } from './vitals/step-sampler.ts';
export { Vitals, type VitalsOptions } from './vitals/vitals.ts';
export type { Histogram, LayerVitals, NonFinite, VitalsRecord, WeightVitals } from './vitals/vitals-record.ts';
