import type { Conversation } from '../../src/conversation/index.js';
import { nameLabel } from '../../src/labels.js';

/** Labels of the embedded models. */
export const LABELS = ['neu', 'ang', 'hap', 'sad'].map(nameLabel);

/** A call with two speakers, one of them named with characters that formats have to escape. */
export const CALL: Conversation = {
  durationSeconds: 12.5,
  model: 'test-model',
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
  findings: [],
};

/** Nobody speaks. */
export const SILENCE: Conversation = {
  ...MONOLOGUE,
  speakers: [],
  segments: [],
  findings: [{ code: 'no-speech', value: 0 }],
};
