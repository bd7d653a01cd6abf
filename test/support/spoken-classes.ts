import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { synthesiseSpeech } from './formant-synthesis.js';
import { makeWav } from './make-wav.js';
import { seededRandom } from './seeded-random.js';

/** How two classes of synthesised speech differ. */
const MANNERS = {
  calm: { syllableSeconds: 0.3, pitchScale: 1, range: 0.1, breath: 0.3, peak: 0.3 },
  agitated: { syllableSeconds: 0.16, pitchScale: 1.6, range: 0.6, breath: 0.05, peak: 0.8 },
} as const;

/** A class of synthesised speech. */
export type SpokenClass = keyof typeof MANNERS;

const SPEAKERS = [
  { name: 'Ada', pitch: 210, formantScale: 1.16 },
  { name: 'Ben', pitch: 105, formantScale: 0.98 },
  { name: 'Cleo', pitch: 190, formantScale: 1.1 },
  { name: 'Dan', pitch: 125, formantScale: 1.03 },
] as const;

const RATE = 16_000;

/** A clip of a table. */
export type SpokenClip = {
  readonly file: string;
  readonly label: string;
  readonly speaker: string;
};

/**
 * Writes clips of two classes by four synthesised speakers, seeded.
 *
 * @param labelOf names the class of a clip; default: the way it is spoken
 */
export async function writeSpokenClasses(
  folder: string,
  count: number,
  labelOf: (spoken: SpokenClass, at: number) => string = (spoken) => spoken,
): Promise<SpokenClip[]> {
  await mkdir(folder, { recursive: true });
  const random = seededRandom(41);
  const clips: SpokenClip[] = [];
  for (const { name, pitch, formantScale } of SPEAKERS)
    for (const spoken of Object.keys(MANNERS) as SpokenClass[])
      for (let at = 0; at < count; at++) {
        const { syllableSeconds, pitchScale, range, breath, peak } = MANNERS[spoken];
        const vowels = Array.from({ length: 6 }, () => 'aeiou'[Math.floor(random() * 5)]);
        const [start, lift] = [pitch * pitchScale * (0.92 + 0.16 * random()), range * random()];
        const samples = synthesiseSpeech({
          vowels: vowels as ('a' | 'e' | 'i' | 'o' | 'u')[],
          pitch: (moment) => start * (1 + lift * Math.sin(7 * moment)),
          ...{ syllableSeconds, breath, peak, formantScale },
        });
        const file = `${name}-${spoken}-${at}.wav`;
        const seconds = samples.length / RATE;
        const wav = makeWav(seconds, (time) => samples[Math.round(time * RATE)] ?? 0);
        await writeFile(join(folder, file), wav);
        clips.push({ file, label: labelOf(spoken, clips.length), speaker: name });
      }
  return clips;
}

/** Writes a table of clips and returns its path. */
export async function writeTable(
  folder: string,
  name: string,
  clips: readonly SpokenClip[],
): Promise<string> {
  const rows = clips.map(({ file, label, speaker }) => `${file},${label},${speaker}`);
  const path = join(folder, name);
  await writeFile(path, `${['file,label,speaker', ...rows].join('\n')}\n`);
  return path;
}
