import { type Bundle, toModelInfo } from '../../bundles/index.js';
import { Journal } from '../../evaluation/index.js';
import { workOf } from '../../line-journal.js';
import { VERSION } from '../../version.js';

/** Where an interrupted run continues. */
export type JournalPlace = {
  /** The output file, beside which the journal is; a run without one begins anew. */
  readonly output: string | undefined;
  readonly device: string;
  /** Whether several models are evaluated. Default: `false`. */
  readonly isOneOfSeveral?: boolean;
};

/**
 * Opens the journal of a run beside its output. A run with several models has one for each, whose name
 * depends on the model.
 *
 * @throws FileError if it cannot be written
 */
export async function openJournal(
  bundle: Bundle,
  { output, device, isOneOfSeveral = false }: JournalPlace,
): Promise<Journal | undefined> {
  if (output === undefined || output === '-') return undefined;
  const { fingerprint } = toModelInfo(bundle);
  const work = workOf(VERSION, fingerprint, bundle.manifest.precision, device);
  const name = isOneOfSeveral ? `${output}.${work}` : output;
  return await Journal.open(`${name}.part.jsonl`, work);
}
