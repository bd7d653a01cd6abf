/** The largest signed byte whose negative is a signed byte too. */
export const LARGEST_BYTE = 127;

/**
 * The smallest normal float32. Numbers of a channel with a smaller scale become zeros: the scale would
 * lose its digits, and the bytes would wrap around.
 */
export const SMALLEST_SCALE = 2 ** -126;

/** Numbers as signed bytes; each number is its byte times the scale of its channel. */
export type Quantised = {
  /** One byte for each number, in the same order. */
  readonly values: Int8Array;
  /** `[channels]`. */
  readonly scales: Float32Array;
};

/** How the numbers of a tensor belong to channels, which are one of its axes. */
export type Channels = {
  readonly count: number;
  /** Neighbouring numbers that belong to one channel: the product of the sizes after the axis. */
  readonly run: number;
};

/** The channels along an axis of a tensor. */
export function channelsOf(shape: readonly number[], axis: number): Channels {
  const run = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return { count: shape[axis] ?? 1, run };
}

/** Quantises a tensor symmetrically, with a scale for each channel from its own range. */
export function quantiseChannels(tensor: Float32Array, channels: Channels): Quantised {
  const largest = largestOfChannels(tensor, channels);
  const scales = largest
    .map((each) => each / LARGEST_BYTE)
    .map((scale) => (scale < SMALLEST_SCALE ? 1 : scale));
  const values = new Int8Array(tensor.length);
  for (let start = 0, channel = 0; start < tensor.length; start += channels.run) {
    const scale = scales[channel] ?? 1;
    for (let at = start; at < start + channels.run; at++) {
      values[at] = Math.round((tensor[at] ?? 0) / scale);
    }
    channel = (channel + 1) % channels.count;
  }
  return { values, scales };
}

function largestOfChannels(tensor: Float32Array, { count, run }: Channels): Float32Array {
  const largest = new Float32Array(count);
  for (let start = 0, channel = 0; start < tensor.length; start += run) {
    for (let at = start; at < start + run; at++) {
      const size = Math.abs(tensor[at] ?? 0);
      if (size > (largest[channel] ?? 0)) largest[channel] = size;
    }
    channel = (channel + 1) % count;
  }
  return largest;
}
