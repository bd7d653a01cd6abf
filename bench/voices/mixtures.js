/** Seeded conversations in one channel, made of the clips of a corpus, with the truth of who speaks when. */

const RATE = 16_000;

/** Shorter clips are not used, in seconds. */
const MIN_CLIP = 0.8;

/**
 * @typedef {{ start: number, end: number, speaker: string }} Turn
 * @typedef {{ speaker: string, gender: string, emotion: string, path: string }} Clip
 */

/** Cuts silence from both ends of a clip: frames of 20 ms 26 dB below the loudest. */
export function trim(samples) {
  const frame = 320;
  const levels = Array.from({ length: Math.floor(samples.length / frame) }, (_, i) =>
    Math.hypot(...samples.subarray(i * frame, (i + 1) * frame)),
  );
  const least = Math.max(...levels) * 0.05;
  const first = levels.findIndex((level) => level > least);
  const last = levels.findLastIndex((level) => level > least);
  return samples.subarray(first * frame, (last + 1) * frame);
}

/**
 * Who speaks in each conversation of a set: speakers of one corpus, so that the microphone tells nothing.
 *
 * @param {readonly Clip[]} clips
 * @param {{ count: number, speakers: number, sexes: 'same' | 'different' | 'any' }} options
 */
export function casts(clips, { count, speakers, sexes }, random) {
  const genders = new Map(clips.map(({ speaker, gender }) => [speaker, gender]));
  const all = [...genders.keys()].sort();
  const found = [];
  for (let tries = 0; found.length < count && tries < 1000; tries++) {
    const cast = shuffled(all, random).slice(0, speakers);
    const isMixed = new Set(cast.map((speaker) => genders.get(speaker))).size > 1;
    if (sexes === 'any' || isMixed === (sexes === 'different')) found.push(cast);
  }
  return found;
}

/**
 * Mixes a conversation: turns of 2 to 12 s with pauses, and a tenth of them begin before the last has ended.
 *
 * @param {readonly string[]} cast
 * @param {readonly Clip[]} clips
 * @param {{ seconds: number, emotional: number }} options the share of turns that are not neutral
 * @param {(path: string) => Promise<Float32Array>} load
 * @returns {Promise<{ samples: Float32Array, turns: Turn[] }>}
 */
export async function mixture(cast, clips, { seconds, emotional }, load, random) {
  const samples = new Float32Array((seconds + 30) * RATE);
  const decks = new Map(cast.map((speaker) => [speaker, deckOf(speaker, clips, random)]));
  const gains = new Map(cast.map((speaker) => [speaker, 10 ** ((6 * random() - 3) / 20)]));
  const turns = [];
  let [at, speaker] = [0.3, cast[0]];
  while (at < seconds) {
    const until = at + 2 + 10 * random() ** 2;
    const isEmotional = random() < emotional;
    while (at < until) {
      const clip = trim(await load(decks.get(speaker)(isEmotional)));
      if (clip.length < MIN_CLIP * RATE) continue;
      const start = Math.round(at * RATE);
      const gain = (gains.get(speaker) * 0.05) / rms(clip);
      for (let i = 0; i < clip.length; i++) samples[start + i] += gain * clip[i];
      turns.push({ start: at, end: at + clip.length / RATE, speaker });
      at += clip.length / RATE + 0.1 + 0.3 * random();
    }
    const gap = random();
    at += gap < 0.1 ? -0.8 : gap < 0.25 ? -0.05 : 0.8 * random();
    speaker = next(speaker, cast, random);
  }
  const end = Math.ceil((Math.max(...turns.map((turn) => turn.end)) + 0.3) * RATE);
  return { samples: samples.slice(0, end), turns };
}

function next(speaker, cast, random) {
  const others = cast.filter((each) => each !== speaker);
  return others.length === 0 ? speaker : others[Math.floor(random() * others.length)];
}

/** Deals the clips of a speaker in random order, neutral ones or the others; all if there is no such clip. */
function deckOf(speaker, clips, random) {
  const own = clips.filter((clip) => clip.speaker === speaker);
  const neutral = own.filter(({ emotion }) => ['neutral', 'calm', 'plain', ''].includes(emotion));
  const others = own.filter((clip) => !neutral.includes(clip));
  const [a, b] = [neutral, others].map((list) => {
    const deck = shuffled(list.length > 0 ? list : own, random);
    let dealt = 0;
    return () => deck[dealt++ % deck.length].path;
  });
  return (isEmotional) => (isEmotional ? b() : a());
}

function rms(samples) {
  return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

function shuffled(list, random) {
  const keyed = list.map((item) => [random(), item]);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** Where somebody truly speaks; pauses below 0.2 s are part of it. */
export function truePieces(samples, turns) {
  const spans = [];
  for (const { start, end } of [...turns].sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last && start - last.end < 0.2) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans.map(({ start, end }) => {
    return { start, end, samples: samples.subarray(start * RATE, end * RATE) };
  });
}
