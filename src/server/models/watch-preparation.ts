import type { PrepareStep, ProcessWorker } from '../../workers/index.js';
import { processMemory } from '../engine/index.js';
import { ServerError } from '../problem/index.js';

/** What preparing a model may cost. */
export type PrepareLimits = {
  /** Longest time without a step forward, in milliseconds. */
  readonly stallMs: number;
  /** Memory that every model may need, in bytes. */
  readonly memoryBytes: number;
};

/** Comparing the checksums of a large model on a slow disk takes minutes and reports no step. */
const LIMITS: PrepareLimits = { stallMs: 30 * 60_000, memoryBytes: 4e9 };
/** A conversion holds the largest tensors, and measuring holds two graphs: so many times the files. */
const SIZE_FACTOR = 4;
/** How often the memory is measured, in milliseconds. */
const MEASURE_MS = 500;

/** What watches a process while it prepares a model. */
export type PreparationWatch = {
  readonly onStep: (step: PrepareStep) => void;
  readonly stop: () => void;
};

/** Kills the process that fetches and converts a model if it needs too much memory, or gets no further. */
export function watchPreparation(
  worker: ProcessWorker,
  { stallMs, memoryBytes }: PrepareLimits = LIMITS,
): PreparationWatch {
  let knownBytes = 0;
  const stall = setTimeout(() => {
    worker.kill(stalled(stallMs));
  }, stallMs);
  const measure = async () => {
    const held = worker.pid === undefined ? undefined : await processMemory(worker.pid);
    const most = memoryBytes + SIZE_FACTOR * knownBytes;
    if (held !== undefined && held > most) worker.kill(tooLarge(most));
  };
  const timer = setInterval(() => void measure(), MEASURE_MS);
  return {
    onStep: (step) => {
      stall.refresh();
      knownBytes = Math.max(knownBytes, bytesOf(step));
    },
    stop: () => {
      clearTimeout(stall);
      clearInterval(timer);
    },
  };
}

function bytesOf(step: PrepareStep): number {
  if (step.kind === 'licence') return step.bytes;
  return step.unit === 'bytes' ? step.total : 0;
}

function stalled(milliseconds: number): ServerError {
  return new ServerError(
    'engine-failed',
    `Preparing the model made no progress for ${Math.round(milliseconds / 60_000)} minutes and was stopped. Try "wav2emo pull" on the command line.`,
  );
}

function tooLarge(bytes: number): ServerError {
  return new ServerError(
    'engine-failed',
    `Preparing the model needed more than ${Math.round(bytes / 1e6)} MB of memory and was stopped. Convert it with "wav2emo convert" on the command line.`,
  );
}
