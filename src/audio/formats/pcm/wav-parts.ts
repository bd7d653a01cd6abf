import type { Waveform } from '../../../waveform.js';
import type { DecoderContext } from '../../decode/decoder.js';
import { checkLayout } from '../../decode/limits.js';
import { decodePcmParts } from './pcm.js';
import { readWavLayout } from './wav.js';

/** Bytes read for the header, more than a WAV file without tags has. */
const HEAD_BYTES = 4 * 1024;

/**
 * Decodes a WAV file that arrives in parts, which may be split anywhere.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`
 */
export async function* decodeWavParts(
  parts: AsyncGenerator<Uint8Array>,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const head: Uint8Array<ArrayBuffer>[] = [];
  for (let bytes = 0; bytes < HEAD_BYTES;) {
    const part = await parts.next();
    if (part.done) break;
    head.push(Uint8Array.from(part.value));
    bytes += part.value.length;
  }
  const blob = new Blob(head);
  const layout = await readWavLayout(blob);
  checkLayout(layout.format, layout.sampleRate, layout.channels);
  const samples = async function* (): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(await blob.slice(layout.start).arrayBuffer());
    yield* parts;
  };
  yield* decodePcmParts(samples(), layout, context);
}
