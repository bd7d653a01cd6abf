/** Seeded calls of two speakers, made of the clips of a corpus, with the truth of who sounds how, when. */
import { trim } from '../voices/mixtures.js';

const RATE = 16_000;

/** The level of each speaker's neutral clips, as RMS. */
const SPEECH_RMS = 0.05;

/** Noise of the line. */
const NOISE = 0.0003;

/**
 * @typedef {{ start: number, end: number, speaker: number, label: string, speech?: number }} Stretch
 * @typedef {{ channels: Float32Array[], segments: Stretch[], episodes: Stretch[], seconds: number }} Call
 */

/**
 * Makes a call: both speakers are mostly neutral; each has one to three episodes of 5 to 30 s of
 * anger, joy or sadness. A tenth of the turns begin before the last has ended.
 *
 * @param {readonly (readonly { label: string, path: string }[])[]} cast the clips of each of two speakers
 * @param {{ seconds: number, leak: number }} options
 * @param {(path: string) => Promise<Float32Array>} load
 * @param {() => number} random
 * @returns {Promise<Call>}
 */
export async function makeCall(cast, { seconds, leak }, load, random) {
  const voices = [];
  for (const clips of cast) voices.push(await voiceOf(clips, load, random));
  const plan = await planTurns(voices, seconds, random);
  const length = Math.round(Math.max(seconds, ...plan.map(({ end }) => end + 0.5)) * RATE);
  const channels = voices.map(() =>
    Float32Array.from({ length }, () => NOISE * (2 * random() - 1)),
  );
  for (const { start, speaker, samples } of plan) {
    for (const [at, channel] of channels.entries()) {
      const [gain, delay] = at === speaker ? [1, 0] : [leak, 0.008];
      const from = Math.round((start + delay) * RATE);
      for (let k = 0; k < samples.length && from + k < length; k++)
        channel[from + k] += gain * samples[k];
    }
  }
  const segments = plan.map(({ start, end, speaker, label }) => ({ start, end, speaker, label }));
  return { channels, segments, episodes: episodesOf(segments), seconds: length / RATE };
}

/** Clips of one speaker by label; each is drawn before any is drawn again. */
async function voiceOf(clips, load, random) {
  const neutral = clips.filter(({ label }) => label === 'neu').slice(0, 6);
  let energy = 0;
  let samples = 0;
  for (const { path } of neutral) {
    const clip = trim(await load(path));
    energy += clip.reduce((sum, sample) => sum + sample ** 2, 0);
    samples += clip.length;
  }
  const gain = SPEECH_RMS / Math.sqrt(energy / samples);
  const decks = new Map();
  return async (label) => {
    let deck = decks.get(label) ?? [];
    if (deck.length === 0)
      deck = shuffle(
        clips.filter((clip) => clip.label === label),
        random,
      );
    const clip = deck.pop();
    decks.set(label, deck);
    return trim(await load(clip.path)).map((sample) => Math.max(-1, Math.min(1, gain * sample)));
  };
}

function shuffle(items, random) {
  const order = items.map((item) => [random(), item]);
  return order.sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

/** What each speaker feels when. */
function planEpisodes(seconds, random) {
  const count = 1 + Math.floor(3 * random());
  return Array.from({ length: count }, (_, at) => {
    const room = seconds / count;
    const start = at * room + 15 + random() * Math.max(1, room - 60);
    return {
      start,
      speech: 5 + 25 * random(),
      label: ['ang', 'hap', 'sad'][Math.floor(3 * random())],
    };
  });
}

/** The turns of both speakers in order, each with its samples. */
async function planTurns(voices, seconds, random) {
  const episodes = voices.map(() => planEpisodes(seconds, random));
  const plan = [];
  let [at, speaker] = [1, 0];
  while (at < seconds - 12) {
    const open = episodes[speaker][0];
    const label = open && at >= open.start ? open.label : 'neu';
    // Somebody in an episode holds the turn for longer.
    const until = at + 1.5 + (label === 'neu' ? 6 : 9) * random();
    while (at < until) {
      const samples = await voices[speaker](label);
      const end = at + samples.length / RATE;
      plan.push({ start: at, end, speaker, label, samples });
      if (label !== 'neu' && (open.speech -= end - at) <= 0) episodes[speaker].shift();
      at = end + 0.1 + 0.5 * random();
      if (label !== 'neu' && open.speech <= 0) break;
    }
    const overlap = random() < 0.1;
    at += overlap ? -1 : 0.2 + 1.3 * random() ** 2;
    speaker = 1 - speaker;
  }
  return plan;
}

/** Joins the emotional stretches of one speaker and label that belong together. */
function episodesOf(segments) {
  const episodes = [];
  for (const { start, end, speaker, label } of segments) {
    if (label === 'neu') continue;
    const last = episodes.findLast((each) => each.speaker === speaker);
    if (last && last.label === label && start - last.end < 15) {
      last.end = end;
      last.speech += end - start;
    } else episodes.push({ start, end, speaker, label, speech: end - start });
  }
  return episodes;
}
