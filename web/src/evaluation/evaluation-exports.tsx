import { Button } from '@mantine/core';
import { useState } from 'react';
import { saveFile } from '../common/save-file.ts';
import type { Language } from '../i18n/language.ts';
import type { Computed } from './compute-evaluation.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import { evaluationCsv, evaluationJson, exportedEvaluation } from './export-evaluation.ts';

type Format = {
  readonly extension: 'json' | 'csv' | 'html';
  readonly type: string;
  readonly write: (computed: Computed, language: Language) => Promise<string>;
};

const FORMATS: readonly Format[] = [
  { extension: 'json', type: 'application/json', write: evaluationJson },
  {
    ...{ extension: 'csv', type: 'text/csv' },
    // The byte order mark makes spreadsheets read Chinese names as UTF-8.
    write: (computed) => Promise.resolve(`\uFEFF${evaluationCsv(computed)}`),
  },
  {
    ...{ extension: 'html', type: 'text/html' },
    write: async (computed, language) => {
      const { evaluationPage } = await import('./page/evaluation-page.ts');
      return await evaluationPage(await exportedEvaluation(computed), computed, language);
    },
  },
];

/** Buttons that save an evaluation as JSON, its clips as CSV, and both with the map as a page. */
export function EvaluationExports({ computed }: { readonly computed: Computed }) {
  const { t, language } = useEvaluationWords();
  const [busy, setBusy] = useState<string>();
  const name = `wav2emo-evaluation-${computed.evaluation.model.name}`.replaceAll(
    /[\\/:*?"<>|]/g,
    '_',
  );
  const save = async ({ extension, type, write }: Format) => {
    setBusy(extension);
    try {
      saveFile(`${name}.${extension}`, await write(computed, language), type);
    } finally {
      setBusy(undefined);
    }
  };
  // The policy of the page has a checksum, which browsers compute on secure pages only.
  const shown = FORMATS.filter(({ extension }) => extension !== 'html' || isSecureContext);
  return shown.map((format) => (
    <Button
      key={format.extension}
      size="xs"
      variant="default"
      loading={busy === format.extension}
      onClick={() => void save(format)}
    >
      {t('exportAs', { format: format.extension.toUpperCase() })}
    </Button>
  ));
}
