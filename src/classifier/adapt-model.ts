import {
  type Adaptation,
  adaptHeads,
  type AnsweredExample,
  exampleMaker,
  nameClasses,
} from '../adaptation/index.js';
import { type Bundle, expectTask, toModelInfo } from '../bundles/index.js';
import { type AudioFile, type LoadOptions, prepareBundle } from '../node/index.js';
import { openClip } from '../evaluation/index.js';
import { classifyWindowsEach, openModelPool } from '../workers/index.js';
import { writeAdapted } from './write-adapted.js';

/** A recording with what it sounds like. */
export type LabelledClip = {
  readonly file: AudioFile;
  /** Begin and end of the clip in the file, in seconds; only of a file by its path. Default: the whole file. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** Id or English name of the emotion, or any other name of a class. */
  readonly label: string;
  /** Who speaks. Default: not known. */
  readonly speaker?: string | undefined;
};

/** What {@link adaptModel} needs; the other options say which model it starts from. */
export type AdaptOptions = LoadOptions & {
  readonly clips: readonly LabelledClip[];
  /** The folder of the new bundle, which must not exist. */
  readonly target: string;
  /** Name of the new model. Default: the base model's with `-adapted`. */
  readonly name?: string | undefined;
  /** The classes, in the order of the new outputs. Default: those of the clips, sorted. */
  readonly classes?: readonly string[] | undefined;
  /** Recordings in parallel. Default: automatic. */
  readonly jobs?: number | undefined;
  /** Called after each clip, and after each fold of the cross-validation. */
  readonly onAdapt?: ((step: 'embed' | 'fit', done: number, total: number) => void) | undefined;
};

/** What came of an adaptation. */
export type AdaptedModel = Adaptation & {
  /** Whether the bundle was written: only if the new head is better. */
  readonly isWritten: boolean;
  readonly clips: number;
  readonly speakers: number;
  /** The clips that could not be read. */
  readonly failures: readonly { readonly file: AudioFile; readonly error: unknown }[];
};

/**
 * Adapts a classifier to own clips: fits a new head on its embeddings, measures it on clips that were
 * held out, and writes a bundle if it is better than the base model. The graph is not changed.
 *
 * @throws CheckpointError, HubError, DeviceError if the model cannot be opened; TypeError for a
 *   regression model; RangeError if there are too few clips; FileError `file-exists` if the target
 *   exists; the signal's reason
 */
export async function adaptModel(options: AdaptOptions): Promise<AdaptedModel> {
  const { clips, target, onAdapt } = options;
  const bundle = await prepareBundle(options);
  expectTask(bundle, 'classification');
  const known = toModelInfo(bundle).labels.map(({ id }) => id);
  const words = clips.map(({ label }) => label);
  const { labels, idOf } = nameClasses(words, known, options.classes);
  const named = clips.map((clip) => ({ ...clip, label: idOf(clip.label) }));
  const used = named.filter(({ label }) => labels.includes(label));
  const { examples, failures } = await answerClips(bundle, used, {
    ...options,
    learnt: labels,
    known,
  });
  const adaptation = adaptHeads(examples, {
    labels,
    heads: bundle.heads,
    onProgress: (done, total) => onAdapt?.('fit', done, total),
  });
  const speakers = new Set(examples.flatMap(({ speaker }) => speaker ?? [])).size;
  const facts = { clips: examples.length, speakers };
  const { isBetter } = adaptation;
  if (isBetter) await writeAdapted(bundle, target, { adaptation, name: options.name, ...facts });
  return { ...adaptation, isWritten: isBetter, ...facts, failures };
}

async function answerClips(
  bundle: Bundle,
  clips: readonly LabelledClip[],
  {
    learnt,
    known,
    signal,
    runOpts,
    jobs,
    onAdapt,
  }: AdaptOptions & { readonly learnt: readonly string[]; readonly known: readonly string[] },
) {
  const toExample = exampleMaker(learnt, known);
  const examples: AnsweredExample[] = [];
  const failures: { file: AudioFile; error: unknown }[] = [];
  const pool = await openModelPool(bundle, clips.length, { ...runOpts, jobs });
  try {
    const open = ({ file, start, end }: LabelledClip) =>
      typeof file === 'string' ? openClip({ file, start, end }, signal) : file;
    for await (const outcome of classifyWindowsEach(pool, clips, { open, signal })) {
      const { item, result: found, error } = outcome;
      if (found) examples.push(toExample(item, found));
      else failures.push({ file: item.file, error });
      onAdapt?.('embed', examples.length + failures.length, clips.length);
    }
  } finally {
    await pool.dispose();
  }
  return { examples, failures };
}
