import { dirname, relative, resolve, sep } from 'node:path';
import {
  type AnsweredClip,
  type Evaluation,
  type MapPoint,
  mappedPlaces,
  type PageContent,
  projectPca,
  projectUmap,
  readPart,
  renderEvaluation,
  truthsOf,
  wrongCells,
  type FinishedEvaluation,
} from '../../evaluation/index.js';
import { snippetWav, toBase64 } from '../../report/index.js';
import type { Language } from '../language.js';

/** Where a page has the recordings of wrong results from. */
export const AUDIO_MODES = ['auto', 'embed', 'link', 'none'] as const;
export type AudioMode = (typeof AUDIO_MODES)[number];

/** What {@link evaluationHtml} makes. */
export type HtmlOptions = {
  /** The file of the page; recordings beside it are linked relative to it. Default: stdout */
  readonly file: string | undefined;
  readonly audio: AudioMode;
  readonly language: Language;
  readonly signal?: AbortSignal | undefined;
};

/** Recordings up to this length together are part of the page: 8 MB as base64. */
const MOST_SECONDS = 375;
/** The longest part of one recording in the page. */
const MOST_CLIP_SECONDS = 20;

/** Draws the page of an evaluation. */
export async function evaluationHtml(
  { evaluation, answered }: FinishedEvaluation,
  { file, audio, language, signal }: HtmlOptions,
): Promise<string> {
  const wrong = wrongClips(evaluation);
  const kind = audioKind(audio, file, wrong, answered);
  const sources = {
    none: () => new Map<number, string>(),
    linked: () => linkAll(answered, file ?? ''),
    embedded: () => embedAll(wrong, answered, signal),
  };
  return await renderEvaluation({
    evaluation,
    language,
    audioKind: kind,
    audio: await sources[kind](),
    map: mapOf(answered),
  });
}

/** Places of the clips that are wrong in any run. */
function wrongClips(evaluation: Evaluation): number[] {
  const truths = truthsOf(evaluation);
  const found = evaluation.runs.flatMap(({ judged, task }) =>
    task === 'regression' ? [] : wrongCells(evaluation, judged, (clip) => truths[clip]),
  );
  return [...new Set(found.flatMap(({ clips }) => clips))];
}

function audioKind(
  audio: AudioMode,
  file: string | undefined,
  wrong: readonly number[],
  answered: readonly AnsweredClip[],
): PageContent['audioKind'] {
  if (audio === 'none') return 'none';
  const seconds = wrong.reduce((sum, at) => sum + secondsOf(answered[at]), 0);
  const fits = audio === 'embed' || seconds <= MOST_SECONDS;
  // A page on stdout has no place that its recordings are beside of.
  if (file === undefined || file === '-') return fits ? 'embedded' : 'none';
  return audio !== 'link' && fits ? 'embedded' : 'linked';
}

const secondsOf = (clip: AnsweredClip | undefined) =>
  Math.min(MOST_CLIP_SECONDS, clip?.answer.durationSeconds ?? 0);

function linkAll(answered: readonly AnsweredClip[], page: string): Map<number, string> {
  const folder = resolve(dirname(page));
  return new Map(
    answered.map(({ clip }, at) => {
      const path = relative(folder, resolve(clip.file))
        .split(sep)
        .map(encodeURIComponent)
        .join('/');
      const { start = 0, end } = clip;
      const part = start > 0 || end !== undefined ? `#t=${start},${end ?? ''}` : '';
      return [at, `${path}${part}`];
    }),
  );
}

async function embedAll(
  wrong: readonly number[],
  answered: readonly AnsweredClip[],
  signal?: AbortSignal,
): Promise<Map<number, string>> {
  const sources = new Map<number, string>();
  for (const at of wrong) {
    const found = answered[at];
    if (!found) continue;
    const { file, start = 0, end = Infinity } = found.clip;
    const samples = await readPart(file, {
      ...{ start, signal },
      end: Math.min(end, start + MOST_CLIP_SECONDS),
    });
    sources.set(at, `data:audio/wav;base64,${toBase64(snippetWav(samples))}`);
  }
  return sources;
}

/** The clips by their embeddings, evenly spaced in the list if there are many. */
function mapOf(answered: readonly AnsweredClip[]): MapPoint[] {
  const places = mappedPlaces(answered.length);
  const embeddings = places.flatMap((at) => {
    const found = answered[at];
    return found ? [meanEmbedding(found)] : [];
  });
  const pca = projectPca(embeddings);
  const umap = projectUmap(embeddings);
  return places.map((clip, at) => ({ clip, pca: pca[at] ?? [0, 0], umap: umap?.[at] }));
}

/** The mean over the windows, weighted by their lengths. */
function meanEmbedding({ answer: { windows } }: AnsweredClip): Float32Array {
  const total = windows.reduce((sum, { length }) => sum + length, 0);
  const mean = new Float32Array(windows[0]?.embedding.length ?? 0);
  for (const { length, embedding } of windows)
    for (const [at, value] of embedding.entries())
      mean[at] = (mean[at] ?? 0) + (value * length) / total;
  return mean;
}
