import type { Evaluation, Problem, ProblemKind } from '@engine/evaluation/web.js';
import { escapeFormula } from '@engine/escape-formula.js';
import { stringify } from 'csv-stringify/browser/esm/sync';
import type { Computed } from './compute-evaluation.ts';
import type { LeftOut, LeftOutReason } from './match-clips.ts';
import { evaluationEn } from './words/en.ts';

const KINDS: Readonly<Record<LeftOutReason, ProblemKind | undefined>> = {
  unlisted: 'no-label',
  'missing-file': 'missing-file',
  ambiguous: 'missing-file',
  part: 'bad-row',
  'bad-row': 'bad-row',
  'no-label': 'no-label',
  'unknown-label': 'unknown-label',
  duplicate: 'duplicate',
  conflict: 'duplicate',
  // The evaluation lists their clips and counts them as `outside`.
  outside: undefined,
  waiting: 'failed',
  failed: 'failed',
};

/**
 * The evaluation as `wav2emo evaluate` writes it, so that the command line can compare both: figures,
 * results of all clips, and what is not part of the figures.
 */
export async function evaluationJson(computed: Computed): Promise<string> {
  return `${JSON.stringify(await exportedEvaluation(computed), null, 2)}\n`;
}

/** The evaluation with the checksum of its list and with what is not part of the figures. */
export async function exportedEvaluation(computed: Computed): Promise<Evaluation> {
  const { evaluation, leftOut, judged } = computed;
  const sizes = new Map(judged.map(({ name, recording }) => [name, recording?.size]));
  const list = evaluation.clips.map(({ file, label, speaker }) =>
    JSON.stringify([file, sizes.get(file), label, speaker, null, null, null]),
  );
  const data = { ...evaluation.data, sha256: await sha256(list.map((row) => `${row}\n`).join('')) };
  return { ...evaluation, data, problems: leftOut.flatMap(toProblem) };
}

function toProblem({ file, reason, detail = '' }: LeftOut): Problem[] {
  const kind = KINDS[reason];
  const text = `${file}: ${evaluationEn.reasons[reason].replace('{{detail}}', detail)}`;
  return kind === undefined ? [] : [{ kind, text }];
}

/** In hexadecimal; empty on a page of plain http, where browsers offer no cryptography. */
async function sha256(text: string): Promise<string> {
  // The type promises what only secure pages have.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const hash = await subtle?.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash ?? new ArrayBuffer())]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/**
 * One row for each clip with its label, result and probabilities, then one for each thing that is not
 * part of the figures with the reason.
 */
export function evaluationCsv({ evaluation, leftOut }: Computed): string {
  const ids = evaluation.model.labels.map(({ id }) => id);
  const resultOf = new Map(evaluation.clips.map((clip) => [clip.file, clip.results.alone]));
  const left = new Map(leftOut.map((each) => [each.file, each]));
  const rows = evaluation.clips.map(({ file, label, speaker }) => {
    const result = resultOf.get(file);
    const found = result && 'label' in result ? result : undefined;
    return {
      ...{ file, label, speaker, result: found?.label, score: found?.score },
      ...found?.probabilities,
      note: left.get(file)?.reason,
    };
  });
  const listed = new Set(evaluation.clips.map(({ file }) => file));
  const others = leftOut
    .filter(({ file }) => !listed.has(file))
    .map(({ file, reason, detail }) => ({ file, note: reason, detail }));
  const columns = ['file', 'label', 'speaker', 'result', 'score', ...ids, 'note', 'detail'];
  return stringify([...rows, ...others], {
    header: true,
    columns,
    cast: { string: escapeFormula },
  });
}
