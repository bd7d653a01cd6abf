/** Bytes of the largest frame that Opus permits (RFC 6716, requirement R2). */
const MAX_FRAME_BYTES = 1275;

/** Samples of the longest packet, 120 ms at 48 kHz (requirement R5). */
const MAX_PACKET_SAMPLES = 5760;

/** Samples of a frame at 48 kHz by configuration of each mode. */
const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/**
 * Whether the framing of an Opus packet is valid; libopus refuses other packets.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6716#section-3.4
 */
export function isOpusPacket(packet: Uint8Array): boolean {
  const [toc, ...rest] = packet.subarray(0, 3);
  if (toc === undefined) return false;
  const samples = frameSamples(toc >> 3);
  const body = packet.length - 1;
  switch (toc & 3) {
    case 0:
      return body <= MAX_FRAME_BYTES;
    case 1:
      return body % 2 === 0 && body / 2 <= MAX_FRAME_BYTES;
    case 2:
      return hasTwoSizes(rest, body);
    default:
      return hasManyFrames(packet, samples);
  }
}

function frameSamples(configuration: number): number {
  if (configuration < 12) return SILK[configuration % 4] ?? 0;
  if (configuration < 16) return HYBRID[configuration % 2] ?? 0;
  return CELT[configuration % 4] ?? 0;
}

function hasTwoSizes([first = 0, second = 0]: readonly number[], body: number): boolean {
  if (body < 1) return false;
  const header = first < 252 ? 1 : 2;
  const size = first < 252 ? first : second * 4 + first;
  const other = body - header - size;
  return other >= 0 && other <= MAX_FRAME_BYTES;
}

/**
 * Checks a packet with any number of frames, of equal or different sizes, and padding at its end.
 */
function hasManyFrames(packet: Uint8Array, samples: number): boolean {
  const counts = packet[1] ?? 0;
  const frames = counts & 63;
  if (packet.length < 2 || frames === 0 || frames * samples > MAX_PACKET_SAMPLES) return false;
  let at = 2;
  let end = packet.length;
  for (let more = (counts & 64) !== 0; more; at++) {
    const padding = packet[at] ?? 0;
    more = padding === 255;
    end -= more ? 254 : padding;
    if (at >= packet.length) return false;
  }
  if ((counts & 128) === 0) {
    const size = (end - at) / frames;
    return Number.isInteger(size) && size >= 0 && size <= MAX_FRAME_BYTES;
  }
  for (let frame = 1; frame < frames; frame++) {
    const first = packet[at] ?? 0;
    // Both the bytes that encode a size and the frame itself leave fewer bytes for the last frame.
    end -= first < 252 ? first : (packet[at + 1] ?? 0) * 4 + first;
    at += first < 252 ? 1 : 2;
  }
  return end - at >= 0 && end - at <= MAX_FRAME_BYTES;
}
