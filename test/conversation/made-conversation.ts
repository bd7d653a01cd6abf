import type { Conversation, ConversationSummary } from '../../src/conversation/index.js';
import { nameLabel } from '../../src/labels.js';

/** Labels of the embedded models. */
export const LABELS = ['neu', 'ang', 'hap', 'sad'].map(nameLabel);

const SUMMARY: ConversationSummary = {
  speechSeconds: 8.0004,
  silenceSeconds: 4.4996,
  overlapSeconds: 0.25,
  speakers: [
    {
      speaker: 'left',
      speechSeconds: 4.7504,
      emotions: { neu: 0.579, ang: 0.421, hap: 0, sad: 0 },
      relativeDecibels: 0,
      syllablesPerSecond: 4.2,
      levelDecibels: -23.5,
      longestMonologueSeconds: 2.5,
      interruptions: 0,
    },
    {
      speaker: 'right',
      speechSeconds: 3.5,
      emotions: { neu: 0, ang: 0, hap: 0, sad: 1 },
      relativeDecibels: 0,
      syllablesPerSecond: 3.1,
      levelDecibels: -28,
      longestMonologueSeconds: 3.25,
      interruptions: 1,
    },
  ],
  parts: [
    {
      ...{ start: 0, end: 12.5, silenceSeconds: 4.4996, overlapSeconds: 0.25 },
      speakers: [
        {
          speaker: 'left',
          speechSeconds: 4.7504,
          emotions: { neu: 0.579, ang: 0.421, hap: 0, sad: 0 },
          relativeDecibels: 0,
          syllablesPerSecond: 4.2,
        },
        {
          speaker: 'right',
          speechSeconds: 3.5,
          emotions: { neu: 0, ang: 0, hap: 0, sad: 1 },
          relativeDecibels: 0,
          syllablesPerSecond: 3.1,
        },
      ],
    },
  ],
};

const QUIET: ConversationSummary = {
  speechSeconds: 0,
  silenceSeconds: 5,
  overlapSeconds: 0,
  speakers: [],
  parts: [],
};

/** A call with two speakers, one of them named with characters that formats have to escape. */
export const CALL: Conversation = {
  durationSeconds: 12.5,
  model: 'test-model',
  task: 'classification',
  labels: LABELS,
  speakers: [
    {
      id: 'left',
      name: 'Ms "Ann" <A&B>',
      channel: 0,
      speech: [
        { start: 0.5, end: 3.25 },
        { start: 7, end: 9.0004 },
      ],
      baselineSeconds: 4.5,
    },
    { id: 'right', channel: 1, speech: [{ start: 3, end: 6.5 }], baselineSeconds: 0 },
  ],
  segments: [
    {
      start: 0.5,
      end: 3.25,
      speaker: 'left',
      label: 'neu',
      score: 0.71,
      probabilities: [0.71, 0.09, 0.15, 0.05],
      findings: [],
    },
    {
      start: 3,
      end: 6.5,
      speaker: 'right',
      label: 'sad',
      score: 0.5,
      probabilities: [0.2, 0.2, 0.1, 0.5],
      findings: [{ code: 'uncertain', value: 0.5 }],
    },
    {
      start: 7,
      end: 9.0004,
      speaker: 'left',
      label: 'ang',
      score: 0.8312345678,
      probabilities: [0.1, 0.8312345678, 0.05, 0.0187654322],
      findings: [],
    },
  ],
  moments: [
    { start: 7.5, end: 9, speaker: 'left', label: 'ang', score: 0.91, reason: 'peak' },
    {
      start: 3,
      end: 6,
      speaker: 'right',
      label: 'sad',
      score: 0.5,
      reason: 'turning-point',
      before: 'neu',
    },
  ],
  summary: SUMMARY,
  findings: [{ code: 'band-limited', value: 3400 }],
};

/** One speaker without a name, in silence but for one segment. */
export const MONOLOGUE: Conversation = {
  ...CALL,
  durationSeconds: 5,
  speakers: [{ id: 'speaker-1', speech: [{ start: 1, end: 2 }], baselineSeconds: 0 }],
  segments: [
    {
      start: 1,
      end: 2,
      speaker: 'speaker-1',
      label: 'hap',
      score: 0.9,
      probabilities: [0.02, 0.05, 0.9, 0.03],
      findings: [],
    },
  ],
  moments: [],
  summary: { ...QUIET, speechSeconds: 1, silenceSeconds: 4 },
  findings: [],
};

/** Nobody speaks. */
export const SILENCE: Conversation = {
  ...MONOLOGUE,
  speakers: [],
  segments: [],
  summary: QUIET,
  findings: [{ code: 'no-speech', value: 0 }],
};
