import type { Evaluation, Point } from '@engine/evaluation/web.js';
import type { Language } from '../../i18n/language.ts';
import type { Computed, JudgedClip } from '../compute-evaluation.ts';
import type { MapContent } from '../map/map-points.ts';
import { type Projected, projectEmbeddings } from '../map/project-embeddings.ts';
import { renderEvaluation } from './engine.ts';

/** Wrong recordings up to this size together are part of the page. In bytes. */
const MOST_BYTES = 6_000_000;

/**
 * The page of an evaluation as `wav2emo evaluate -o page.html` writes it: figures, the wrong recordings
 * to hear if they are not too large, and the map.
 *
 * @param evaluation with its problems
 * @returns HTML
 */
export async function evaluationPage(
  evaluation: Evaluation,
  { judged, map }: Computed,
  language: Language,
): Promise<string> {
  const audio = await recordingsOf(evaluation, judged);
  return await renderEvaluation({
    ...{ evaluation, language, audio },
    audioKind: audio.size > 0 ? 'embedded' : 'none',
    map: map ? await pointsOf(map) : [],
  });
}

/** The addresses of the wrong recordings by the places of their clips; none if they are too large. */
async function recordingsOf({ clips }: Evaluation, judged: readonly JudgedClip[]) {
  const wrong = judged.filter(({ truth, result }) => truth !== result);
  const bytes = wrong.reduce((sum, { recording }) => sum + (recording?.size ?? 0), 0);
  if (bytes > MOST_BYTES) return new Map<number, string>();
  const places = new Map(clips.map(({ file }, at) => [file, at]));
  const found = await Promise.all(
    wrong.map(async ({ name, recording }) => {
      const place = places.get(name);
      return place === undefined || !recording ? [] : [[place, await dataUrl(recording)] as const];
    }),
  );
  return new Map(found.flat());
}

function dataUrl(recording: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      if (typeof reader.result === 'string') resolve(reader.result);
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('The recording could not be read.'));
    };
    reader.readAsDataURL(recording);
  });
}

/** The points of the map; none if this browser could not compute it. */
async function pointsOf({ points, embeddings }: MapContent) {
  const projections = projectEmbeddings(embeddings);
  const settled = await Promise.allSettled([projections.pca, projections.umap]);
  const [pca = [], umap = []] = settled.map(foundPoints);
  return points.flatMap(({ clip }, at) => {
    const place = pca[at];
    return place ? [{ clip, pca: place, umap: umap[at] }] : [];
  });
}

const foundPoints = (settled: PromiseSettledResult<Projected>): readonly Point[] =>
  settled.status === 'fulfilled' && typeof settled.value !== 'string' ? settled.value : [];
