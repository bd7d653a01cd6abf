/** Makes a short call of two channels from the example recordings, for the screenshots. */
import { openAsBlob, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.js';

const RATE = 16_000;
const PAUSE_SECONDS = 1.2;

/** Who says what in turn: the woman has the left channel, the man the right one. */
const TURNS = [
  ...['neutral-woman', 'neutral-man', 'neutral-woman', 'neutral-man', 'neutral-woman'],
  ...['neutral-man', 'angry-woman', 'neutral-man', 'angry-woman', 'angry-man', 'angry-man'],
  ...['sad-woman', 'sad-woman', 'neutral-man', 'neutral-woman', 'neutral-man'],
];

/** @typedef {{ samples: Float32Array }} Clip */

/**
 * Writes the call as a stereo WAV file, and what the woman says first as a mono one. The sources must
 * be compiled.
 *
 * @param {string} folder
 * @returns {Promise<{ call: string, voice: string }>} the paths
 */
export async function writeSampleCall(folder) {
  const clips = await readClips();
  const call = join(folder, 'call.wav');
  writeFileSync(
    call,
    stereo(TURNS.map((name) => ({ name, samples: clips[name] ?? new Float32Array() }))),
  );
  const voice = join(folder, 'voice.wav');
  const mono = ['neutral-woman', 'neutral-woman', 'angry-woman', 'sad-woman'].map(
    (name) => clips[name],
  );
  writeFileSync(
    voice,
    wav(
      mono.flatMap((samples) => [...(samples ?? []), ...silence()]),
      1,
    ),
  );
  return { call, voice };
}

/** @returns {Promise<Record<string, Float32Array>>} by the name of the file without its ending */
async function readClips() {
  const door = new URL('../dist/audio/node.js', import.meta.url).href;
  const { loadRecording } = /** @type {{ loadRecording: (blob: Blob) => Promise<Clip> }} */ (
    await import(door)
  );
  const names = [...new Set(TURNS)];
  const clips = await Promise.all(
    names.map(async (name) => {
      const file = await openAsBlob(join(root, 'examples', 'audio', `${name}.flac`));
      return /** @type {const} */ ([name, (await loadRecording(file)).samples]);
    }),
  );
  return Object.fromEntries(clips);
}

/** @param {{ name: string, samples: Float32Array }[]} turns */
function stereo(turns) {
  const frames = turns.flatMap(({ name, samples }) => [
    ...Array.from(samples, (sample) => (name.endsWith('woman') ? [sample, 0] : [0, sample])),
    ...silence().map(() => [0, 0]),
  ]);
  return wav(frames.flat(), 2);
}

const silence = () => new Array(PAUSE_SECONDS * RATE).fill(0);

/**
 * @param {number[]} samples of all channels in turn, full scale -1 to 1
 * @param {number} channels
 */
function wav(samples, channels) {
  const data = Buffer.alloc(2 * samples.length);
  for (const [at, sample] of samples.entries())
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 2 * at);
  // http://soundfile.sapp.org/doc/WaveFormat
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * channels * RATE, 28);
  header.writeUInt16LE(2 * channels, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
