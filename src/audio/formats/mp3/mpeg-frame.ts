/** The content of the four-byte header of an MPEG audio frame. */
export type MpegHeader = {
  readonly layer: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** Size of the frame in bytes, with its header. */
  readonly frameBytes: number;
  /** Number of samples per channel in the frame. */
  readonly frameSamples: number;
  /** Bytes of side information after the header; a Xing tag follows them. */
  readonly sideInfoBytes: number;
};

/** Kilobits per second by index, for each `version.layer`; version 2 includes MPEG-2.5. */
const BIT_RATES: Readonly<Record<string, readonly number[]>> = {
  '1.1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1.2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1.3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2.1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2.2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2.3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

const RATES = [44_100, 48_000, 32_000];

/**
 * Reads the header of a frame of MPEG-1, 2 or 2.5 audio (ISO 11172-3 section 2.4.2.3 and
 * ISO 13818-3).
 *
 * @returns undefined if there is no header, or one of free format, which states no frame length
 */
export function readMpegHeader(bytes: Uint8Array, at: number): MpegHeader | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  const version = (b >> 3) & 3; // 0 is MPEG-2.5, 2 is MPEG-2, 3 is MPEG-1
  const layer = 4 - ((b >> 1) & 3);
  const kilobits = BIT_RATES[`${version === 3 ? 1 : 2}.${layer}`]?.[c >> 4];
  const rate = RATES[(c >> 2) & 3];
  if (a !== 0xff || (b & 0xe0) !== 0xe0 || version === 1 || !kilobits || !rate) return undefined;
  const sampleRate = rate >> (version === 3 ? 0 : version === 2 ? 1 : 2);
  const mono = d >> 6 === 3;
  const frameSamples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
  const slotBytes = layer === 1 ? 4 : 1;
  const slots = Math.floor((frameSamples * kilobits * 125) / sampleRate / slotBytes);
  return {
    layer,
    sampleRate,
    channels: mono ? 1 : 2,
    frameBytes: (slots + ((c >> 1) & 1)) * slotBytes,
    frameSamples,
    sideInfoBytes: version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17,
  };
}

/** Whether two frames may belong to one stream, in which only bit rate and padding change. */
export function isSameStream(one: MpegHeader, other: MpegHeader | undefined): boolean {
  return (
    one.layer === other?.layer &&
    one.sampleRate === other.sampleRate &&
    one.channels === other.channels
  );
}

/** Random bytes look like a header at one of about 2,000 offsets, like three almost never. */
const FRAMES_IN_A_ROW = 3;

/** Finds the first MPEG audio frame. At an offset above 0, two more frames must follow it. */
export function findMpegFrame(
  head: Uint8Array,
): { readonly at: number; readonly header: MpegHeader } | undefined {
  for (let at = 0; at + 4 <= head.length; at++) {
    if (head[at] !== 0xff) continue;
    const header = readMpegHeader(head, at);
    if (header && isFollowed(head, at, header)) return { at, header };
  }
  return undefined;
}

function isFollowed(head: Uint8Array, start: number, first: MpegHeader): boolean {
  let at = start;
  let header: MpegHeader | undefined = first;
  for (let frames = 1; frames < FRAMES_IN_A_ROW; frames++) {
    at += header.frameBytes;
    // If the bytes end within these frames, only a frame at their very start is accepted.
    if (at + 4 > head.length) return start === 0;
    header = readMpegHeader(head, at);
    if (!header || !isSameStream(first, header)) return false;
  }
  return true;
}

/**
 * Whether the bytes begin with two ADTS frames of AAC.
 *
 * @see https://wiki.multimedia.cx/index.php/ADTS
 */
export function isAdts(head: Uint8Array): boolean {
  const length = adtsFrameBytes(head, 0);
  return length > 0 && (length >= head.length || adtsFrameBytes(head, length) > 0);
}

function adtsFrameBytes(head: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = head.subarray(at, at + 6);
  const isHeader = a === 0xff && (b & 0xf6) === 0xf0 && ((c >> 2) & 15) < 13;
  const length = ((d & 3) << 11) | (e << 3) | (f >> 5);
  return isHeader && length >= 7 ? length : 0;
}
