import {
  type BundleContent,
  listsHeads,
  parseManifest,
  toModelInfo,
  withHeads,
} from '../bundles/web.js';
import { fetchBytes } from '../fetch-bytes.js';
import { DATA_FILE, HEADS_FILE, MODEL_FILE } from '../graph-files.js';
import { LoadedModel, type OpenVoiceDetector } from '../inference/index.js';
import type { Session } from '../runtime/index.js';
import { openWebSession } from '../runtime/web.js';
import { LocalWorker, type OpenRequest } from '../workers/web.js';

/** Options of {@link browserWorker}. */
export type BrowserWorkerOptions = {
  /** Address of the voice activity detector, `silero-vad.onnx`. */
  readonly detector: string;
};

/**
 * A worker in this thread of a browser. Models are the addresses of bundles' folders, and recordings
 * are addresses, files or samples. A run blocks the thread, so a page runs this inside a `Worker`.
 * It cannot convert checkpoints: `prepare` rejects with a TypeError.
 */
export function browserWorker({ detector }: BrowserWorkerOptions): LocalWorker {
  const openVoiceDetector = openOnce(detector);
  return new LocalWorker({
    prepare: ({ source }) =>
      Promise.reject(
        new TypeError(
          `A browser cannot convert ${source}. Convert it with wav2emo in Node, and open the address of the bundle's folder.`,
        ),
      ),
    openModel: (request) => openModel(request, openVoiceDetector),
    openFile: async (address) => new Blob([await fetchBytes(address)]),
  });
}

async function openModel(
  { folder, runOpts = {} }: OpenRequest,
  openVoiceDetector: OpenVoiceDetector,
): Promise<LoadedModel> {
  const base = folder.replace(/\/$/, '');
  const content = await readContent(base);
  const hasWeights = content.manifest.files.some(({ path }) => path === DATA_FILE);
  const files = {
    graph: `${base}/${MODEL_FILE}`,
    ...(hasWeights && { weights: `${base}/${DATA_FILE}` }),
  };
  const session = await openWebSession(files, runOpts);
  return new LoadedModel(toModelInfo(content), session, openVoiceDetector);
}

async function readContent(base: string): Promise<BundleContent> {
  const place = `${base}/model.json`;
  const manifest = parseManifest(await fetchText(place), place);
  const heads = `${base}/${HEADS_FILE}`;
  return listsHeads(manifest) ? withHeads(manifest, await fetchText(heads), heads) : { manifest };
}

async function fetchText(address: string): Promise<string> {
  return new TextDecoder().decode(await fetchBytes(address));
}

/** Opens the detector when it is first needed; all models share it. After a failure the next call tries again. */
function openOnce(address: string): OpenVoiceDetector {
  let opened: Promise<Session> | undefined;
  return () => {
    opened ??= openWebSession({ graph: address }, { graphOptimizationLevel: 'disabled' }).catch(
      (error: unknown) => {
        opened = undefined;
        throw error;
      },
    );
    return opened;
  };
}
