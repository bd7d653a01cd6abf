/** What every error of this project may carry. */
export type ErrorDetails = {
  /** The error underneath, kept for `--debug` and logs. */
  cause?: unknown;
};

/**
 * Base of every error that this project throws on purpose. Wrong arguments are `TypeError` or
 * `RangeError`; everything that depends on files, networks and machines is one of these.
 *
 * The message is a small document: what was found, what was expected, what to do.
 */
export abstract class Wav2EmoError<Code extends string = string> extends Error {
  /** Stable, machine-readable, e.g. `audio-too-short`. */
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

/** The recording cannot be used: give another one, or convert it. */
export class AudioError extends Wav2EmoError<AudioErrorCode> {}

/** Codes of {@link CheckpointError}. */
export type CheckpointErrorCode =
  | 'checkpoint-corrupt'
  | 'checkpoint-unsafe'
  | 'checkpoint-unsupported'
  | 'checkpoint-incomplete'
  | 'checkpoint-mismatch'
  | 'checkpoint-inexact';

/**
 * The model's files are broken, unsafe, incomplete or of a kind that is not supported, or a smaller
 * graph differs too much from the full model: use another model, or convert it in another way.
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

/** A model could not be fetched: check its name, the token, the network, or try again. */
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

/** A path cannot be read or written: mend the path, its permissions or the disk. */
export class FileError extends Wav2EmoError<FileErrorCode> {
  /** Turns an error of Node's file system into words; `doing` completes "could not …". */
  static from(error: unknown, path: string, doing: string): FileError {
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
  ENOTDIR: ['file-not-found', 'a part of the path is a file, not a folder. Check the path.'],
  EISDIR: ['file-is-folder', 'it is a folder, expected a file.'],
  EACCES: ['file-no-permission', 'permission denied. Change its permissions or run as its owner.'],
  EPERM: ['file-no-permission', 'the system does not permit it. Change its permissions.'],
  EROFS: ['file-not-writable', 'the file system is read-only. Choose another folder.'],
  ENOSPC: ['file-disk-full', 'the disk is full. Free some space or choose another folder.'],
  EDQUOT: [
    'file-disk-full',
    'the disk quota is used up. Free some space or choose another folder.',
  ],
  EFBIG: ['file-disk-full', 'the file would be larger than permitted here. Choose another folder.'],
  ENOTEMPTY: ['file-exists', 'it exists already. Choose another name.'],
  EEXIST: ['file-exists', 'it exists already. Choose another name.'],
};

/** The `code` of a Node system error (`ENOENT` …), or an empty string. */
export function errnoCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Codes of {@link DeviceError}. */
export type DeviceErrorCode = 'device-unavailable' | 'device-failed';

/** The runtime cannot compute on the device that was asked for: choose another or install its driver. */
export class DeviceError extends Wav2EmoError<DeviceErrorCode> {}
