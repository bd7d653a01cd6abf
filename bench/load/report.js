/** The text of `docs/reports/load.md`. */
export function writeReport({
  total,
  atOnce,
  seconds,
  outcomes,
  before,
  after,
  left,
  faults,
  machine,
}) {
  const good = outcomes.filter(({ name }) => name === 'recording');
  const others = outcomes.filter(({ name }) => name !== 'recording');
  const times = good.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const percentile = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  const answered = good.filter(({ isAsExpected }) => isAsExpected).length;
  const rows = [
    ['requests per second', (total / seconds).toFixed(1)],
    ['p50 of good recordings', `${percentile(0.5).toFixed(0)} ms`],
    ['p99 of good recordings', `${percentile(0.99).toFixed(0)} ms`],
    ['good recordings classified', `${answered} of ${good.length}`],
    [
      'hostile or cut-off requests with the expected outcome',
      `${others.filter(({ isAsExpected }) => isAsExpected).length} of ${others.length}`,
    ],
    ['files left behind', String(after.uploads + left.length)],
    ['restarts of the computing process', String(after.restarts - before.restarts)],
  ];
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  const pairs = [
    ['memory of the server', megabytes(before.serverBytes), megabytes(after.serverBytes)],
    [
      'memory of the computing process',
      megabytes(before.engineBytes),
      megabytes(after.engineBytes),
    ],
    ['handles of the server without connections', before.serverHandles, after.serverHandles],
    ['connections, kept open for the next request', before.connections, after.connections],
    ['handles of the computing process', before.engineHandles, after.engineHandles],
  ];
  const verdict = faults.length === 0 ? 'Nothing was lost and nothing leaked.' : faults.join('; ');
  return `# Load

\`npm run bench:load\`: ${total} requests of 0.2 to 3 s of sound in WAV, FLAC, MP3, Ogg and WebM to \`/api/v1/classify\`, ${atOnce} at a time,
every tenth of them hostile (text, noise inside formats, false sizes, an unknown model) or cut off. The valid ones come from five
addresses, since one address gets three quarters of the queue at most. One server with the
embedded model, client and server on the same machine, after 100 warm-up requests; \`--rate-limit 0\`, default
settings otherwise. One recording is computed at a time, so requests mostly wait in the queue.

${machine.cpu}, ${machine.cores} cores, ${(machine.memory / 1e9).toFixed(0)} GB, Node ${process.versions.node}.

${rows.map(([name, value]) => `- ${name}: ${value}`).join('\n')}

|  | before | after |
| --- | --- | --- |
${pairs.map((row) => `| ${row.join(' | ')} |`).join('\n')}

${verdict}
`;
}
