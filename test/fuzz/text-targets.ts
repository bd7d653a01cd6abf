import { parsePreprocessorConfig } from '../../src/checkpoint/huggingface/preprocessor-config.js';
import { parseLabelEncoder } from '../../src/checkpoint/speechbrain/label-encoder.js';
import { parseBaseline } from '../../src/inference/index.js';
import { decodeFrame } from '../../src/server/live/decode-frame.js';
import { LiveError } from '../../src/server/live/live-error.js';
import { parseMessage } from '../../src/server/live/parse-message.js';
import { type FuzzTarget, json, read, text } from './fuzz-target.js';

const bytesOf = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

const baseline = {
  format: 'wav2emo-baseline',
  version: 1,
  model: { name: 'ecapa-mini', sha256: 'a'.repeat(64) },
  seconds: 30.5,
  recordings: 3,
  reliability: 0.5,
  embedding: [0.1, -2, 30],
};

/** Readers of texts: settings, labels, baselines, and the messages of live sessions. */
export const TEXT_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'preprocessor',
    seeds: () => [read('checkpoints/wavlm-base/preprocessor_config.json')],
    run: async (bytes) => parsePreprocessorConfig(await json(bytes)),
  },
  {
    name: 'label-encoder',
    seeds: () => [read('checkpoints/speechbrain-ecapa/label_encoder.txt')],
    run: (bytes) => parseLabelEncoder(text(bytes)),
  },
  {
    name: 'baseline',
    seeds: () => [bytesOf(baseline)],
    run: (bytes) => parseBaseline(text(bytes), 'baseline.json'),
  },
  {
    name: 'live-message',
    seeds: () => [
      bytesOf({ type: 'session.end' }),
      bytesOf({ type: 'session.update', session: { sampleRate: 8000, baseline: 'none' } }),
      bytesOf({ type: 'session.update', session: { intervalSeconds: 0.5, baseline } }),
    ],
    run: (bytes) => {
      readLive(bytes);
    },
  },
];

/** Reads bytes as a message and as a frame. */
function readLive(bytes: Uint8Array): void {
  try {
    decodeFrame(Buffer.from(bytes), 16_000);
    parseMessage(text(bytes));
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
  }
}
