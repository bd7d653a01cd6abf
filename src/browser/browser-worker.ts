import {
  type BundleContent,
  listsHeads,
  parseManifest,
  toModelInfo,
  withHeads,
} from '../bundles/web.js';
import { SpeakerCollector } from '../conversation/index.js';
import { FileError } from '../errors.js';
import { fetchBytes } from '../fetch-bytes.js';
import { DATA_FILE, HEADS_FILE, MANIFEST_FILE, MODEL_FILE } from '../graph-files.js';
import { LoadedModel, type OpenVoiceDetector } from '../inference/index.js';
import type { Session, SessionOptions } from '../runtime/index.js';
import { openWebSession } from '../runtime/web.js';
import { LocalWorker, type OpenRequest } from '../workers/web.js';

/** Options of {@link browserWorker}. */
export type BrowserWorkerOptions = {
  /** Address of the voice activity detector, `silero-vad.onnx`. */
  readonly detector: string;
  /** Address of the speaker encoder, `speaker-encoder.onnx`; without it a channel has one speaker. */
  readonly speakerEncoder?: string | undefined;
};

/**
 * A worker in this thread of a browser. Models are the addresses of bundles' folders or their files,
 * and recordings are addresses, files or samples. A run blocks the thread, so a page runs this inside
 * a `Worker`. It cannot convert checkpoints: `prepare` rejects with a TypeError.
 */
export function browserWorker({ detector, speakerEncoder }: BrowserWorkerOptions): LocalWorker {
  // The runtime's optimisation of this graph takes longer than its runs gain.
  const openVoiceDetector = openOnce(detector, { graphOptimizationLevel: 'disabled' });
  const openSpeakerEncoder = speakerEncoder === undefined ? undefined : openOnce(speakerEncoder);
  return new LocalWorker({
    prepare: ({ source }) =>
      Promise.reject(
        new TypeError(
          `A browser cannot convert ${source}. Convert it with wav2emo in Node, and open the address of the bundle's folder.`,
        ),
      ),
    openModel: (request) => openModel(request, openVoiceDetector),
    openFile: async (address) => new Blob([await fetchBytes(address)]),
    openDiariser:
      openSpeakerEncoder &&
      (async (prints) => new SpeakerCollector(await openSpeakerEncoder(), { prints })),
  });
}

async function openModel(
  { folder, files, runOpts = {} }: OpenRequest,
  openVoiceDetector: OpenVoiceDetector,
): Promise<LoadedModel> {
  const source = files ? givenFiles(files) : folderAt(folder.replace(/\/$/, ''));
  const content = await readContent(source);
  const hasWeights = content.manifest.files.some(({ path }) => path === DATA_FILE);
  const [graph, weights] = await Promise.all([
    source.read(MODEL_FILE),
    hasWeights ? source.read(DATA_FILE) : undefined,
  ]);
  const session = await openWebSession({ graph, ...(weights && { weights }) }, runOpts);
  return new LoadedModel(toModelInfo(content), session, openVoiceDetector);
}

/** The files of a bundle by their names. */
type BundleFiles = {
  /** Where a file is, for error messages. */
  readonly placeOf: (name: string) => string;
  readonly read: (name: string) => Promise<Uint8Array<ArrayBuffer>>;
};

function folderAt(address: string): BundleFiles {
  const placeOf = (name: string) => `${address}/${name}`;
  return { placeOf, read: (name) => fetchBytes(placeOf(name)) };
}

function givenFiles(files: Readonly<Record<string, Blob>>): BundleFiles {
  return {
    placeOf: (name) => name,
    read: async (name) => {
      const file = files[name];
      if (!file)
        throw new FileError('file-not-found', `Found no ${name} among the files of the bundle.`);
      return new Uint8Array(await file.arrayBuffer().catch(unreadable(name)));
    },
  };
}

/** Browsers keep large blobs on disk, which may be full. */
function unreadable(name: string): (cause: unknown) => never {
  return (cause) => {
    throw new FileError(
      'file-unreadable',
      `Could not read ${name}: the browser has no memory or disk space left for it, or the file was changed. Close other tabs, and open the model again.`,
      { cause },
    );
  };
}

async function readContent({ placeOf, read }: BundleFiles): Promise<BundleContent> {
  const textOf = async (name: string) => new TextDecoder().decode(await read(name));
  const manifest = parseManifest(await textOf(MANIFEST_FILE), placeOf(MANIFEST_FILE));
  return listsHeads(manifest)
    ? withHeads(manifest, await textOf(HEADS_FILE), placeOf(HEADS_FILE))
    : { manifest };
}

/** Opens a graph when it is first needed; all models share it. After a failure the next call tries again. */
function openOnce(address: string, options?: SessionOptions): () => Promise<Session> {
  let opened: Promise<Session> | undefined;
  return () => {
    opened ??= openWebSession({ graph: address }, options).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
