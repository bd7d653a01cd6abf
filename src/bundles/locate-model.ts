import { stat } from 'node:fs/promises';
import type { HeadActivation } from '../head-activation.js';
import { CheckpointError, FileError } from '../errors.js';
import {
  fetchSnapshot,
  hubKindOf,
  hubSettings,
  isRepositoryName,
  type LicenceNotice,
  type Progress,
} from '../hub/index.js';
import type { CheckpointSource } from './checkpoint-source.js';
import { DEFAULT_MODEL, embeddedModels } from './embedded-models.js';
import { selectModelFiles } from './model-files.js';

/** Which model, and how it is downloaded if it is not on this machine. */
export type SourceOptions = {
  /**
   * A folder (SpeechBrain, Hugging Face or a bundle), a repository of Hugging Face
   * (`owner/name`) or ModelScope (`modelscope:owner/name`), or the name of an embedded model. Default: `wav2vec2-mini`, which is embedded.
   */
  readonly source?: string;
  /** Folder for the files of a hub repository. Default: a folder in the user's cache. */
  readonly savedir?: string;
  /** File with SpeechBrain's settings. Default: `hyperparams.yaml`. */
  readonly hparamsFile?: string;
  /** Names of the model's outputs in their order, for a checkpoint whose files state none. */
  readonly labels?: readonly string[];
  /**
   * The activation between the two layers of a head (`tanh`, `relu` or `none`), for a checkpoint whose
   * files do not state it.
   */
  readonly headActivation?: HeadActivation;
  /** Branch, tag or commit of the hub repository. Default: `main`; on ModelScope `master`. */
  readonly revision?: string;
  /** Ask the hub for a branch's commit even if that was done within the last hour. Default: false. */
  readonly refresh?: boolean;
  /** Called before a download starts; if it throws, nothing is downloaded. */
  readonly onLicence?: (notice: LicenceNotice) => void | Promise<void>;
  /** Called repeatedly during a download. */
  readonly onDownload?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

/**
 * Finds the folder of a model. The source is an embedded model, a folder on the disk, or a hub repository,
 * which is downloaded if necessary.
 *
 * @throws CheckpointError if the source is none of these; HubError, FileError
 */
export async function locateModel(options: SourceOptions): Promise<CheckpointSource> {
  const { source = DEFAULT_MODEL, hparamsFile, labels, headActivation } = options;
  const settings = {
    ...(hparamsFile !== undefined && { hparamsFile }),
    ...(labels !== undefined && { labels }),
    ...(headActivation !== undefined && { headActivation }),
  };
  const embedded = await embeddedModels();
  const folder = embedded.get(source) ?? source;
  if (await isFolder(folder)) return { folder, ...settings };
  if (isRepositoryName(source)) return { ...(await download(source, options)), ...settings };
  throw new CheckpointError(
    'checkpoint-unsupported',
    `Found no model "${source}". Expected a folder, a hub repository such as "speechbrain/emotion-recognition-wav2vec2-IEMOCAP" or "modelscope:iic/emotion2vec_plus_base", or one of the embedded models: ${[...embedded.keys()].join(', ')}.`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile())
    throw new FileError(
      'file-unreadable',
      `${path} is a file, expected the folder of a model. Name the folder that the file is in.`,
    );
  return found?.isDirectory() ?? false;
}

async function download(repository: string, options: SourceOptions): Promise<CheckpointSource> {
  const { revision, refresh, savedir, hparamsFile, onLicence, onDownload, signal } = options;
  const snapshot = await fetchSnapshot({
    repository,
    select: (paths) => selectModelFiles(paths, hparamsFile),
    settings: hubSettings(process.env, hubKindOf(repository)),
    ...(revision !== undefined && { revision }),
    ...(refresh !== undefined && { refresh }),
    ...(savedir !== undefined && { folder: savedir }),
    ...(onLicence && { onLicence }),
    ...(onDownload && { onProgress: onDownload }),
    ...(signal && { signal }),
  });
  return {
    folder: snapshot.folder,
    name: repository,
    revision: snapshot.revision,
    // The hub's files are never links; in a folder of the person's own there may be links to a cache.
    links: savedir === undefined ? 'inside' : 'follow',
    ...(snapshot.licence !== undefined && { licence: snapshot.licence }),
  };
}
