import type { AudioFormat } from '../../audio/index.js';

/** The rate of most recordings whose format says nothing about it here, in hertz. */
const USUAL_RATE = 48_000;

/** The settings of a track are searched in this many bytes at both ends of a file. */
const SEARCHED_BYTES = 1 << 20;

/** Rates by their index in the header of an AAC frame. */
const AAC_RATES = [
  ...[96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050],
  ...[16_000, 12_000, 11_025, 8_000, 7_350],
];

/**
 * The rate that an MP4 or AAC file declares, in hertz. A browser decodes to the rate that it is asked for:
 * with the file's own one its resampler, which differs between browsers, has nothing to do.
 */
export async function declaredRate(blob: Blob, format: AudioFormat | undefined): Promise<number> {
  const head = await bytesOf(blob.slice(0, SEARCHED_BYTES));
  if (format === 'aac') return AAC_RATES[((head[2] ?? 0) >> 2) & 0xf] ?? USUAL_RATE;
  if (format !== 'mp4') return USUAL_RATE;
  return mp4Rate(head) ?? mp4Rate(await bytesOf(blob.slice(-SEARCHED_BYTES))) ?? USUAL_RATE;
}

/**
 * The rate of the first AAC track: a sample entry has 24 bytes after its name, and then the rate in 16.16.
 *
 * @see https://developer.apple.com/documentation/quicktime-file-format/sound_sample_description_version_0
 */
function mp4Rate(bytes: Uint8Array): number | undefined {
  const name = [0x6d, 0x70, 0x34, 0x61]; // mp4a
  for (let at = bytes.indexOf(0x6d); at >= 0; at = bytes.indexOf(0x6d, at + 1)) {
    if (!name.every((byte, index) => bytes[at + index] === byte)) continue;
    const rate = ((bytes[at + 28] ?? 0) << 8) | (bytes[at + 29] ?? 0);
    if (AAC_RATES.includes(rate)) return rate;
  }
  return undefined;
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
