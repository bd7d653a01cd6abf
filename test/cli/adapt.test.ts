import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listsHeads, parseManifest, withHeads } from '../../src/bundles/web.js';
import { EmotionClassifier, prepareBundle, type ResultJson } from '../../src/index.js';
import { type SpokenClip, writeSpokenClasses, writeTable } from '../support/spoken-classes.js';
import { runCli } from '../support/run-cli.js';
import { form, startTestServer } from '../server/start-test-server.js';

const BASE = 'wav2emo-small';

let folder: string;
let clips: SpokenClip[];
let adapted: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-adapt-'));
  clips = await writeSpokenClasses(folder, 5);
  adapted = join(folder, 'adapted');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const adapt = async (rows: readonly SpokenClip[], target: string, ...words: string[]) => {
  const table = await writeTable(folder, 'clips.csv', rows);
  return runCli(['adapt', table, '-m', BASE, '-o', target, '--jobs', '1', ...words]);
};
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
/** The JSON of a classification. */
function expectClasses(result: ResultJson) {
  if (!('probabilities' in result)) throw new Error('expected a classification');
  return result;
}

const example = fileURLToPath(new URL('../../examples/audio/angry-man.flac', import.meta.url));

describe('a model that is adapted to own classes', () => {
  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await adapt(clips, adapted, '--name', 'our-calls');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^50 → \d+ % UAR on speakers not used, 95 % \d+ to \d+, from 40 clips\n/,
    );
    expect(stdout).toContain('Recall: agitated ');
  });

  test('has a card with data, protocol, figures, limits and the licence of the base', async () => {
    const card = await readFile(join(adapted, 'README.md'), 'utf8');
    expect(card).toContain('license: cc-by-nc-sa-4.0');
    expect(card).toContain('40 own clips of 4 speakers, cross-validation over speakers');
    expect(card).toContain('| agitated | ');
    expect(card).toContain('## Limits');
    const { manifest } = await prepareBundle({ source: adapted });
    expect(manifest.name).toBe('our-calls');
    expect(manifest.figures[0]?.value).toBeGreaterThan(0.8);
  });

  test('opens in the library, the command line, the server and the page with the same results', async () => {
    const model = await EmotionClassifier.fromHparams({ source: adapted });
    const { probabilities } = expectClasses((await model.classifyFile(example)).toJSON());
    await model.dispose();
    expect(Object.keys(probabilities)).toEqual(['agitated', 'calm']);

    const run = await runCli(['classify', example, '-m', adapted, '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ probabilities });

    const server = await startTestServer({ model: adapted });
    try {
      expect(await server.load('adapted')).toMatchObject({ state: 'ready', comparesVoices: true });
      const files = form(['angry-man.flac', new Blob([await readFile(example)])]);
      const { body } = await server.api('/classify', files);
      expect(body['results']).toMatchObject([{ probabilities }]);
    } finally {
      await server.close();
    }

    // The page reads the two texts of a bundle in this way.
    const read = (name: string) => readFile(join(adapted, name), 'utf8');
    const manifest = parseManifest(await read('model.json'), 'model.json');
    expect(listsHeads(manifest)).toBe(true);
    const opened = withHeads(manifest, await read('heads.json'), 'heads.json');
    expect(opened.manifest.labels.map(({ id }) => id)).toEqual(['agitated', 'calm']);
  });

  test('recognises its classes in the clips, alone and compared with a baseline', async () => {
    const model = await EmotionClassifier.fromHparams({ source: adapted });
    const path = (clip: SpokenClip) => join(folder, clip.file);
    try {
      const own = clips.filter(({ speaker }) => speaker === 'Ada');
      const calm = own.filter(({ label }) => label === 'calm');
      const baseline = await model.baseline(calm.slice(1).map(path), { name: 'Ada' });
      for (const clip of own.filter((each) => !calm.slice(1).includes(each))) {
        const alone = await model.classifyFile(path(clip));
        expect(alone.label).toBe(clip.label);
        const compared = await model.classifyFile(path(clip), { baseline });
        expect(compared.comparedWith?.head).toBe('relative');
        expect(compared.label).toBe(clip.label);
      }
    } finally {
      await model.dispose();
    }
  });
});

describe('nothing is written', () => {
  test('if the classes do not differ, with exit code 1', async () => {
    const mixed = clips.map((clip, at) => ({ ...clip, label: at % 2 === 0 ? 'red' : 'blue' }));
    const target = join(folder, 'mixed');
    const { exitCode, stderr } = await adapt(mixed, target);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no model was written');
    expect(await isThere(target)).toBe(false);
  });

  test('if there is one clip a class, which the base model knows', async () => {
    const two = [clips[0], clips[5]].flatMap((clip) => clip ?? []);
    const known = two.map((clip, at) => ({ ...clip, label: ['sad', 'angry'][at] ?? '' }));
    const target = join(folder, 'two');
    const { exitCode, stderr } = await adapt(known, target);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no model was written');
    expect(await isThere(target)).toBe(false);
  });

  test('if the folder exists already', async () => {
    const { exitCode, stderr } = await adapt(clips, folder);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('exists already');
  });
});

test('clips that do not exist are named, and the others are used', async () => {
  const lost = { file: 'lost.wav', label: 'calm', speaker: 'Ada' };
  const target = join(folder, 'with-lost');
  const { exitCode, stdout, stderr } = await adapt([...clips, lost], target);
  expect(stderr).toContain('lost.wav does not exist');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('from 40 clips');
  expect(await isThere(join(target, 'model.json'))).toBe(true);
});

test('words for the same emotion are one class, and --map renames others', async () => {
  const words = { calm: ['neutral', 'neu'], agitated: ['wuetend', 'ang'] } as const;
  const named = clips.map((clip, at) => ({
    ...clip,
    label: words[clip.label as keyof typeof words][at % 2] ?? '',
  }));
  const target = join(folder, 'mapped');
  const { exitCode } = await adapt(named, target, '--map', 'wuetend=ang');
  expect(exitCode).toBe(0);
  const { manifest } = await prepareBundle({ source: target });
  expect(manifest.labels.map(({ id }) => id)).toEqual(['ang', 'neu']);
});
