import { stat } from 'node:fs/promises';
import { CheckpointError, FileError } from '../errors.js';
import {
  fetchSnapshot,
  hubSettings,
  isRepositoryName,
  type LicenceNotice,
  type Progress,
} from '../hub/index.js';
import type { CheckpointSource } from './checkpoint-source.js';
import { DEFAULT_MODEL, embeddedModels } from './embedded-models.js';
import { selectModelFiles } from './model-files.js';

/** Which model, and how it is fetched where it is not here. */
export type SourceOptions = {
  /**
   * A folder (SpeechBrain, Hugging Face or a bundle), a hub repository (`owner/name`), or the name
   * of an embedded model. Default: `wav2vec2-mini`, which is embedded.
   */
  readonly source?: string;
  /** Folder for the files of a hub repository. Default: the user's cache. */
  readonly savedir?: string;
  /** SpeechBrain's settings. Default: `hyperparams.yaml`. */
  readonly hparamsFile?: string;
  /** Branch, tag or commit of the hub repository. Default: `main`. */
  readonly revision?: string;
  /** Called before a download starts; throw to refuse. */
  readonly onLicence?: (notice: LicenceNotice) => void | Promise<void>;
  /** Called while a download runs. */
  readonly onDownload?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

/**
 * Finds the folder of a model: one that is named, one that is embedded, or one that is fetched.
 *
 * @throws HubError, FileError, and CheckpointError where the source is none of these
 */
export async function locateModel(options: SourceOptions): Promise<CheckpointSource> {
  const { source = DEFAULT_MODEL, hparamsFile } = options;
  const settings = hparamsFile === undefined ? {} : { hparamsFile };
  const embedded = await embeddedModels();
  const folder = embedded.get(source) ?? source;
  if (await isFolder(folder)) return { folder, ...settings };
  if (isRepositoryName(source)) return { ...(await fetchModel(source, options)), ...settings };
  throw new CheckpointError(
    'checkpoint-unsupported',
    `Found no model "${source}". Expected a folder, a hub repository such as "speechbrain/emotion-recognition-wav2vec2-IEMOCAP", or one of the embedded models: ${[...embedded.keys()].join(', ')}.`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile())
    throw new FileError(
      'file-unreadable',
      `${path} is a file, expected the folder of a model. Give the folder that holds it.`,
    );
  return found?.isDirectory() ?? false;
}

async function fetchModel(repository: string, options: SourceOptions): Promise<CheckpointSource> {
  const { revision, savedir, onLicence, onDownload, signal } = options;
  const snapshot = await fetchSnapshot({
    repository,
    select: selectModelFiles,
    settings: hubSettings(process.env),
    ...(revision !== undefined && { revision }),
    ...(savedir !== undefined && { folder: savedir }),
    ...(onLicence && { onLicence }),
    ...(onDownload && { onProgress: onDownload }),
    ...(signal && { signal }),
  });
  return {
    folder: snapshot.folder,
    name: repository,
    revision: snapshot.revision,
    ...(snapshot.licence !== undefined && { licence: snapshot.licence }),
  };
}
