/** Sounds without speech, the same in every run. */

const RATE = 16_000;
const SCALE = [0, 2, 4, 5, 7, 9, 11, 12];

/** Marsaglia's xorshift, 0 to below 1. */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Samples a function of time in seconds at 16 kHz. */
const sound = (seconds, signal) =>
  Float32Array.from({ length: Math.round(seconds * RATE) }, (_, at) => signal(at / RATE));

/** White (memory 0) to brown (close to 1) noise of an RMS level. */
export function noise(seconds, memory, level, random) {
  const gain = level * Math.sqrt(3 * (1 - memory * memory));
  let last = 0;
  return sound(seconds, () => (last = memory * last + gain * (2 * random() - 1)));
}

const WAVES = {
  sine: (phase) => Math.sin(2 * Math.PI * phase),
  square: (phase) => (phase % 1 < 0.5 ? 0.5 : -0.5),
  sawtooth: (phase) => (phase % 1) - 0.5,
};

/** A plucked string: Karplus and Strong, Computer Music Journal 7(2), 1983. */
function pluck(hertz, seconds, random) {
  const string = Float32Array.from({ length: Math.round(RATE / hertz) }, () => random() - 0.5);
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, at) => {
    const here = at % string.length;
    const value = string[here];
    string[here] = 0.498 * (value + string[(here + 1) % string.length]);
    return value;
  });
}

/** A held note with vibrato and a soft start, as of a synthesiser. */
function lead(hertz, seconds) {
  return sound(seconds, (time) => {
    const phase = hertz * time + 0.6 * Math.sin(2 * Math.PI * 5.5 * time);
    const swell = Math.min(1, 12 * time, 8 * (seconds - time));
    return swell * (0.3 * WAVES.sawtooth(phase) + 0.3 * WAVES.sine(2 * phase));
  });
}

/** A drum: low and pitched, or hissing. */
function drum(isLow, seconds, random) {
  return sound(seconds, (time) =>
    isLow
      ? Math.exp(-18 * time) * Math.sin(2 * Math.PI * 60 * (time + 0.05 * Math.exp(-30 * time)))
      : 0.5 * Math.exp(-25 * time) * (2 * random() - 1),
  );
}

/** Notes of a scale one after the other, with or without drums under them. */
function piece(instrument, withDrums, random) {
  const notes = Array.from({ length: 14 }, () => {
    const seconds = [0.25, 0.375, 0.5][Math.floor(3 * random())];
    const step = SCALE[Math.floor(SCALE.length * random())] + 12 * Math.floor(2 * random());
    const tone = instrument(165 * 2 ** (step / 12), seconds, random);
    if (!withDrums) return [...tone];
    const beat = drum(random() < 0.5, seconds, random);
    return [...tone].map((sample, at) => 0.5 * sample + 0.5 * beat[at]);
  });
  return Float32Array.from(notes.flat());
}

/**
 * Names and samples of all sounds, 16 kHz mono.
 *
 * @returns {[kind: string, samples: Float32Array][]}
 */
export function soundsWithoutSpeech() {
  const random = randomFrom(5);
  /** @type {[string, Float32Array][]} */
  const sounds = [];
  for (const [name, memory] of Object.entries({ white: 0, pinkish: 0.9, brown: 0.99 }))
    for (const level of [0.003, 0.03, 0.2])
      for (const seconds of [1, 3, 10])
        sounds.push([`noise, ${name}`, noise(seconds, memory, level, random)]);
  for (const hertz of [60, 110, 220, 440, 1000, 3000])
    for (const [name, wave] of Object.entries(WAVES))
      sounds.push([`tone, ${name}`, sound(4, (time) => 0.3 * wave(hertz * time))]);
  for (const speed of [0.4, 1, 3])
    sounds.push(['siren', sound(6, (t) => 0.4 * Math.sin(2000 * t + 900 * Math.sin(speed * t)))]);
  for (const rate of [2, 5, 9])
    sounds.push(['clicks', sound(5, (t) => ((t * rate) % 1 < 0.02 ? 0.4 * (random() - 0.5) : 0))]);
  for (let each = 0; each < 12; each++) {
    sounds.push(['music, plucked', piece(pluck, false, random)]);
    sounds.push(['music, plucked, drums', piece(pluck, true, random)]);
    sounds.push(['music, synthesiser', piece(lead, false, random)]);
    sounds.push(['music, synthesiser, drums', piece(lead, true, random)]);
  }
  return sounds;
}
