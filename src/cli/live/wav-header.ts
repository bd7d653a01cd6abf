import { AudioError } from '../../errors.js';

/** How the samples of a stream are laid out; all are signed 16-bit, little-endian. */
export type PcmLayout = {
  readonly sampleRate: number;
  readonly channels: number;
  /** Where the samples begin. */
  readonly dataOffset: number;
};

/** More than this before the samples is no header that a recorder writes. */
const LARGEST_HEADER = 65_536;
const PCM = 1;
const EXTENSIBLE = 0xfffe;

/**
 * Reads the header of a WAV stream, http://soundfile.sapp.org/doc/WaveFormat/. Its sizes are not
 * used, because a recorder does not know them in advance.
 *
 * @param bytes the beginning of the stream
 * @returns `undefined` if more bytes are needed
 * @throws AudioError `audio-unsupported` if the samples are not 16-bit PCM, `audio-corrupt`
 */
export function readWavHeader(bytes: Buffer): PcmLayout | undefined {
  let layout: Omit<PcmLayout, 'dataOffset'> | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'data') {
      if (!layout) throw corrupt('it has no format before its samples');
      return { ...layout, dataOffset: at + 8 };
    }
    if (name === 'fmt ' && size >= 16) {
      if (at + 24 > bytes.length) return undefined;
      layout = readFormat(bytes.subarray(at + 8));
    }
    at += 8 + size + (size % 2);
    if (at > LARGEST_HEADER) throw corrupt('its samples do not begin within 64 KiB');
  }
  return undefined;
}

function readFormat(format: Buffer): Omit<PcmLayout, 'dataOffset'> {
  const [encoding, channels] = [format.readUInt16LE(0), format.readUInt16LE(2)];
  const [sampleRate, bits] = [format.readUInt32LE(4), format.readUInt16LE(14)];
  if ((encoding !== PCM && encoding !== EXTENSIBLE) || bits !== 16)
    throw new AudioError(
      'audio-unsupported',
      `Found a WAV stream with encoding ${encoding} and ${bits} bits, expected PCM with 16 bits. Convert it: ffmpeg -i … -f s16le -ar 16000 -ac 1 - | wav2emo live -`,
    );
  if (channels < 1 || channels > 32 || sampleRate < 4000 || sampleRate > 384_000)
    throw corrupt(`it has ${channels} channels at ${sampleRate} Hz`);
  return { sampleRate, channels };
}

function corrupt(found: string): AudioError {
  return new AudioError(
    'audio-corrupt',
    `The WAV stream is damaged: ${found}. Send 16-bit samples, 16 kHz, mono, without a header.`,
  );
}
