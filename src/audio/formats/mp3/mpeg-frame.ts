/** What the four bytes before a frame of MPEG audio say. */
export type MpegHeader = {
  readonly layer: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** Bytes of the whole frame with its header. */
  readonly frameBytes: number;
  /** Samples of one channel in the frame. */
  readonly frameSamples: number;
  /** Bytes between the header and the first granule's data: where a Xing tag would stand. */
  readonly sideInfoBytes: number;
};

/** Kilobits a second by index, for each layer of MPEG-1, and of MPEG-2 and 2.5. */
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
 * @returns undefined where there is none; the free format, which has no frame length, counts as none
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

/** Whether two frames can belong to one stream: only bit rate and padding may change. */
export function isSameStream(one: MpegHeader, other: MpegHeader | undefined): boolean {
  return (
    one.layer === other?.layer &&
    one.sampleRate === other.sampleRate &&
    one.channels === other.channels
  );
}

/** Chance imitates one header in about 2,000 positions, three in a row hardly ever. */
const FRAMES_IN_A_ROW = 3;

/** Finds the first frame of MPEG audio; in the middle of a file three in a row must agree. */
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
    // A file that ends within its first frames is believed only if it begins with one.
    if (at + 4 > head.length) return start === 0;
    header = readMpegHeader(head, at);
    if (!header || !isSameStream(first, header)) return false;
  }
  return true;
}

/**
 * Whether a file begins with two frames of AAC in ADTS.
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
