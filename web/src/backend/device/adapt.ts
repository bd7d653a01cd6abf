import type {
  AdaptationResult,
  AdaptationView,
  AdaptRequest,
  LabelledClip,
} from '../../api/adaptations.ts';
import { fetchPageSettings } from '../../api/client.ts';
import { ProblemError } from '../../api/problem-error.ts';
import type { Problem } from '../../api/types.ts';
import {
  type AdaptedFacts,
  type AnsweredExample,
  CARD_FILE,
  exampleMaker,
  formatAdapted,
  headsText,
  MODEL,
  nameClasses,
  nameLabel,
  toModelInfo,
  type WebBundle,
} from './engine.ts';
import type { OpenModel } from './open-model.ts';
import { toDeviceProblem, withProblems } from './to-device-problem.ts';

type Adapted = { readonly base: WebBundle; readonly facts: AdaptedFacts };

type Computed = { readonly examples: AnsweredExample[]; readonly failures: Failure[] };

type Failure = { readonly place: number; readonly file: string; readonly error: Problem };

/** The adapted models of this visit, by their ids. */
const adapted = new Map<string, Adapted>();

/** Adapts a model to clips in its worker; see `Backend.adaptModel`. */
export async function adaptModel(model: OpenModel, request: AdaptRequest): Promise<AdaptationView> {
  const { clips, signal } = request;
  const known = toModelInfo(model.bundle).labels.map(({ id }) => id);
  const { labels, idOf } = nameClasses(
    clips.map(({ label }) => label),
    known,
  );
  const toExample = exampleMaker(labels, known);
  const { examples, failures } = await embedClips(model, request, ({ label, speaker }, found) =>
    toExample({ label: idOf(label), speaker }, found),
  );
  const adaptation = await withProblems(signal, () =>
    model.engine.worker
      .adapt(MODEL, examples, {
        ...{ labels, signal },
        onFold: (done, total) => {
          request.onProgress({ state: 'fitting', done, total });
        },
      })
      .catch(refuse),
  );
  const speakers = new Set(examples.flatMap(({ speaker }) => speaker ?? [])).size;
  const facts = { adaptation, clips: examples.length, speakers };
  const id = String(adapted.size + 1);
  adapted.set(id, { base: model.bundle, facts });
  return {
    ...{ id, model: model.name, state: 'finished', failures },
    ...{ done: clips.length, total: clips.length, result: await toResult(model.bundle, facts) },
  };
}

type ToExample = (
  clip: LabelledClip,
  found: Awaited<ReturnType<OpenModel['engine']['worker']['classify']>>,
) => AnsweredExample;

/** Computes the clips one after the other; one that cannot be computed is left out and noted. */
async function embedClips(
  { engine }: OpenModel,
  { clips, signal, onProgress }: AdaptRequest,
  toExample: ToExample,
): Promise<Computed> {
  const computed: Computed = { examples: [], failures: [] };
  for (const [place, clip] of clips.entries()) {
    onProgress({ state: 'embedding', done: place, total: clips.length });
    const parts = { voiceActivity: true, windows: true, signal };
    try {
      const found = await engine.worker.classify(MODEL, clip.recording, parts);
      computed.examples.push(toExample(clip, found));
    } catch (error) {
      signal.throwIfAborted();
      computed.failures.push({ place, file: clip.name, error: toDeviceProblem(error) });
    }
  }
  return computed;
}

/** The clips are to blame for what `adaptHeads` refuses. */
function refuse(error: unknown): never {
  if (!(error instanceof RangeError)) throw error;
  const { message: detail } = error;
  throw new ProblemError({ code: 'adaptation-impossible', status: 0, title: detail, detail });
}

async function toResult(base: WebBundle, facts: AdaptedFacts): Promise<AdaptationResult> {
  const { clips, speakers, adaptation } = facts;
  const { isBetter, heldOut, gain, recalls, relative, heads } = adaptation;
  const { made } = await formatted(base, facts);
  return {
    ...{ isBetter, heldOut, clips, speakers, gain, recalls },
    labels: heads.labels.map(nameLabel),
    ...(relative?.isUsed && { relative: relative.gain }),
    card: made.find(({ path }) => path === CARD_FILE)?.text ?? '',
  };
}

/** The files of the bundle of an adapted model, by their names. */
export async function adaptedBundle(id: string, name: string): Promise<ReadonlyMap<string, Blob>> {
  const found = adapted.get(id);
  if (!found)
    throw new ProblemError({ code: 'adaptation-unknown', status: 0, title: 'It is gone' });
  const { base, facts } = found;
  const { kept, made } = await formatted(base, { ...facts, name });
  const files = new Map<string, Blob>();
  for (const path of kept) {
    const file = base.files[path];
    if (file) files.set(path, file);
  }
  for (const { path, text } of made) files.set(path, new Blob([text]));
  return files;
}

async function formatted({ manifest }: WebBundle, facts: AdaptedFacts) {
  const { version } = await fetchPageSettings();
  const sha256 = await sha256Of(headsText(facts));
  return formatAdapted(manifest, facts, { version, sha256 });
}

/** @throws ProblemError on a page of plain http, where browsers offer no cryptography */
async function sha256Of(text: string): Promise<string> {
  // The type promises what only secure pages have.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle)
    throw new ProblemError({ code: 'device-insecure', status: 0, title: 'No secure page' });
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
