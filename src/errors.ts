/** Details of an error of this project. */
export type ErrorDetails = {
  /** The error that caused this one, for `--debug` and logs. */
  cause?: unknown;
};

/**
 * Base class of the errors that this project throws for recordings, models, files, networks and
 * devices. Wrong arguments are `TypeError` or `RangeError`.
 *
 * The message says what was found, what was expected and what to do.
 */
export abstract class Wav2EmoError<Code extends string = string> extends Error {
  /** Stable and machine-readable, e.g. `audio-too-short`. */
  readonly code: Code;

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.name = new.target.name;
  }
}

/** Codes of {@link AudioError}. */
export type AudioErrorCode =
  | 'audio-empty'
  | 'audio-unknown-format'
  | 'audio-unsupported'
  | 'audio-needs-ffmpeg'
  | 'audio-corrupt'
  | 'audio-too-short'
  | 'audio-too-long'
  | 'audio-not-finite';

/** The recording cannot be used. Use another one, or convert it. */
export class AudioError extends Wav2EmoError<AudioErrorCode> {}

/** Codes of {@link CheckpointError}. */
export type CheckpointErrorCode =
  | 'checkpoint-corrupt'
  | 'checkpoint-unsafe'
  | 'checkpoint-untrusted'
  | 'checkpoint-unsupported'
  | 'checkpoint-too-large'
  | 'checkpoint-incomplete'
  | 'checkpoint-mismatch'
  | 'checkpoint-inexact';

/**
 * The model's files are damaged, unsafe, incomplete or not supported, or the results of a smaller
 * graph differ from those of the full model. Use another model, or convert it with other options.
 */
export class CheckpointError extends Wav2EmoError<CheckpointErrorCode> {}

/** Codes of {@link HubError}. */
export type HubErrorCode =
  | 'hub-not-found'
  | 'hub-unauthorized'
  | 'hub-unreachable'
  | 'hub-server-error'
  | 'hub-interrupted'
  | 'hub-checksum'
  | 'hub-offline';

/** A model could not be fetched. Check its name, the token and the network, or try again. */
export class HubError extends Wav2EmoError<HubErrorCode> {}

/** Codes of {@link FileError}. */
export type FileErrorCode =
  | 'file-not-found'
  | 'file-is-folder'
  | 'file-no-permission'
  | 'file-unreadable'
  | 'file-disk-full'
  | 'file-not-writable'
  | 'file-exists';

/** A file or folder cannot be read or written. Correct the path, its permissions or the disk. */
export class FileError extends Wav2EmoError<FileErrorCode> {
  /**
   * Turns an error of Node's file system into one with a message for people; a `FileError` is returned
   * as it is.
   *
   * @param doing completes "Could not …", for example `read`
   */
  static from(error: unknown, path: string, doing: string): FileError {
    if (error instanceof FileError) return error;
    const found = errnoCode(error);
    const [code, advice] = ERRNO[found] ?? [
      'file-unreadable',
      `The system said ${found || String(error)}.`,
    ];
    return new FileError(code, `Could not ${doing} ${path}: ${advice}`, { cause: error });
  }
}

const ERRNO: Readonly<Record<string, readonly [FileErrorCode, string]>> = {
  ENOENT: ['file-not-found', 'there is no such file or folder. Check the path.'],
  ELOOP: ['file-not-found', 'its links lead in a circle. Check the path.'],
  ENOTDIR: ['file-not-found', 'a part of the path is a file, not a folder. Check the path.'],
  EISDIR: ['file-is-folder', 'it is a folder, expected a file. Check the path.'],
  EACCES: ['file-no-permission', 'permission denied. Change its permissions, or run as its owner.'],
  EPERM: ['file-no-permission', 'the system does not permit this. Change its permissions.'],
  EROFS: ['file-not-writable', 'the file system is read-only. Choose another folder.'],
  ENOSPC: ['file-disk-full', 'the disk is full. Free some space or choose another folder.'],
  EDQUOT: [
    'file-disk-full',
    'the disk quota is used up. Free some space or choose another folder.',
  ],
  EFBIG: [
    'file-disk-full',
    'the file would be larger than the system permits. Choose another folder.',
  ],
  EMFILE: [
    'file-unreadable',
    'too many files are open. Close some, or raise the limit (ulimit -n).',
  ],
  ENAMETOOLONG: ['file-not-found', 'the name is too long. Choose a shorter one.'],
  ENOTEMPTY: ['file-exists', 'it exists already. Choose another name.'],
  EEXIST: ['file-exists', 'it exists already. Choose another name.'],
};

/** The `code` of an error of Node's system calls, e.g. `ENOENT`, or an empty string. */
export function errnoCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Codes of {@link BaselineError}. */
export type BaselineErrorCode =
  'baseline-corrupt' | 'baseline-other-model' | 'baseline-unsupported' | 'baseline-too-short';

/** A recording cannot be compared with a voice. Make another baseline, or use another model. */
export class BaselineError extends Wav2EmoError<BaselineErrorCode> {}

/** Codes of {@link DeviceError}. */
export type DeviceErrorCode = 'device-unavailable' | 'device-failed';

/** The runtime cannot compute on the requested device. Choose another one, or install its driver. */
export class DeviceError extends Wav2EmoError<DeviceErrorCode> {}

/** Codes of {@link ObjectStoreError}. */
export type ObjectStoreErrorCode =
  | 'store-address'
  | 'store-client-missing'
  | 'store-object-missing'
  | 'store-object-too-large'
  | 'store-refused'
  | 'store-link-refused'
  | 'store-link-expired'
  | 'store-unreachable'
  | 'store-timeout'
  | 'store-failed';

/**
 * A recording could not be exchanged with other machines. Correct the address or the credentials of the
 * store, or try again after `store-unreachable`, `store-timeout` and `store-failed`.
 */
export class ObjectStoreError extends Wav2EmoError<ObjectStoreErrorCode> {}
