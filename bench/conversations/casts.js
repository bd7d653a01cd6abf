/** Who speaks in the calls. */
import { randomFrom } from '../voice-activity/sounds.js';

/** An emotion needs this many clips of a speaker, so that an episode is not one clip again and again. */
const LEAST_CLIPS = 3;

/**
 * The speakers of a corpus in two halves: thresholds are tuned on calls of the first half, and figures
 * come from calls of the second one.
 *
 * @typedef {readonly import('./make-call.js').Clip[]} Clips
 * @param {Clips} clips of one corpus
 * @returns {{ tuning: Clips[], report: Clips[] }} the clips of each speaker
 */
export function halves(clips) {
  const bySpeaker = new Map();
  for (const clip of clips)
    bySpeaker.set(clip.speaker, [...(bySpeaker.get(clip.speaker) ?? []), clip]);
  const able = [...bySpeaker.keys()].sort().filter((speaker) => isAble(bySpeaker.get(speaker)));
  const random = randomFrom(918_273_645);
  const order = able.map((speaker) => [random(), speaker]).sort(([a], [b]) => a - b);
  const voices = order.map(([, speaker]) => bySpeaker.get(speaker));
  const middle = Math.floor(voices.length / 2);
  return { tuning: voices.slice(0, middle), report: voices.slice(middle) };
}

/** Two different speakers. */
export function drawCast(voices, random) {
  const first = Math.floor(voices.length * random());
  const other = Math.floor((voices.length - 1) * random());
  return [voices[first], voices[other < first ? other : other + 1]];
}

const isAble = (clips) =>
  ['neu', 'ang', 'hap', 'sad'].every(
    (label) => clips.filter((clip) => clip.label === label).length >= LEAST_CLIPS,
  );
