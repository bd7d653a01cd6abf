/** Seeded calls of two speakers, made of the clips of a corpus, with the truth of who sounds how, when. */
import { trim } from '../voices/mixtures.js';

const RATE = 16_000;

/** The level of each speaker's neutral clips, as RMS. */
const SPEECH_RMS = 0.05;

/** Noise of the line. */
const NOISE = 0.0003;

/** Each speaker has one episode in this many seconds of the call. */
const EPISODE_EVERY = 150;

/** Seconds before the first episode, and after the latest start of one. */
const CALM_START = 20;
const CALM_END = 45;

/** The share of turns that begin before the last one has ended, and by how many seconds. */
const OVERLAPS = 0.1;
const OVERLAP_SECONDS = 1;

/** The share of turns after a long pause, of 2 to 8 s. */
const LONG_PAUSES = 0.1;

/**
 * @typedef {{ label: string, path: string, speaker: string, corpus: string }} Clip
 * @typedef {{ start: number, end: number, speaker: number, label: string }} Stretch
 * @typedef {Stretch & { speech: number }} Episode `speech` without pauses, in seconds
 * @typedef {{ channels: Float32Array[], segments: Stretch[], episodes: Episode[], seconds: number }} Call
 * @typedef {(path: string) => Promise<Float32Array>} Load reads samples at 16 kHz
 */

/**
 * Makes a call: both speakers are mostly neutral, in turns of 1.5 to 8 s; an episode is one turn of 5
 * to 30 s of speech in anger, joy or sadness. A tenth of the turns begin before the last has ended, and a
 * tenth after a long pause. Each speaker has an own channel, into which the other one leaks.
 *
 * @param {readonly (readonly Clip[])[]} cast the clips of each of two speakers
 * @param {{ seconds: number, leak: number }} options `leak` is the factor of the other voice
 * @param {Load} load
 * @param {() => number} random
 * @returns {Promise<Call>}
 */
export async function makeCall(cast, { seconds, leak }, load, random) {
  const voices = [];
  for (const clips of cast) voices.push(await voiceOf(clips, load, random));
  const { plan, episodes } = await planTurns(voices, seconds, random);
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
  return { channels, segments, episodes, seconds: length / RATE };
}

/**
 * Returns what draws the next clip of an emotion of one speaker; each clip is drawn before any is drawn
 * again. The loudness of an emotion relative to neutral speech stays.
 */
async function voiceOf(clips, load, random) {
  const neutral = clips.filter(({ label }) => label === 'neu').slice(0, 6);
  let [energy, samples] = [0, 0];
  for (const { path } of neutral) {
    const clip = trim(await load(path));
    energy += clip.reduce((sum, sample) => sum + sample ** 2, 0);
    samples += clip.length;
  }
  const gain = SPEECH_RMS / Math.sqrt(energy / samples);
  const decks = new Map();
  return async (label) => {
    const deck = decks.get(label) ?? [];
    if (deck.length === 0)
      deck.push(
        ...shuffled(
          clips.filter((clip) => clip.label === label),
          random,
        ),
      );
    decks.set(label, deck);
    const { path } = deck.pop();
    return trim(await load(path)).map((sample) => Math.max(-1, Math.min(1, gain * sample)));
  };
}

/** The episodes of each speaker: which emotion begins at which second, and for how many seconds of speech. */
function planEpisodes(seconds, random) {
  const count = Math.max(1, Math.round(seconds / EPISODE_EVERY));
  const room = (seconds - CALM_START - CALM_END) / count;
  return Array.from({ length: count }, (_, at) => ({
    from: CALM_START + room * (at + random()),
    speech: 5 + 25 * random(),
    label: ['ang', 'hap', 'sad'][Math.floor(3 * random())],
  }));
}

/** The turns of both speakers in order, each clip with its samples, and the episodes among them. */
async function planTurns(voices, seconds, random) {
  const waiting = voices.map(() => planEpisodes(seconds, random));
  const plan = [];
  const episodes = [];
  let [at, speaker] = [1, Math.floor(2 * random())];
  while (at < seconds - 8) {
    const isEpisode = at >= (waiting[speaker][0]?.from ?? Infinity);
    const neutral = { label: 'neu', speech: 1.5 + 6.5 * random() ** 2 };
    const { label, speech } = isEpisode ? waiting[speaker].shift() : neutral;
    const start = at;
    let spoken = 0;
    while (spoken < speech) {
      const samples = await voices[speaker](label);
      const length = samples.length / RATE;
      plan.push({ start: at, end: at + length, speaker, label, samples });
      spoken += length;
      at += length + 0.1 + 0.5 * random();
    }
    const { end } = plan.at(-1);
    if (isEpisode) episodes.push({ start, end, speaker, label, speech: spoken });
    at = end + pauseBetween(random);
    speaker = 1 - speaker;
  }
  return { plan, episodes };
}

/** Seconds from the end of a turn to the next one, negative if they overlap. */
function pauseBetween(random) {
  const kind = random();
  if (kind < OVERLAPS) return -OVERLAP_SECONDS;
  if (kind < OVERLAPS + LONG_PAUSES) return 2 + 6 * random();
  return 0.2 + 1.3 * random() ** 2;
}

function shuffled(items, random) {
  const order = items.map((item) => [random(), item]);
  return order.sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}
