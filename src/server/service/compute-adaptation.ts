import { type AnsweredExample, exampleMaker, nameClasses } from '../../adaptation/index.js';
import { type Bundle, toModelInfo } from '../../bundles/index.js';
import { ServerError } from '../problem/index.js';
import type { Received } from '../uploads/index.js';
import type { AdaptationJob } from './adaptation-job.js';
import type { ClassifierParts } from './classifier-parts.js';
import type { TakeTurn } from './job-queue.js';

/** What a clip sounds like, and who speaks. */
export type ClipLabel = { readonly label: string; readonly speaker?: string | undefined };

/** The clips of an adaptation; the labels are in the order of the recordings. */
export type LabelledUploads = {
  readonly received: readonly Received[];
  readonly labels: readonly ClipLabel[];
};

/**
 * Computes the embeddings of clips, one turn for each, and then fits heads to them in one turn. A clip that
 * cannot be computed is left out and noted in the job. Uploads are deleted as soon as they are computed.
 *
 * @throws ServerError `adaptation-impossible`; the signal's reason
 */
export async function computeAdaptation(
  job: AdaptationJob,
  { received, labels: clips }: LabelledUploads,
  { engine, takeTurn }: Pick<ClassifierParts, 'engine'> & { readonly takeTurn: TakeTurn },
): Promise<void> {
  const { signal } = job.cancel;
  const base = await engine.bundleOf(job.model);
  expectClasses(base);
  const known = toModelInfo(base).labels.map(({ id }) => id);
  const words = clips.map(({ label }) => label);
  const { labels, idOf } = nameClasses(words, known);
  const toExample = exampleMaker(labels, known);
  const examples: AnsweredExample[] = [];
  for (const [at, one] of received.entries()) {
    job.report({ state: 'embedding', done: at, total: received.length });
    const { label = '', speaker } = clips[at] ?? {};
    try {
      if ('error' in one) throw one.error;
      const { path } = one.upload;
      const found = await takeTurn((gate) => engine.computeClip(job.model, path, { signal, gate }));
      examples.push(toExample({ label: idOf(label), speaker }, found));
    } catch (error) {
      signal.throwIfAborted();
      job.addFailure({ place: at, file: one.name, error });
    } finally {
      if ('upload' in one) await one.upload.remove();
    }
  }
  const onFold = (done: number, total: number) => {
    job.report({ state: 'fitting', done, total });
  };
  onFold(0, 1);
  const adaptation = await takeTurn((gate) =>
    engine.adapt(job.model, examples, { labels, onFold, signal, gate }),
  ).catch(refuse);
  const speakers = new Set(examples.flatMap(({ speaker }) => speaker ?? [])).size;
  job.finish({ adaptation, base, clips: examples.length, speakers });
}

function expectClasses({ manifest: { name, task } }: Bundle): void {
  if (task === 'classification') return;
  throw new ServerError(
    'adaptation-impossible',
    `${name} measures dimensions and has no classes. Adapt a classifier.`,
  );
}

/** The clips are to blame for what `adaptHeads` refuses. */
function refuse(error: unknown): never {
  if (!(error instanceof RangeError)) throw error;
  throw new ServerError('adaptation-impossible', error.message, { cause: error });
}
