/** How Keratin computes, for the whole process: `keras.config`, and what Keras has not. */

export { dtypePolicy, setDtypePolicy } from '../dtype-policies/dtype-policy.ts';
export { backend, setBackend } from './backend.ts';
export { epsilon, floatx, imageDataFormat, setEpsilon, setFloatx, setImageDataFormat } from './defaults.ts';
export { type Device, devices } from './devices.ts';
export {
  disableInteractiveLogging,
  enableInteractiveLogging,
  isInteractiveLoggingEnabled,
} from './interactive-logging.ts';
export { type Profile, type ProfiledKernel, profile } from './profile.ts';
export { setThreads, threads } from './threads.ts';
export { maxEpochs, maxStepsPerEpoch, setMaxEpochs, setMaxStepsPerEpoch } from './training-limits.ts';
