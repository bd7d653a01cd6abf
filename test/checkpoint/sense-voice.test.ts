import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import { parseStatistics } from '../../src/checkpoint/funasr/kaldi-statistics.js';
import { parsePieces } from '../../src/checkpoint/funasr/sentencepiece.js';
import {
  openCheckpoint,
  type OpenCheckpointOptions,
} from '../../src/checkpoint/open-checkpoint.js';
import { Wav2EmoError } from '../../src/errors.js';
import { fixtureBlob, fixtureBytes, fixturePath } from './fixtures.js';

const NAME = 'checkpoints/sense-voice';
const TOKENS = 'chn_jpn_yue_eng_ko_spectok.bpe.model';

type Changes = Readonly<
  Record<string, string | Buffer<ArrayBuffer> | undefined | ((text: string) => string)>
>;

/** Opens the fixture with files changed, added or (undefined) removed. */
async function open(changes: Changes = {}, options: OpenCheckpointOptions = {}) {
  const files: Record<string, Blob> = {};
  for (const file of await readdir(fixturePath(NAME))) {
    const old = await fixtureBlob(`${NAME}/${file}`);
    const change = file in changes ? changes[file] : old;
    if (change === undefined) continue;
    files[file] = new Blob([typeof change === 'function' ? change(await old.text()) : change]);
  }
  const checkpoint = await openCheckpoint(memoryFolder('model', files), options);
  if (checkpoint.format !== 'funasr' || checkpoint.family !== 'sense-voice') {
    throw new Error('another layout');
  }
  return checkpoint;
}

const config = (from: string, to: string) => ({
  'config.yaml': (text: string) => text.replace(from, to),
});

describe('a folder of SenseVoiceSmall', () => {
  test('has settings, statistics, and the ids of its emotions', async () => {
    const { config: settings, ...checkpoint } = await open();
    expect(settings).toEqual({
      numMelBins: 20,
      stackedFrames: 7,
      frameStride: 6,
      hiddenSize: 16,
      numAttentionHeads: 4,
      intermediateSize: 20,
      mainLayers: 3,
      upperLayers: 2,
      memoryKernel: 5,
    });
    expect(checkpoint.labels).toEqual([
      ...['happy', 'sad', 'angry', 'neutral', 'fearful', 'disgusted', 'surprised', 'unk'],
    ]);
    // As in the published model, one id between the last two is no emotion.
    expect(checkpoint.emotions).toEqual([25, 26, 27, 28, 29, 30, 31, 33]);
    expect(checkpoint.tokens).toBe(40);
    expect(checkpoint.statistics.shift).toHaveLength(140);
    const files = checkpoint.files.map(({ path }) => path);
    expect(files).toEqual(['config.yaml', 'am.mvn', TOKENS, 'model.pt']);
  });

  test('may get its labels from the caller', async () => {
    const labels = ['1', '2', '3', '4', '5', '6', '7', '8'];
    expect((await open({}, { labels })).labels).toEqual(labels);
  });

  test.each([
    [
      'another encoder',
      config('SenseVoiceEncoderSmall', 'SANMEncoder'),
      /encoder is "SANMEncoder"/,
    ],
    ['another front end', config('WavFrontend', 'Mel'), /frontend is "Mel"/],
    ['another window', config('hamming', 'povey'), /frontend_conf.window is "povey"/],
    ['a shifted memory', config('sanm_shfit: 0', 'sanm_shfit: 5'), /sanm_shfit is 5/],
    ['norms after the blocks', config('before: true', 'before: false'), /normalize_before/],
    ['heads that do not fit', config('heads: 4', 'heads: 3'), /divisible by attention_heads/],
    ['an even memory', config('kernel_size: 5', 'kernel_size: 4'), /kernel_size must be odd/],
    ['an even stack', config('lfr_m: 7', 'lfr_m: 6'), /lfr_m must be odd/],
    [
      'more features',
      config('n_mels: 20', 'n_mels: 22'),
      /<AddShift> has 140 entries, expected 154/,
    ],
    ['no front end', config('frontend_conf', 'other'), /config.yaml is not as expected/],
    ['no statistics', { 'am.mvn': undefined }, /expected am.mvn beside config.yaml/],
    ['other statistics', { 'am.mvn': '<Nnet>' }, /am.mvn is damaged: .*<AddShift>/],
    [
      'one number less',
      { 'am.mvn': (text: string) => text.replace(/0 \[ \S+ /, '0 [ ') },
      /has 139 entries/,
    ],
    ['words for numbers', { 'am.mvn': (text: string) => text.replace('[ -', '[ x') }, /entries/],
    ['no tokens', { [TOKENS]: undefined }, /expected chn_jpn_yue_eng_ko_spectok.bpe.model/],
    ['empty tokens', { [TOKENS]: '' }, /it has no tokens/],
    ['a web page for tokens', { [TOKENS]: '<!doctype html>' }, /bpe.model is damaged/],
    ['no weights', { 'model.pt': undefined }, /expected model.pt beside config.yaml/],
  ] satisfies readonly (readonly [string, Changes, RegExp])[])(
    'with %s is refused',
    async (_, changes, message) => {
      await expect(open(changes)).rejects.toThrow(message);
    },
  );

  test('without tokens for emotions is refused', async () => {
    const bytes = Buffer.from(await fixtureBytes(`${NAME}/${TOKENS}`));
    const other = Buffer.from(bytes.toString('latin1').replaceAll('<|', '(|'), 'latin1');
    await expect(open({ [TOKENS]: other })).rejects.toThrow(
      /0 tokens for emotions, expected several of <\|HAPPY\|>/,
    );
  });

  test('is read or refused in words, whatever bytes of its files are changed', async () => {
    const originals = new Map<string, Buffer>();
    for (const file of ['config.yaml', 'am.mvn', TOKENS]) {
      originals.set(file, Buffer.from(await fixtureBytes(`${NAME}/${file}`)));
    }
    const change = fc.tuple(
      fc.constantFrom(...originals.keys()),
      fc.noBias(fc.nat()),
      fc.uint8Array({ maxLength: 4 }),
      fc.nat({ max: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(change, async ([file, at, bytes, length]) => {
        const old = originals.get(file) ?? Buffer.alloc(0);
        const start = at % (old.length + 1);
        const damaged = [old.subarray(0, start), bytes, old.subarray(start + length)];
        try {
          await open({ [file]: Buffer.concat(damaged) });
        } catch (error) {
          expect(error).toBeInstanceOf(Wav2EmoError);
        }
      }),
      { numRuns: 300, seed: 20240917 },
    );
  });
});

test('tokens of SentencePiece are read in the order of their ids', async () => {
  const pieces = parsePieces(await fixtureBytes(`${NAME}/${TOKENS}`), TOKENS);
  expect(pieces.slice(0, 4)).toEqual(['<unk>', '<s>', '</s>', '\u25813']);
  expect(pieces[25]).toBe('<|HAPPY|>');
});

test.each([
  ['a length beyond the end', [0x0a, 0x7f, 0x01], /a field ends too early/],
  ['an endless number', new Array<number>(20).fill(0x80), /a number ends too early or too late/],
  ['a kind that does not exist', [0x0b, 0x01], /a field has the kind 3/],
  ['a token that is no text', [0x0a, 0x03, 0x0a, 0x01, 0xff], /a token is not UTF-8/],
  ['no token', [0x08, 0x01], /it has no tokens/],
])('a model of SentencePiece with %s is refused', (_, bytes, message) => {
  expect(() => parsePieces(Uint8Array.from(bytes), 'tokens')).toThrow(message);
});

test('statistics are a shift and a scale', () => {
  const text =
    '<Nnet>\n<AddShift> 2 2\n<LearnRateCoef> 0 [ -1 2.5 ]\n<Rescale> 2 2\n<LearnRateCoef> 0 [ 3 4e-1 ]';
  const { shift, scale } = parseStatistics(text, 'am.mvn', 2);
  expect([...shift]).toEqual([-1, 2.5]);
  expect([...scale]).toEqual([3, Math.fround(0.4)]);
  expect(() => parseStatistics(text, 'am.mvn', 3)).toThrow(/has 2 entries, expected 3/);
});
