import {
  type ClassifyOptions,
  type EmotionResult,
  expectRelativeHead,
  judgeAgain,
  type ModelInfo,
  type Prior,
  type RecordingResult,
  SpeakerVoice,
  toVoiceParts,
} from '../inference/index.js';
import { eachRecording, type EachRecordingOptions, type Outcome } from './each-recording.js';
import type { ModelPool } from './model-pool.js';

/** Who speaks in a recording. */
export type SpeakerOf = {
  /** The same for all recordings of a speaker. */
  readonly id: string;
  /** For people. Default: none. */
  readonly name?: string | undefined;
};

/** How {@link classifySpeakers} opens and classifies recordings. */
export type ClassifySpeakersOptions<T> = EachRecordingOptions<T> &
  Pick<ClassifyOptions, 'voiceActivity' | 'prior'> & {
    /** The speaker of an item; an item without one is judged alone. */
    readonly speakerOf: (item: T) => SpeakerOf | undefined;
    /** Called after each recording with the number of those that are computed. */
    readonly onComputed?: ((count: number) => void) | undefined;
  };

/** The recordings of one speaker: their places in the list of items. */
type Group = { readonly name: string | undefined; readonly members: number[] };

/**
 * Classifies each recording in comparison with the other recordings of its speaker. All are computed
 * before the first outcome is yielded, each of them once; the outcomes have the order of the items. A
 * recording that fails is left out of the baselines.
 *
 * @throws BaselineError `baseline-unsupported` if the model has no relative head; RangeError if the
 *   prior does not belong to the model; the signal's reason
 */
export async function* classifySpeakers<T>(
  pool: ModelPool,
  items: Iterable<T>,
  model: ModelInfo,
  options: ClassifySpeakersOptions<T>,
): AsyncGenerator<Outcome<T, EmotionResult>, void> {
  const { speakerOf, voiceActivity = true, prior, onComputed, ...rest } = options;
  expectRelativeHead(model);
  const judge = { voiceActivity, prior, windows: true };
  const outcomes: Outcome<T, RecordingResult>[] = [];
  const computed = eachRecording(pool, items, rest, (input, running) =>
    pool.classify(input, { ...judge, ...running }),
  );
  for await (const outcome of computed) {
    outcomes.push(outcome);
    onComputed?.(outcomes.length);
  }
  const speakers = outcomes.map(({ item }) => speakerOf(item));
  const results = outcomes.map(({ result }) => result);
  const judged = judgeSpeakers(results, speakers, model, prior);
  for (const [at, { item, error }] of outcomes.entries()) {
    const result = judged[at];
    yield result ? { item, result } : { item, error };
  }
}

function groupBySpeaker(speakers: readonly (SpeakerOf | undefined)[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [at, speaker] of speakers.entries()) {
    if (!speaker) continue;
    const group = groups.get(speaker.id) ?? { name: speaker.name, members: [] };
    group.members.push(at);
    groups.set(speaker.id, group);
  }
  return [...groups.values()];
}

/**
 * Judges recordings again, each in comparison with the other recordings of its speaker.
 *
 * @param found with windows; `undefined` where a recording failed
 * @param speakers one for each recording; `undefined` if it is judged alone
 * @returns results by the places of their recordings; those without a speaker stay as they are
 * @throws as {@link classifySpeakers}
 */
export function judgeSpeakers(
  found: readonly (RecordingResult | undefined)[],
  speakers: readonly (SpeakerOf | undefined)[],
  model: ModelInfo,
  prior?: Prior,
): readonly (EmotionResult | undefined)[] {
  const results = found.map((each) => each?.result);
  for (const { name, members } of groupBySpeaker(speakers)) {
    const voices = members.map((at) => toVoiceParts({ windows: found[at]?.windows ?? [] }));
    const voice = new SpeakerVoice(model, voices, { name });
    for (const [member, at] of members.entries()) {
      const { result, windows } = found[at] ?? {};
      const baseline = voice.baseline(member);
      if (result && windows && baseline)
        results[at] = judgeAgain({ result, windows }, model, { baseline, prior });
    }
  }
  return results;
}
