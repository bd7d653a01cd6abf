/** @jsxImportSource hono/jsx */
import type { Span } from '../conversation/index.js';

const HALF = 50;

/**
 * The outline of a voice.
 *
 * @param peaks magnitudes over the whole recording, `[columns]`
 * @param loudest magnitude that fills the height
 */
export function Waveform(props: {
  readonly peaks: Float32Array;
  readonly row: Span;
  readonly durationSeconds: number;
  readonly loudest: number;
  readonly height: number;
}) {
  const { peaks, row, durationSeconds, loudest, height } = props;
  const columns = peaks.length / Math.max(durationSeconds, 1e-9);
  const [first, last] = [Math.round(row.start * columns), Math.round(row.end * columns)];
  const heights = Array.from(peaks.subarray(first, last), (peak) =>
    Math.round((HALF * Math.min(peak, loudest)) / loudest),
  );
  // The last row may end after the recording.
  const width = Math.max(1, last - first);
  return (
    <svg
      height={height}
      viewBox={`0 0 ${width} ${2 * HALF}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="wave" d={outline(heights)} />
    </svg>
  );
}

/** Runs along the upper edge to the right and along the lower edge back; equal heights share a line. */
function outline(heights: readonly number[]): string {
  const corners = heights
    .map((height, at) => ({ at, height }))
    .filter(({ at, height }) => height !== heights[at - 1] || height !== heights[at + 1]);
  const upper = corners.map(({ at, height }) => `${at} ${HALF - height}`);
  const lower = corners.reverse().map(({ at, height }) => `${at} ${HALF + height}`);
  return upper.length === 0 ? '' : `M${[...upper, ...lower].join('L')}Z`;
}
