import {
  type BundleContent,
  type ChecksummedFile,
  listsHeads,
  parseManifest,
  withHeads,
} from '../../bundles/web.js';
import { CheckpointError, FileError } from '../../errors.js';
import { DATA_FILE, HEADS_FILE, MANIFEST_FILE, MODEL_FILE } from '../../graph-files.js';
import { findConvertedAt, isConverted } from './converted-models.js';
import { type FetchedFile, fetchFile } from './fetch-file.js';
import { folderAddress } from './folder-address.js';
import { type KeptFiles, openKeptFiles } from './kept-models.js';
import { matches } from './matches.js';

/** Where a bundle comes from: the address of its folder, or its files. */
export type BundleSource = string | URL | Iterable<Blob & { readonly name: string }>;

/** Bytes of a download. */
export type DownloadProgress = { readonly doneBytes: number; readonly totalBytes: number };

/** How {@link openWebBundle} gets the files. */
export type WebBundleOptions = {
  /** Whether the files are kept in the browser's cache. Default: true. */
  readonly cache?: boolean;
  /** Called while files are fetched. */
  readonly onDownload?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal | undefined;
};

/** A bundle with all of its files. */
export type WebBundle = BundleContent & { readonly files: Readonly<Record<string, Blob>> };

/** The files of a bundle that are used here; others, like its card, are not fetched. */
const USED: readonly string[] = [MODEL_FILE, DATA_FILE, HEADS_FILE];

/** A browser holds the weights in memory as one array, which has at most this many bytes. */
const MAX_FILE_BYTES = 2 ** 31;

/**
 * Gets the files of a bundle, from the cache if they are there, and compares them with the sizes and
 * checksums of its description.
 *
 * @throws CheckpointError `checkpoint-corrupt` if a file is not the one that the description lists,
 *   `checkpoint-unsupported` if it is larger than a browser can hold; FileError; the signal's reason
 */
export async function openWebBundle(
  source: BundleSource,
  options: WebBundleOptions = {},
): Promise<WebBundle> {
  const place = typeof source === 'string' || source instanceof URL;
  return place ? await fromAddress(source, options) : await fromFiles(source);
}

/**
 * A bundle from all of its files, which were compared with their checksums or made just now.
 *
 * @throws CheckpointError `checkpoint-unsupported` if one is larger than a browser can hold
 */
export async function bundleOf(files: Readonly<Record<string, Blob>>): Promise<WebBundle> {
  const text = (await files[MANIFEST_FILE]?.text()) ?? '';
  const manifest = parseManifest(text, MANIFEST_FILE);
  usedFiles(manifest.files);
  return await toBundle(manifest, files);
}

async function fromFiles(source: Iterable<Blob & { readonly name: string }>): Promise<WebBundle> {
  const given = new Map([...source].map((file) => [file.name, file] as const));
  const find = (name: string): Blob => {
    const file = given.get(name);
    if (file) return file;
    const found = [...given.keys()].slice(0, 8).join(', ') || 'no files';
    throw new FileError(
      'file-not-found',
      `Found ${found}, expected the files of a bundle, among them ${name}.`,
    );
  };
  const manifest = parseManifest(await find(MANIFEST_FILE).text(), MANIFEST_FILE);
  const files: Record<string, Blob> = { [MANIFEST_FILE]: find(MANIFEST_FILE) };
  for (const listed of usedFiles(manifest.files)) {
    const file = find(listed.path);
    if (!(await matches(file, listed))) throw otherContent(listed.path);
    files[listed.path] = file;
  }
  return await toBundle(manifest, files);
}

async function fromAddress(
  source: string | URL,
  { cache = true, onDownload, signal }: WebBundleOptions,
): Promise<WebBundle> {
  const address = folderAddress(source);
  if (isConverted(address)) return await bundleOf(await findConvertedAt(address));
  const kept = cache ? await openKeptFiles() : undefined;
  const place = `${address}${MANIFEST_FILE}`;
  const description = await fetchDescription(place, kept, signal);
  const manifest = parseManifest(await description.text(), place);
  const listed = usedFiles(manifest.files);
  const totalBytes = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  const files: Record<string, Blob> = { [MANIFEST_FILE]: description };
  let doneBytes = 0;
  for (const file of listed) {
    const onBytes = (bytes: number) => {
      onDownload?.({ doneBytes: doneBytes + bytes, totalBytes });
    };
    files[file.path] = await getFile(`${address}${file.path}`, file, { kept, onBytes, signal });
    doneBytes += file.bytes;
  }
  // The description is stored last: a model whose download was interrupted is not listed.
  await kept?.keep(place, description);
  return await toBundle(manifest, files);
}

/** The newest description; without a network the one that is kept. */
async function fetchDescription(
  place: string,
  kept: KeptFiles | undefined,
  signal: AbortSignal | undefined,
): Promise<Blob> {
  try {
    return await fetchFile(place, { signal });
  } catch (error) {
    const isOffline = error instanceof FileError && error.code === 'file-unreadable';
    const found = isOffline ? await kept?.find(place) : undefined;
    if (found) return found;
    throw error;
  }
}

type Getting = FetchedFile & { readonly kept: KeptFiles | undefined };

async function getFile(
  address: string,
  listed: ChecksummedFile,
  { kept, ...fetching }: Getting,
): Promise<Blob> {
  const stored = await kept?.find(address);
  if (stored && (await matches(stored, listed))) return stored;
  const fetched = await fetchFile(address, { ...fetching, bytes: listed.bytes });
  if (!(await matches(fetched, listed))) throw otherContent(address);
  await kept?.keep(address, fetched);
  return fetched;
}

function usedFiles(files: readonly ChecksummedFile[]): readonly ChecksummedFile[] {
  const used = files.filter(({ path }) => USED.includes(path));
  const large = used.find(({ bytes }) => bytes > MAX_FILE_BYTES);
  if (!large) return used;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${large.path} has ${large.bytes} bytes; a browser holds at most ${MAX_FILE_BYTES}. Convert the model with a smaller precision, e.g. int8.`,
  );
}

async function toBundle(
  manifest: WebBundle['manifest'],
  files: Readonly<Record<string, Blob>>,
): Promise<WebBundle> {
  const heads = listsHeads(manifest) ? files[HEADS_FILE] : undefined;
  const content = heads ? withHeads(manifest, await heads.text(), HEADS_FILE) : { manifest };
  return { ...content, files };
}

function otherContent(place: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${place} has another content than ${MANIFEST_FILE} states. Copy, pull or convert the model again.`,
  );
}
