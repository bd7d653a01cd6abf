import { milliseconds, percent, table } from '../format.js';
import { COMPARED_SECONDS } from '../parts/clips.js';
import { VARIANTS } from '../variants.js';

/** The graph whose operations a peer computes: its own is not seen, its network is. */
const PEER_GRAPH = 'plain export fp32';

/** How far from the machine's limit every variant is. */
export function limitSection({ limit, clips = {} }) {
  if (!limit) return undefined;
  const { peak, profiles } = limit;
  if (peak.failure) return `## The limit\n\nThe peak was not measured: ${peak.failure}.`;
  const rows = Object.keys(clips).flatMap((name) => {
    const median = clips[name].times?.[COMPARED_SECONDS]?.median;
    const operations = (profiles[name] ?? profiles[PEER_GRAPH])?.operations;
    if (!median || !operations || (!profiles[name] && isQuantised(name))) return [];
    const least = 1000 * (operations.fp32 / peak.fp32 + operations.int8 / peak.int8);
    return [
      [
        name,
        ...[operations.fp32, operations.int8].map(billions),
        milliseconds(least),
        percent(least / median),
      ],
    ];
  });
  const header = ['', 'fp32', 'int8', 'at the peak', 'share of the peak'];
  return `## The limit

Products of 2048 × 2048 matrices reach, with the same runtime, ${billions(peak.fp32)} multiply-adds a second in fp32 and ${billions(peak.int8)} in
int8. The columns are multiply-adds for ${COMPARED_SECONDS} s of audio, counted from the shapes of the executed nodes
(matrices, convolutions, attention; for the peers those of the plain export), the time that they take at the peak rate, and the share
of the peak rate that the median above reaches.

${table(header, rows).trim()}`;
}

/** Quantised peers multiply bytes, but which is not seen; bfloat16 has another peak. */
function isQuantised(name) {
  const { precision } = VARIANTS.find((variant) => variant.name === name) ?? {};
  return precision !== 'fp32';
}

function billions(value) {
  return `${(value / 1e9).toFixed(1)} G`;
}
