import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { countRepeats } from './judge.js';

const FILE = join(root, 'docs', 'reports', 'scale.md');
const INTRODUCTION = `# Several machines

What [the guide](../guide/scale.md) is based on. Each part is written by the program that it names.
`;
/** The parts in the order of the report. */
const PARTS = ['faults', 'sizing'];

/** Replaces one part of docs/reports/scale.md and keeps the others. */
export function writePart(name, text) {
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const parts = PARTS.map((each) => (each === name ? text : partOf(before, each)));
  const marked = parts.map((part, at) => part && `${markOf(PARTS[at])}\n\n${part.trim()}\n`);
  writeFileSync(FILE, [INTRODUCTION, ...marked.filter(Boolean)].join('\n'));
}

const markOf = (name) => `<!-- ${name} -->`;

function partOf(text, name) {
  const from = text.indexOf(markOf(name));
  if (from < 0) return '';
  const start = from + markOf(name).length;
  const ends = PARTS.map((each) => text.indexOf(markOf(each), start)).filter((at) => at >= 0);
  return text.slice(start, Math.min(...ends, text.length));
}

/** The machine in words, and how busy it was. */
export function machine(busy) {
  const cores = cpus().length;
  const memory = Math.round(totalmem() / 1e9);
  return `${cpus()[0]?.model.trim()}, ${cores} cores, ${memory} GB, Node ${process.versions.node}. Load average before the run: ${busy.toFixed(1)} on ${cores} cores.`;
}

/** Lines of a Markdown table. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The part "Faults". */
export function faultsPart(facts) {
  const { jobs, elapsed, busy, records, refusals, fleet, faults, lost, left, wrong, canFill } =
    facts;
  const stayed = records.filter((record) => !record.left);
  const answered = stayed.filter(({ outcome }) => outcome === 'answered');
  const retried = answered.filter(({ tries }) => tries > 1);
  const times = answered.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  const refused = [...refusals].map(([code, count]) => `${count} × ${code}`).join(', ');
  const codes = [...fleet.codes].map(([code, count]) => `${count} × ${code}`).join(', ');
  const rows = [
    ['recordings sent by clients that stayed', stayed.length],
    ['of them answered, each once and with its own result', answered.length],
    ['of them after a refusal that asked to try again', retried.length],
    ['refusals', refused || 'none'],
    ['clients that left after up to 1.5 s', records.length - stayed.length],
    ['jobs whose worker was lost while it had them, and that another took', lost],
    ['jobs that two workers answered', countRepeats(fleet.outcomes)],
    ['jobs that were tried again, or failed', codes || 'none'],
    [
      'time to the answer, refusals included',
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
    ],
    [
      'left at the end',
      `${left.files} files in the store, ${left.jobs} keys of jobs in Redis, ${left.failed} failed jobs, after ${Math.round(left.seconds)} s`,
    ],
  ];
  const full = canFill ? '' : ' The store could not be filled, which needs root on Linux.';
  return `## Faults

\`npm run bench:scale\`: ${jobs} recordings, six of seven of 2 to 3 s and one of 60 s, arrive within ${Math.round(elapsed)} s at one server; three workers with
wav2vec2-mini compute them, each in one thread. Redis writes an append-only file every second. Everything runs on one machine, so the
figures say whether anything is lost, not how fast it is.${full}

${machine(busy)}

${table(
  ['second', 'fault'],
  faults.map(({ second, what }) => [second, what]),
)}

${table(['', 'outcome'], rows)}

${wrong.length === 0 ? 'Nothing was lost, nothing was answered twice, and nothing was left.' : `**Not as it must be:** ${wrong.join('; ')}.`}
`;
}

/** The part "Sizing". */
export function sizingPart({ models, queue, busy, longSeconds }) {
  const perCoreHour = ({ audioSeconds, cpuSeconds }) => Math.round(audioSeconds / cpuSeconds);
  const mega = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  const kilo = (bytes) => `${(bytes / 1e3).toFixed(1)} kB`;
  const rows = models.map(({ name, precision, short, whole, peakBytes }) => [
    ...[name, precision, perCoreHour(short), perCoreHour(whole), mega(peakBytes)],
  ]);
  const head = ['model', 'precision', 'clips of 2 to 3 s (FLAC)', `${longSeconds / 60} min (WAV)`];
  const memory = [
    ['server, its computing process included', mega(queue.serverBytes)],
    ['worker with wav2vec2-mini, one recording at a time', mega(queue.workerBytes)],
    ['Redis without jobs', mega(queue.idleBytes)],
    ['Redis, for each job that waits', kilo(queue.waitingBytes)],
    ['Redis, for each job that was answered, until its result is old', kilo(queue.answeredBytes)],
  ];
  const milli = (seconds) => `${(1000 * seconds).toFixed(2)} ms`;
  const share = (seconds) => `${Math.round(1 / seconds)} a second`;
  const costs = [
    ['server: receiving, storing, answering', queue.serverSeconds],
    ['worker: fetching and reporting, without decoding and computing', queue.workerSeconds],
    ['Redis', queue.redisSeconds],
  ].map(([part, seconds]) => [part, milli(seconds), share(seconds)]);
  return `## Sizing

\`npm run bench:sizing\`: hours of audio that one core computes in an hour, decoding included. The time is that of the processor, in
one thread, so that other programs change it little. The memory is the largest of the process.

${machine(busy)}

${table([...head, 'memory'], rows)}

Redis, server and worker, with ${queue.jobs} recordings that wait at once, of which ${queue.answered} were answered:

${table(['', 'memory'], memory)}

The time of the processor that a job costs besides computing, and how many jobs one core could do of it:

${table(['', 'for each job', 'on one core'], costs)}

Redis reads and writes ${kilo(queue.redisTraffic)} for each job.
`;
}
