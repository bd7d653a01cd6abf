import type { ModelEntry } from '../api/types.ts';

/** When and with what a result was computed; the exports contain it. */
export type RunFacts = {
  /** Milliseconds since 1970. */
  readonly when: number;
  /** Version of wav2emo; absent if the server does not tell it. */
  readonly version?: string | undefined;
  /** Id of the model on the server. */
  readonly modelId: string;
  /** Commit of the model's hub repository. */
  readonly revision?: string | undefined;
  /** SHA-256 of the model's graph file. */
  readonly sha256?: string | undefined;
  /** Number format of the model's matrices, e.g. `int8`. */
  readonly precision?: string | undefined;
  /** Hub repository or folder name of the model's checkpoint. */
  readonly source?: string | undefined;
  /** What the recording was compared with, as `comparisonKey` writes it. */
  readonly comparison?: string | undefined;
  /** The name that the user gave to the voice that it was compared with. */
  readonly voice?: string | undefined;
};

/** The facts of a run with the given model that starts or ends now. */
export function runFacts(model: ModelEntry, version: string | undefined): RunFacts {
  const { manifest } = model;
  return {
    when: Date.now(),
    version,
    modelId: model.id,
    revision: model.revision ?? manifest?.provenance.revision,
    sha256: manifest?.files.find(({ path }) => path.endsWith('.onnx'))?.sha256,
    precision: manifest?.precision,
    source: manifest?.provenance.source,
  };
}
