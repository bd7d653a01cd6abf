import type { Label } from '../../labels.js';
import type {
  ConversationPart,
  ConversationSummary,
  CoursePoint,
  EmotionSegment,
  Span,
  SpeakerShare,
  SpeakerSummary,
} from '../conversation.js';
import { clip, covered, secondsOf } from '../spans.js';
import type { SoundTrack } from './sound-track.js';
import { countInterruptions, longestMonologue } from './turn-taking.js';

/** How a conversation is divided. */
export type PartChoice = 'thirds' | 'minutes';

/** What {@link summarise} needs to know of a speaker. */
export type SpeakerData = {
  readonly id: string;
  readonly speech: readonly Span[];
  readonly sound: SoundTrack;
  /** In order; empty for models with dimensions. */
  readonly segments: readonly EmotionSegment[];
  /** In order; empty for classifiers. */
  readonly course: readonly CoursePoint[];
};

/** Summarises a conversation by speaker and by part. */
export function summarise(
  speakers: readonly SpeakerData[],
  {
    durationSeconds,
    labels,
  }: { readonly durationSeconds: number; readonly labels: readonly Label[] },
  parts: PartChoice = 'thirds',
): ConversationSummary {
  const whole = { start: 0, end: durationSeconds };
  const levels = speakers.map(({ sound, speech }) => sound.measure(speech).power);
  const share = (speaker: SpeakerData, at: number, within: Span) =>
    shareOf(speaker, within, levels[at] ?? 0, labels);
  return {
    ...soundingOf(speakers, whole),
    speakers: speakers.map((speaker, at) => ({
      ...share(speaker, at, whole),
      ...turnTakingOf(speaker, speakers),
      ...(speaker.speech.length > 0 && { levelDecibels: decibels(levels[at] ?? 0) }),
      ...(speaker.course.length > 0 && { course: speaker.course }),
    })),
    parts: partsOf(durationSeconds, parts).map((span): ConversationPart => {
      const { silenceSeconds, overlapSeconds } = soundingOf(speakers, span);
      const shares = speakers.map((speaker, at) => share(speaker, at, span));
      return { ...span, silenceSeconds, overlapSeconds, speakers: shares };
    }),
  };
}

function partsOf(seconds: number, choice: PartChoice): Span[] {
  const count = choice === 'thirds' ? 3 : Math.max(1, Math.ceil(seconds / 60));
  const length = choice === 'thirds' ? seconds / 3 : 60;
  return Array.from({ length: count }, (_, at) => ({
    start: at * length,
    end: at + 1 === count ? seconds : (at + 1) * length,
  }));
}

function soundingOf(speakers: readonly SpeakerData[], within: Span) {
  const lists = speakers.map(({ speech }) => clip(speech, within));
  const speechSeconds = secondsOf(covered(lists, 1));
  return {
    speechSeconds,
    silenceSeconds: Math.max(0, within.end - within.start - speechSeconds),
    overlapSeconds: secondsOf(covered(lists, 2)),
  };
}

function shareOf(
  { id, speech, sound, segments, course }: SpeakerData,
  within: Span,
  power: number,
  labels: readonly Label[],
): SpeakerShare {
  const measures = sound.measure(clip(speech, within));
  const { seconds } = measures;
  return {
    speaker: id,
    speechSeconds: secondsOf(clip(speech, within)),
    ...(segments.length > 0 && { emotions: emotionShares(segments, within, labels) }),
    ...(course.length > 0 && { dimensions: dimensionMeans(course, within, labels) }),
    ...(seconds > 0 && {
      relativeDecibels: decibels(measures.power) - decibels(power),
      syllablesPerSecond: measures.syllables / seconds,
    }),
  };
}

/** The share of the speech by label; all zero if there is no speech within the span. */
function emotionShares(
  segments: readonly EmotionSegment[],
  within: Span,
  labels: readonly Label[],
): Record<string, number> {
  const total = secondsOf(clip(segments, within));
  return Object.fromEntries(
    labels.map(({ id }) => {
      const seconds = secondsOf(
        clip(
          segments.filter(({ label }) => label === id),
          within,
        ),
      );
      return [id, total > 0 ? seconds / total : 0];
    }),
  );
}

function dimensionMeans(
  course: readonly CoursePoint[],
  within: Span,
  labels: readonly Label[],
): Record<string, number> | undefined {
  const sums = labels.map(() => 0);
  let total = 0;
  for (const point of course) {
    const seconds = secondsOf(clip([point], within));
    total += seconds;
    for (const [at, value] of point.values.entries()) sums[at] = (sums[at] ?? 0) + seconds * value;
  }
  if (total === 0) return undefined;
  return Object.fromEntries(labels.map(({ id }, at) => [id, (sums[at] ?? 0) / total]));
}

function turnTakingOf(
  speaker: SpeakerData,
  speakers: readonly SpeakerData[],
): Pick<SpeakerSummary, 'longestMonologueSeconds' | 'interruptions'> {
  const others = speakers.filter((other) => other !== speaker).map(({ speech }) => speech);
  return {
    longestMonologueSeconds: longestMonologue(speaker.speech, others),
    interruptions: countInterruptions(speaker.speech, others),
  };
}

/** Below one step of 24 bits; unlike -Infinity it can be written as JSON. */
const FLOOR_POWER = 1e-15;

const decibels = (power: number) => 10 * Math.log10(Math.max(FLOOR_POWER, power));
