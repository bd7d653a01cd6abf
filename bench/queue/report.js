/** The bars: throughput may be lower by a tenth, and the median latency higher by 30 ms. */
const LEAST_SHARE = 0.9;
const MOST_EXTRA_MS = 30;

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The report as Markdown, and whether the bars hold. */
export function writeReport({ alone, queued, machine, rounds, count, atOnce }) {
  const share = median(queued.perSecond) / median(alone.perSecond);
  const extra = median(queued.milliseconds) - median(alone.milliseconds);
  const isGood = share >= LEAST_SHARE && extra <= MOST_EXTRA_MS;
  const row = (name, { perSecond, milliseconds }) =>
    `| ${name} | ${median(perSecond).toFixed(1)} | ${median(milliseconds).toFixed(1)} |`;
  const text = `# The queue beside one process

\`npm run bench:queue\` on ${machine.cpu}, ${machine.cores} cores: ${rounds} rounds, in each of which both servers
computed ${count} recordings of 2.3 s with \`wav2emo-base\`, ${atOnce} at a time, and then as many one after the other. The rounds alternate. The
queue has one worker on the same machine; Redis and the store are there, too.

| server | recordings per second, median of the rounds | milliseconds of one request, median |
| --- | --- | --- |
${row('one process', alone)}
${row('queue and one worker', queued)}

Throughput is ${(100 * share).toFixed(1)} % of that of one process (bar: at least ${100 * LEAST_SHARE} %), and the median latency
${extra.toFixed(1)} ms higher (bar: at most ${MOST_EXTRA_MS} ms): ${isGood ? 'the bars hold' : 'a bar is missed'}.
`;
  return { text, isGood };
}
