import { Button } from '@mantine/core';
import { saveFile } from '../common/save-file.ts';
import type { Computed } from './compute-evaluation.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import { evaluationCsv, evaluationJson } from './export-evaluation.ts';

/** Two buttons that save an evaluation as JSON and its clips as CSV. */
export function EvaluationExports({ computed }: { readonly computed: Computed }) {
  const { t } = useEvaluationWords();
  const name = `wav2emo-evaluation-${computed.evaluation.model.name}`.replaceAll(
    /[\\/:*?"<>|]/g,
    '_',
  );
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          void evaluationJson(computed).then((text) => {
            saveFile(`${name}.json`, text, 'application/json');
          });
        }}
      >
        {t('exportJson')}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          // The byte order mark makes spreadsheets read Chinese names as UTF-8.
          saveFile(`${name}.csv`, `\uFEFF${evaluationCsv(computed)}`, 'text/csv');
        }}
      >
        {t('exportCsv')}
      </Button>
    </>
  );
}
