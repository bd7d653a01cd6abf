import {
  type EmotionResult,
  judgeAgain,
  type ModelInfo,
  type Prior,
  type RecordingResult,
  SpeakerVoice,
  toVoiceParts,
} from '../inference/index.js';

/** Who speaks in a recording. */
export type SpeakerOf = {
  /** The same for all recordings of a speaker. */
  readonly id: string;
  /** For people. Default: none. */
  readonly name?: string | undefined;
};

/** The recordings of one speaker: their places in the list of items. */
type Group = { readonly name: string | undefined; readonly members: number[] };

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
 * @throws BaselineError `baseline-unsupported` if the model has no relative head; RangeError if the
 *   prior does not belong to the model
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
