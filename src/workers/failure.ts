import {
  AudioError,
  CheckpointError,
  DeviceError,
  FileError,
  HubError,
  Wav2EmoError,
} from '../errors.js';

/** An error on its way between threads. It loses its class there, so that of ours is told beside it. */
export type Failure = {
  readonly kind: 'failure';
  readonly error: unknown;
  readonly ours?: { readonly name: string; readonly code: string };
};

/** Our errors by name. The code of one comes from an error of the same class. */
const CLASSES: Readonly<
  Record<string, new (code: never, message: string, details: { cause: unknown }) => Wav2EmoError>
> = { AudioError, CheckpointError, DeviceError, FileError, HubError };

/** Makes an error ready to be told. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Wav2EmoError)) return { kind: 'failure', error };
  return { kind: 'failure', error, ours: { name: error.name, code: String(error.code) } };
}

/** The error that was told, of the class that it had. */
export function fromFailure({ error, ours }: Failure): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  const OurError = ours && CLASSES[ours.name];
  return OurError ? new OurError(ours.code as never, known.message, { cause: known }) : known;
}
