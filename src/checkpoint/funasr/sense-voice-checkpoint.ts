import { CheckpointError } from '../../errors.js';
import type { CheckpointFile, SenseVoiceCheckpoint } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readRange } from '../files/read-range.js';
import type { HeadHints } from '../huggingface/head-hints.js';
import { openTorch } from '../torch/torch.js';
import {
  absent,
  FUNASR_CONFIG_FILE,
  FUNASR_WEIGHTS_FILE,
  openNamed,
  readNamed,
} from './funasr-files.js';
import { parseStatistics } from './kaldi-statistics.js';
import { parseSenseVoiceConfig } from './sense-voice-config.js';
import { parsePieces } from './sentencepiece.js';

const STATISTICS_FILE = 'am.mvn';
/** 560 numbers of 20 characters each take 0.02 MB. */
const MAX_STATISTICS_BYTES = 4 * 2 ** 20;

/** How the file of the tokens ends; its beginning names languages. */
const TOKENS_END = '.bpe.model';
const TOKENS_FILE = `chn_jpn_yue_eng_ko_spectok${TOKENS_END}`;
/** The published file takes 0.4 MB. */
const MAX_TOKENS_BYTES = 64 * 2 ** 20;

/** The labels of the tokens that tell an emotion. */
const EMOTIONS: ReadonlyMap<string, string> = new Map([
  ['<|HAPPY|>', 'happy'],
  ['<|SAD|>', 'sad'],
  ['<|ANGRY|>', 'angry'],
  ['<|NEUTRAL|>', 'neutral'],
  ['<|FEARFUL|>', 'fearful'],
  ['<|DISGUSTED|>', 'disgusted'],
  ['<|SURPRISED|>', 'surprised'],
  ['<|EMO_UNKNOWN|>', 'unk'],
]);

/**
 * Opens a folder of SenseVoiceSmall: `config.yaml`, `am.mvn`, `model.pt` and the tokens.
 *
 * @param settings the content of `config.yaml`
 * @param files those that were read already
 * @param hints names of the emotions that replace those of the tokens, in the order of their ids
 * @throws CheckpointError if a file is damaged or absent, or no token tells an emotion
 */
export async function openSenseVoice(
  folder: BlobFolder,
  settings: unknown,
  files: readonly CheckpointFile[],
  { labels }: HeadHints = {},
): Promise<SenseVoiceCheckpoint> {
  const read = [...files];
  const config = parseSenseVoiceConfig(settings, FUNASR_CONFIG_FILE);
  const size = config.numMelBins * config.stackedFrames;
  const text = await readNamed(folder, STATISTICS_FILE, MAX_STATISTICS_BYTES, read);
  const statistics = parseStatistics(text, STATISTICS_FILE, size);
  const { tokens, emotions } = await readTokens(folder, read);
  const blob = await openNamed(folder, FUNASR_WEIGHTS_FILE, read);
  return {
    format: 'funasr',
    family: 'sense-voice',
    config,
    statistics,
    tokens,
    emotions: emotions.map(({ id }) => id),
    store: await openTorch(blob, FUNASR_WEIGHTS_FILE),
    labels: labels ?? emotions.map(({ label }) => label),
    files: read,
  };
}

/** The number of tokens, and those that tell an emotion, in the order of their ids. */
async function readTokens(folder: BlobFolder, files: CheckpointFile[]) {
  const path = (await folder.list()).find((name) => name.endsWith(TOKENS_END));
  if (path === undefined) throw await absent(folder, TOKENS_FILE);
  const blob = await openNamed(folder, path, files);
  if (blob.size > MAX_TOKENS_BYTES) {
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${path} has ${blob.size} bytes, expected at most ${MAX_TOKENS_BYTES}: it is no list of tokens. Download it again.`,
    );
  }
  const pieces = parsePieces(await readRange(blob, 0, blob.size, path), path);
  const emotions = pieces.flatMap((piece, id) => {
    const label = EMOTIONS.get(piece);
    return label === undefined ? [] : [{ id, label }];
  });
  if (emotions.length < 2) throw withoutEmotions(path, emotions.length);
  return { tokens: pieces.length, emotions };
}

function withoutEmotions(path: string, found: number): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `${path} has ${found} tokens for emotions, expected several of ${[...EMOTIONS.keys()].join(', ')}. Take iic/SenseVoiceSmall or a model that was trained from it.`,
  );
}
