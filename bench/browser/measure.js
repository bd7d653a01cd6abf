/** Measures programs in turn and notes each measurement; what is noted already is not measured again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { wavHeader } from '../wav-header.js';
import { LIVE } from './variants.js';

/** Seconds of the live session. */
const LIVE_SECONDS = 20;

/** Notes what each start of a program takes: `['start', program, number]`. */
export async function measureStarts(programs, starts, journal) {
  for (let number = 0; number < starts; number++)
    for (const program of programs)
      await once(journal, ['start', program.name, number], () => program.start());
}

/**
 * Notes what each clip takes: `['clip', program, seconds, round]`. In each round, every program computes every
 * clip once; a warm-up round, which is not noted, comes first.
 */
export async function measureClips(programs, clips, rounds, journal) {
  const keyOf = (program, seconds, round) => ['clip', program.name, seconds, round];
  const counted = Array.from({ length: rounds }, (_, round) => round);
  const isComplete = (program, seconds) =>
    counted.every((round) => journal.find(keyOf(program, seconds, round)));
  for (const [seconds, path] of clips)
    for (const program of programs)
      if (!isComplete(program, seconds)) await program.use(({ classify }) => classify(path));
  for (const round of counted)
    for (const [seconds, path] of clips)
      for (const program of programs)
        await once(journal, keyOf(program, seconds, round), () => compute(program, path));
}

async function compute(program, path) {
  return await program.use(async ({ classify, memory }) => ({
    ...(await classify(path)),
    memory: await memory(),
  }));
}

/** Notes a session that speaks without a pause: `['live']`. */
export async function measureLive(programs, journal) {
  const program = programs.find(({ name }) => name === LIVE);
  const folder = mkdtempSync(join(tmpdir(), 'wav2emo-live-'));
  try {
    const path = await makeSpeech(folder);
    await once(journal, ['live'], () => program.use(({ speak }) => speak(path, LIVE_SECONDS)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The clip of a man who speaks: the detector finds no speech in a synthesised voice. */
async function makeSpeech(folder) {
  const { loadRecording } = await import('../../dist/audio/node.js');
  const clip = readFileSync(join(root, 'examples', 'audio', 'neutral-man.flac'));
  const { samples } = await loadRecording(new Blob([clip]));
  const words = Int16Array.from(samples, (sample) => Math.round(32767 * sample));
  const path = join(folder, 'speech.wav');
  writeFileSync(path, Buffer.concat([wavHeader(words.length, 16_000), Buffer.from(words.buffer)]));
  return path;
}

async function once(journal, key, measure) {
  if (journal.find(key)) return;
  const measured = await measure();
  if (measured) journal.note(key, measured);
  process.stderr.write(`${key.join(' / ')}: ${summaryOf(measured)}\n`);
}

function summaryOf(measured) {
  if (!measured) return 'failed';
  const milliseconds = measured.milliseconds ?? measured.first;
  return milliseconds === undefined ? 'done' : `${milliseconds.toFixed(0)} ms`;
}
