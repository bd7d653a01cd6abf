import { percent, table } from '../format.js';
import { COMPARED_SECONDS } from '../parts/clips.js';

/** Types of nodes below this share are summed up. */
const LEAST_SHARE = 0.02;

/** What limits each graph. */
export function profileSection({ limit }) {
  if (!limit) return undefined;
  const rows = Object.entries(limit.profiles).map(([name, profile]) => [
    name,
    profile.failure ?? describe(profile.types),
  ]);
  return `## What limits each variant

Share of time by node type for ${COMPARED_SECONDS} s, from the runtime's profile of the fastest of five runs. A node that runs a subgraph is counted
without the nodes inside it.

${table(['', 'share of time'], rows).trim()}`;
}

function describe(types) {
  const total = Object.values(types).reduce((a, b) => a + b, 0);
  const large = Object.entries(types).filter(([, time]) => time / total >= LEAST_SHARE);
  const rest = 1 - large.reduce((sum, [, time]) => sum + time / total, 0);
  const words = large.map(([type, time]) => `${type} ${percent(time / total)}`);
  return [...words, `others ${percent(rest)}`].join(', ');
}
