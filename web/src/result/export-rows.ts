import { stringify } from 'csv-stringify/browser/esm/sync';
import { escapeFormula } from '@engine/escape-formula.js';
import type { ClassifyItem } from '../api/types.ts';
import type { RunFacts } from '../state/run-facts.ts';
import { allValuesOf } from './label-of.ts';

/** A result or a failure, with what is known about its run. */
export type ExportItem = {
  readonly item: ClassifyItem;
  readonly facts?: RunFacts | undefined;
};

/**
 * Results as comma-separated values: the columns and the quoting of the command line's CSV, then
 * the time and the version of the computation and the revision of the model.
 */
export function toCsv(items: readonly ExportItem[]): string {
  const classes = [
    ...new Set(
      items.flatMap(({ item }) => ('error' in item ? [] : Object.keys(allValuesOf(item)))),
    ),
  ];
  const columns = [
    ...['file', 'model', 'label', 'score'],
    ...classes,
    ...['duration_seconds', 'findings', 'error_code', 'error_message'],
    ...['computed_at', 'wav2emo_version', 'model_revision', 'model_sha256', 'model_precision'],
  ];
  return stringify(items.map(toRow), { header: true, columns, cast: { string: escapeFormula } });
}

/** Results as a JSON document with the settings and the version that they were computed with. */
export function toJson(items: readonly ExportItem[], exportedAt: Date): string {
  const results = items.map(({ item, facts }) => ({
    // The drawing of the waveform is no result.
    ...{ ...item, peaks: undefined },
    ...(facts && { run: { ...facts, when: new Date(facts.when).toISOString() } }),
  }));
  const settings = { timeline: true };
  const exported = { format: 'wav2emo-results', exportedAt: exportedAt.toISOString() };
  return `${JSON.stringify({ ...exported, settings, results }, null, 2)}\n`;
}

/** A name for an export: the recording's own, or the number of recordings, and the date. */
export function exportName(items: readonly ExportItem[], extension: string, date: Date): string {
  const [first] = items;
  const base =
    items.length === 1 && first
      ? (first.item.file.split('/').at(-1) ?? '').replace(/\.[a-z0-9]{1,5}$/i, '')
      : `wav2emo-${items.length}-recordings`;
  const safe = base.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_') || 'wav2emo';
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return `${safe} ${day}.${extension}`;
}

function toRow({ item, facts }: ExportItem): Record<string, unknown> {
  const run = {
    computed_at: facts && new Date(facts.when).toISOString(),
    wav2emo_version: facts?.version,
    model_revision: facts?.revision,
    model_sha256: facts?.sha256,
    model_precision: facts?.precision,
  };
  if ('error' in item) {
    const { code, title, detail } = item.error;
    return { file: item.file, error_code: code, error_message: detail ?? title, ...run };
  }
  return {
    ...{ file: item.file, model: item.model },
    ...('label' in item && { label: item.label, score: item.score }),
    ...allValuesOf(item),
    duration_seconds: item.durationSeconds,
    findings: item.findings.map(({ code }) => code).join(' '),
    ...run,
  };
}
