export { type Diagnosis, diagnose, type Observed } from './diagnose.ts';
export { type Examination, type ExamineOptions, examine } from './examine.ts';
export type { Evidence, Finding, Place } from './finding.ts';
export { type Cause, causes, type Severity, type Symptom } from './vocabulary.ts';
