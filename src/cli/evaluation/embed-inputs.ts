import { type Bundle } from '../../bundles/index.js';
import {
  embedFrames,
  type EmbeddedPart,
  type EmbeddingLevel,
  type EmbeddingRow,
  embedWindows,
} from '../../evaluation/index.js';
import { CheckpointError } from '../../errors.js';
import type { LoadedModel } from '../../inference/index.js';
import { openModel, openRecording } from '../../node/index.js';
import { classifyEach, openModelPool } from '../../workers/index.js';
import type { Input } from '../expand-inputs.js';
import type { Io } from '../io.js';
import { failureLine, isInterruption } from '../print-failures.js';
import type { ProgressBar } from '../progress-bar.js';
import { poolOptions, type RunFlags } from '../run-options.js';

/** Which embeddings are computed, and how. */
export type EmbedRun = RunFlags & {
  readonly bundle: Bundle;
  readonly level: EmbeddingLevel;
  /** In seconds. */
  readonly window: number;
  /** In seconds. Default: `window` */
  readonly step?: number;
};

/** The embeddings of recordings, and how many recordings failed. */
export type EmbeddedInputs = { readonly rows: readonly EmbeddingRow[]; readonly failures: number };

/** All rows are in memory until they are written. */
const MAX_BYTES = 1 << 30;

/**
 * Computes the embeddings of the recordings of a command line. The failures are printed.
 *
 * @throws CheckpointError if the model has no frames and they are wanted; RangeError if there are too many
 *   rows; the signal's reason
 */
export async function embedInputs(
  inputs: readonly Input[],
  run: EmbedRun,
  io: Io,
  progress: ProgressBar,
): Promise<EmbeddedInputs> {
  const rows: EmbeddingRow[] = [];
  let done = 0;
  let failures = 0;
  const show = () => {
    progress.show('Embed', done, inputs.length, 'files');
  };
  show();
  const outcomes = run.level === 'utterance' ? utterances(inputs, run, io) : parts(inputs, run, io);
  for await (const { input, found, error } of outcomes) {
    done++;
    if (found) for (const row of found) rows.push(row);
    else {
      failures++;
      progress.around(() => io.stderr.write(`${failureLine(input.name, error)}\n`));
    }
    checkSize(rows);
    if (done < inputs.length) show();
  }
  return { rows, failures };
}

type Outcome = {
  readonly input: Input;
  readonly found?: readonly EmbeddingRow[];
  readonly error?: unknown;
};

async function* utterances(
  inputs: readonly Input[],
  run: EmbedRun,
  { signal }: Io,
): AsyncGenerator<Outcome> {
  const pool = await openModelPool(run.bundle, inputs.length, poolOptions(run));
  try {
    const open = (input: Input) => input.open();
    for await (const { item, result, error } of classifyEach(pool, inputs, { open, signal })) {
      if (!result) yield { input: item, error };
      else {
        const { durationSeconds: end, embedding } = result;
        const answer = 'label' in result ? { label: result.label, score: result.score } : {};
        yield { input: item, found: [{ file: item.name, start: 0, end, ...answer, embedding }] };
      }
    }
  } finally {
    await pool.dispose();
  }
}

async function* parts(
  inputs: readonly Input[],
  run: EmbedRun,
  { signal }: Io,
): AsyncGenerator<Outcome> {
  const { bundle, device, threads } = run;
  checkFrames(run);
  const model = await openModel(bundle, { device, ...(threads !== undefined && { threads }) });
  try {
    for (const input of inputs)
      try {
        const found: EmbeddingRow[] = [];
        for await (const part of partsOf(
          model,
          await openRecording(await input.open()),
          run,
          signal,
        )) {
          found.push({ file: input.name, ...part });
          checkSize(found);
        }
        yield { input, found };
      } catch (error) {
        if (isInterruption(error) || error instanceof RangeError) throw error;
        yield { input, error };
      }
  } finally {
    await model.dispose();
  }
}

function partsOf(
  model: LoadedModel,
  file: Blob,
  { level, window, step = window, bundle }: EmbedRun,
  signal?: AbortSignal,
): AsyncGenerator<EmbeddedPart> {
  const { frames } = bundle.manifest.architecture;
  return level === 'frame' && frames
    ? embedFrames(model, file, frames, signal)
    : embedWindows(model, file, { windowSeconds: window, stepSeconds: step }, signal);
}

function checkFrames({ level, bundle: { manifest } }: EmbedRun): void {
  if (level !== 'frame' || manifest.architecture.frames) return;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `The graph of ${manifest.name} does not return frames. Use --level window, or convert the model again.`,
  );
}

function checkSize(rows: readonly EmbeddingRow[]): void {
  const bytes = 4 * rows.length * (rows[0]?.embedding.length ?? 0);
  if (bytes > MAX_BYTES)
    throw new RangeError(
      `The embeddings need more than ${MAX_BYTES} bytes. Embed fewer recordings at once, or choose --level utterance.`,
    );
}
