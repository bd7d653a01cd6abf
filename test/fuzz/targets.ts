import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadRecording } from '../../src/audio/node.js';
import { parseHyperPyYaml } from '../../src/checkpoint/hyperpyyaml/hyperpyyaml.js';
import { parseHuggingFaceConfig } from '../../src/checkpoint/huggingface/huggingface-config.js';
import { openSafetensors } from '../../src/checkpoint/safetensors/safetensors.js';
import { openTorch } from '../../src/checkpoint/torch/torch.js';
import { Wav2EmoError } from '../../src/errors.js';
import { checkGraph } from '../../src/onnx/index.js';
import { parseManifest } from '../../src/bundles/web.js';
import { checkTarget } from '../../src/server/http/request-target.js';
import { FIXTURES, type FuzzTarget, json, MODELS, read, text } from './fuzz-target.js';
import { TEXT_TARGETS } from './text-targets.js';

/** Recordings of one format. */
function audio(name: string, ending: RegExp): FuzzTarget {
  const folder = fileURLToPath(new URL('audio/formats/', FIXTURES));
  return {
    name,
    seeds: () =>
      readdirSync(folder)
        .filter((each) => ending.test(each))
        .map((each) => read(`audio/formats/${each}`))
        // Long inputs are slow to mutate and say nothing that short ones do not.
        .filter(({ length }) => length < 60_000),
    run: async (bytes) => {
      const { samples } = await loadRecording(new Blob([bytes]));
      if (!samples.every(Number.isFinite)) throw new Error('a sample is not finite');
    },
  };
}

async function readTensors(open: typeof openTorch, bytes: Uint8Array<ArrayBuffer>) {
  const store = await open(new Blob([bytes]));
  for (const name of store.tensors.keys()) await store.read(name);
}

/** A target that passes has one meaning: parsers of addresses agree about its host and its path. */
function checkMeaning(target: string): void {
  checkTarget(target);
  const { host, hash, pathname } = new URL(target, 'http://server');
  const [path = ''] = target.split('?', 1);
  // Dot segments are the only thing that a parser may resolve. Which characters it encodes differs.
  const isSame = path.includes('%') || decodeURIComponent(pathname) === path;
  if (host !== 'server' || hash !== '' || !(isSame || /(^|\/)(\.|%2e)/i.test(path)))
    throw new Error(`${target} is read as ${host}${pathname}${hash}`);
}

/** The readers of recordings. */
export const AUDIO_TARGETS: readonly FuzzTarget[] = [
  audio('wav', /\.wav$/),
  audio('aiff', /\.aif[fc]$/),
  audio('flac', /\.flac$/),
  audio('mp3', /\.mp3$/),
  audio('ogg', /\.(ogg|opus|oga)$/),
  audio('webm', /\.(webm|mka)$/),
  // Without ffmpeg these are recognised and refused.
  { ...audio('aac', /\.(m4a|aac)$/), isRefused: true },
];

/** Every reader of bytes of strangers, and the check of the targets of requests. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  ...AUDIO_TARGETS,
  ...TEXT_TARGETS,
  {
    name: 'torch',
    seeds: () =>
      ['strided', 'dtypes', 'state-dict', 'legacy'].map((each) => read(`torch/${each}.pt`)),
    run: (bytes) => readTensors(openTorch, bytes),
  },
  {
    name: 'safetensors',
    seeds: () => [read('safetensors/good.safetensors')],
    run: (bytes) => readTensors(openSafetensors, bytes),
  },
  {
    name: 'hyperpyyaml',
    seeds: () => [read('checkpoints/speechbrain-wav2vec2/hyperparams.yaml')],
    run: (bytes) => parseHyperPyYaml(text(bytes)),
  },
  {
    name: 'config',
    seeds: () => [read('checkpoints/wavlm-base/config.json')],
    run: async (bytes) => parseHuggingFaceConfig(await json(bytes)),
  },
  {
    name: 'manifest',
    seeds: () => [read('ecapa-mini/model.json', MODELS)],
    run: (bytes) => parseManifest(text(bytes), 'model.json'),
  },
  {
    name: 'graph',
    seeds: () => ['wav2vec2-mini', 'ecapa-mini'].map((each) => read(`${each}/model.onnx`, MODELS)),
    run: (bytes) => {
      checkGraph(bytes, 10_000_000, 'model.onnx');
    },
  },
  {
    name: 'request-target',
    seeds: () =>
      ['/api/v1/models?x=1', '/x\\..\\api\\v1\\health#/../index.html', '//host/%2e%2e/a'].map(
        (each) => new TextEncoder().encode(each),
      ),
    run: (bytes) => {
      checkMeaning(text(bytes));
    },
  },
];

/** The longest time for one input, in milliseconds; a longer one is a fault. */
const SLOW_MS = 5000;

/**
 * Runs an input.
 *
 * @returns what is wrong; `undefined` if the input was read or refused in words
 */
export async function findFault(
  { run }: FuzzTarget,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const start = performance.now();
  try {
    await run(bytes);
  } catch (error) {
    const isWanted = error instanceof Wav2EmoError || error instanceof RangeError;
    if (!isWanted) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const milliseconds = performance.now() - start;
  return milliseconds > SLOW_MS ? `it took ${Math.round(milliseconds)} ms` : undefined;
}
