import type { Calibration, LoadedModel } from '../inference/index.js';
import type { CoursePoint, EmotionSegment, Span, Speaker } from './conversation.js';
import { findBaseline, type JudgedWindow, judgeWindows } from './emotion/judge-windows.js';
import type { ConversationOptions } from './options.js';
import { emotionSegments } from './segments/emotion-segments.js';
import { smoothWindows } from './segments/smooth-windows.js';
import { steadyLabels } from './segments/steady-labels.js';
import type { SpeakerData } from './summary/summarise.js';
import type { TrackAnalysis } from './track-analysis.js';

/** Who speaks when on which track. */
export type SpeakerOnTrack = {
  readonly id: string;
  readonly name?: string | undefined;
  readonly track: TrackAnalysis;
  /** In order and without overlap. */
  readonly speech: readonly Span[];
  /** Whether the speaker has the channel alone. */
  readonly isAlone: boolean;
};

/** What is known of a speaker at the end. */
export type AnalysedSpeaker = SpeakerData & {
  readonly speaker: Speaker;
  /** Smoothed. */
  readonly windows: readonly JudgedWindow[];
  readonly labels: readonly number[];
};

/** Judges the speech of one speaker, compared with the speaker's own baseline if that is possible. */
export function analyseSpeaker(
  model: LoadedModel,
  { id, name, track, speech, isAlone }: SpeakerOnTrack,
  { baselines, names, prior }: ConversationOptions,
): AnalysedSpeaker {
  const found = track.windows.windows(speech);
  const baseline = baselines?.[id] ?? findBaseline(model, found);
  const windows = smoothWindows(judgeWindows(model, found, { baseline, prior }));
  const judged = segmentsOf(model, { id, speech, windows, isRelative: baseline !== undefined });
  const speaker: Speaker = {
    id,
    name: names?.[id] ?? baseline?.name ?? name,
    ...(isAlone && { channel: track.channel }),
    speech,
    baselineSeconds: baseline?.seconds ?? 0,
  };
  return { id, speech, sound: track.sound, speaker, windows, ...judged };
}

/**
 * Judges the newest speech of one speaker alone: the baseline is only known at the end.
 *
 * @param from speech before this time was judged before, in seconds
 */
export function provisionalSegments(
  model: LoadedModel,
  { id, track }: Pick<SpeakerOnTrack, 'id' | 'track'>,
  from: number,
  { baselines, prior }: ConversationOptions,
): readonly EmotionSegment[] {
  const speech = track.speech.filter(({ end }) => end > from);
  const baseline = baselines?.[id];
  const found = track.windows.windows(speech, from);
  const windows = smoothWindows(judgeWindows(model, found, { baseline, prior }));
  const newest = speech.map(({ start, end }) => ({ start: Math.max(start, from), end }));
  const isRelative = baseline !== undefined;
  return segmentsOf(model, { id, speech: newest, windows, isRelative }).segments;
}

type Judged = {
  readonly labels: readonly number[];
  readonly segments: readonly EmotionSegment[];
  readonly course: readonly CoursePoint[];
};

function segmentsOf(
  { info }: LoadedModel,
  {
    id,
    speech,
    windows,
    isRelative,
  }: Pick<SpeakerData, 'id' | 'speech'> & {
    readonly windows: readonly JudgedWindow[];
    readonly isRelative: boolean;
  },
): Judged {
  if (info.task === 'regression') {
    const course = windows.map(({ start, end, values }) => ({
      ...{ start, end },
      values: Array.from(values),
    }));
    return { labels: [], segments: [], course };
  }
  const labels = steadyLabels(windows);
  const calibration = calibrationOf(info, isRelative);
  const of = { speaker: id, speech, windows, labels, calibration };
  return { labels, segments: emotionSegments(of, info.labels), course: [] };
}

/** The calibration of the head that answers. */
function calibrationOf(
  { heads, calibration }: LoadedModel['info'],
  isRelative: boolean,
): Calibration | undefined {
  if (isRelative && heads?.relative) return heads.relative.calibration;
  return heads?.absolute?.calibration ?? calibration;
}
