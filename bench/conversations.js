/**
 * `npm run bench:conversations`: how well the emotions along calls are found, on voices that no head of
 * the model has seen. Makes seeded calls of two speakers from corpora of labelled clips and writes
 * docs/reports/conversations.md.
 *
 *   npm run bench:conversations -- --corpus FOLDER [--corpus FOLDER] --bundles FOLDER [--keep FILE] [--print]
 *
 * --corpus   a folder whose manifest.csv has the columns corpus, path, speaker and label
 * --bundles  a folder with a bundle for each corpus that is measured, named as the corpus, whose heads
 *            were fitted without it: recipes/heads/left_out.py
 * --only     names of corpora, separated by commas; default: all that have a bundle
 * --half     report (default) or tuning: the half of the speakers that the thresholds were tuned on
 * --calls    calls of each corpus, default 4; --minutes: their length, default 5
 * --keep     a file of JSON lines to which each call is added; a later run does not repeat its calls
 * --print    prints the report and writes no file
 */
import { existsSync, openAsBlob, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../scripts/prepare.js';
import { drawCast, halves } from './conversations/casts.js';
import { CONDITIONS } from './conversations/conditions.js';
import { liveDelay } from './conversations/live-delay.js';
import { makeCall } from './conversations/make-call.js';
import { writeReport } from './conversations/report.js';
import { score, speakersOf } from './conversations/score.js';
import { SILENCES } from './conversations/silences.js';
import { randomFrom } from './voice-activity/sounds.js';
import { keep, readKept } from './voices/kept-outcomes.js';
import { readManifest } from './voices/read-manifest.js';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true },
    bundles: { type: 'string' },
    only: { type: 'string' },
    half: { type: 'string', default: 'report' },
    calls: { type: 'string', default: '4' },
    minutes: { type: 'string', default: '5' },
    keep: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});
const { corpus: folders, bundles, half } = values;
if (folders === undefined) throw new TypeError('Name a folder of speech: --corpus FOLDER.');
if (bundles === undefined) throw new TypeError('Name the folder of bundles: --bundles FOLDER.');
if (half !== 'report' && half !== 'tuning')
  throw new TypeError(`Found --half ${half}, expected report or tuning.`);

register('../test/support/typescript-hooks.js', import.meta.url);
// A computed address: the sources are checked with stricter types than bench.
/** @param {string} path */
const source = (path) => import(new URL(`../src/${path}`, import.meta.url).href);
const { loadRecording } = await source('audio/node.ts');
const { analyseConversation, conversationOf, emotionDiarizationError, livePort, runLive } =
  await source('conversation/index.ts');
const { diarisationError, SpeakerCollector } = await source('conversation/voices/index.ts');
const { openModel, openSpeakerEncoder, prepareBundle } = await source('node/index.ts');

const LEAK = 0.05;
const encoder = await openSpeakerEncoder();
const clips = folders.flatMap(readManifest).filter(({ label }) => label !== '');
const names = [...new Set(clips.map(({ corpus }) => corpus))].filter((name) =>
  values.only ? values.only.split(',').includes(name) : existsSync(join(bundles, name)),
);
const outcomes = readKept(values.keep);
// One call of each corpus after another, so that an interrupted run has calls of all.
for (let number = 0; number < Number(values.calls); number++)
  for (const name of names) {
    if (outcomes.some((each) => each.corpus === name && each.number === number)) continue;
    const outcome = { corpus: name, number, ...(await measure(name, number)) };
    outcomes.push(outcome);
    keep(values.keep, [outcome]);
    console.error(`${name}: call ${number + 1} of ${values.calls}`);
  }
const silences = await measureSilences(names[0]);
const text = writeReport(outcomes, silences, { half, minutes: Number(values.minutes) });
if (values.print) process.stdout.write(text);
else writeFileSync(join(root, 'docs', 'reports', 'conversations.md'), text);

async function open(name) {
  return await openModel(await prepareBundle({ source: join(bundles, name) }));
}

/** Everything that is measured on one call. */
async function measure(name, number) {
  const model = await open(name);
  const own = clips.filter(({ corpus }) => corpus === name);
  const random = randomFrom(seedOf(name, number));
  const cast = drawCast(halves(own)[half], random);
  const load = async (path) => (await loadRecording(await openAsBlob(path))).samples;
  const call = await makeCall(
    cast,
    { seconds: 60 * Number(values.minutes), leak: LEAK },
    load,
    random,
  );
  const conditions = {};
  for (const [condition, change] of Object.entries(CONDITIONS))
    conditions[condition] = await analyse(model, call, change(call.channels));
  const live = await liveDelay({ runLive, livePort }, model, call, number % 2);
  await model.dispose();
  return { speakers: cast.map(([{ speaker }]) => speaker), conditions, live };
}

/** The scores of one recording, and of its speakers if they share a channel. */
async function analyse(model, call, { sampleRate, channels }) {
  const given = [];
  const openDiariser = async () => {
    const collector = new SpeakerCollector(encoder);
    return {
      push: (piece, signal) => collector.push(piece, signal),
      finish: async (options) => {
        given.push(...(await collector.finish({ ...options, speakers: 2 })));
        return await collector.finish(options);
      },
    };
  };
  const events = analyseConversation(
    model,
    { sampleRate, pieces: once(channels) },
    { openDiariser },
  );
  const conversation = await conversationOf(events);
  const scores = score(call, conversation, speakersOf(call, conversation), emotionDiarizationError);
  if (channels.length > 1) return scores;
  const [estimatedRates, givenRates] = [conversation.speakers, given].map((speakers) =>
    diarisation(call, speakers),
  );
  return { ...scores, estimated: estimatedRates, given: givenRates };
}

function diarisation(call, speakers) {
  const truth = call.segments.map((each) => ({ ...each, speaker: String(each.speaker) }));
  const found = speakers.flatMap(({ id, speech }) =>
    speech.map((span) => ({ ...span, speaker: id })),
  );
  return {
    rate: diarisationError(truth, found).rate,
    collared: diarisationError(truth, found, { collar: 0.25 }).rate,
    isRight: speakers.length === 2,
  };
}

/** @returns {Promise<Record<string, number>>} seconds of segments by the name of the recording */
async function measureSilences(name) {
  const model = await open(name);
  /** @type {Record<string, number>} */
  const found = {};
  for (const [sound, make] of Object.entries(SILENCES)) {
    const input = { sampleRate: 16_000, pieces: once([make(11), make(13)]) };
    const { segments } = await conversationOf(analyseConversation(model, input));
    found[sound] = segments.reduce((sum, { start, end }) => sum + end - start, 0);
  }
  await model.dispose();
  return found;
}

/** Seeds that differ in many bits: the first numbers of similar seeds are similar. */
function seedOf(name, number) {
  const letters = [...`${half} ${name} ${number}`];
  return letters.reduce(
    (sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261 | 0,
  );
}

async function* once(channels) {
  yield await Promise.resolve(channels);
}
