import type { ReportModel } from '../../src/report/index.js';

/** A model with one figure. */
export const MODEL: ReportModel = {
  name: 'test-model',
  licence: 'Apache-2.0',
  architecture: { type: 'wav2vec2', parameters: 7_000_000 },
  provenance: { source: 'owner/test-model', revision: 'abc' },
  precision: 'fp32',
  figures: [{ name: 'UAR', value: 0.7, interval: [0.65, 0.75], protocol: 'Five folds.' }],
};

const RATE = 16_000;
const SECONDS = 12.5;

/** The recording of the made call: a tone on the left channel up to 5 s, then on the right one. */
export function stereoCall(): Blob {
  const frames = SECONDS * RATE;
  const view = new DataView(new ArrayBuffer(44 + 4 * frames));
  const word = (at: number, text: string) => {
    for (const [offset, byte] of new TextEncoder().encode(text).entries())
      view.setUint8(at + offset, byte);
  };
  word(0, 'RIFF');
  view.setUint32(4, 36 + 4 * frames, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 4 * RATE, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, 4 * frames, true);
  for (let at = 0; at < frames; at++) {
    const tone = Math.round(10_000 * Math.sin((2 * Math.PI * 220 * at) / RATE));
    view.setInt16(44 + 4 * at, at < 5 * RATE ? tone : 0, true);
    view.setInt16(46 + 4 * at, at < 5 * RATE ? 0 : tone, true);
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}
