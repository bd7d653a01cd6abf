/** Every frame of an AAC file without a container has this many samples of each channel and block. */
const BLOCK_SAMPLES = 1024;

/** Bytes of a frame's header. */
const HEADER_BYTES = 7;

/**
 * How many samples each channel of an AAC file without a container has at its declared rate; 0 if it does not
 * begin with a frame.
 *
 * @see https://wiki.multimedia.cx/index.php/ADTS
 */
export function adtsSamples(bytes: Uint8Array): number {
  let samples = 0;
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const [sync = 0, kind = 0, , high = 0, middle = 0, low = 0, last = 0] = bytes.subarray(at);
    if (sync !== 0xff || kind >> 4 !== 0xf) break;
    const length = ((high & 3) << 11) | (middle << 3) | (low >> 5);
    if (length < HEADER_BYTES) break;
    samples += BLOCK_SAMPLES * ((last & 3) + 1);
    at += length;
  }
  return samples;
}
