import { AudioError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import { readBlob } from './blob-window.js';
import type { DecoderContext } from './decoder.js';
import { describeBytes, isText } from './describe-bytes.js';
import { decodeWithFallback } from './fallback-decoder.js';
import { hasText } from './sniff-audio.js';

/** The number of bytes by which a file of unknown format is described. */
const DESCRIBED_BYTES = 512;

const SILK =
  'The file is a SILK voice message of WeChat or QQ, which is not supported. Convert it to WAV ' +
  'with a SILK decoder.';

/** Signatures of audio that neither the built-in decoders nor ffmpeg decode, with messages. */
const UNSUPPORTED: readonly (readonly [magic: string, message: string])[] = [
  [
    '\x1f\x43\xb6\x75',
    'The file is a later piece of a WebM recording: only the first piece has the header. Join ' +
      'all pieces in order.',
  ],
  ['#!SILK_V3', SILK],
  ['\x02#!SILK_V3', SILK],
];

/**
 * Passes content of unknown format to the fallback decoder unless it is text.
 *
 * @throws AudioError `audio-unknown-format`, `audio-unsupported`; otherwise as the decoder
 */
export async function* decodeUnknown(
  blob: Blob,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const head = await readBlob(blob, 0, DESCRIBED_BYTES);
  const known = UNSUPPORTED.find(([magic]) => hasText(head, 0, magic));
  if (known) throw new AudioError('audio-unsupported', known[1]);
  if (isText(head)) throw unknownFormat(head);
  try {
    yield* decodeWithFallback(blob, { ...context, format: undefined, codec: describeBytes(head) });
  } catch (error) {
    if (!isNotRecognised(error)) throw error;
    throw unknownFormat(head);
  }
}

/**
 * Whether the content remains unknown. A missing ffmpeg counts: it rarely decodes unknown content,
 * so the message does not ask to install it.
 */
function isNotRecognised(error: unknown): boolean {
  return (
    error instanceof AudioError &&
    (error.code === 'audio-unknown-format' || error.code === 'audio-needs-ffmpeg')
  );
}

function unknownFormat(head: Uint8Array): AudioError {
  return new AudioError(
    'audio-unknown-format',
    `The file is not a recording: found ${describeBytes(head)}. Expected WAV, AIFF, FLAC, MP3, ` +
      'Ogg, WebM, M4A or another audio format.',
  );
}
