import { Button } from '@mantine/core';
import type { ClassifyItem } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import { exportCsv, exportJson } from './export-results.ts';

type ExportButtonsProps = {
  /** Asked for when a button is pressed. */
  readonly items: () => readonly ClassifyItem[];
  readonly disabled?: boolean;
};

/** Two buttons that save results as JSON and as CSV. */
export function ExportButtons({ items, disabled = false }: ExportButtonsProps) {
  const { t } = useWords();
  const button = (label: string, save: typeof exportJson) => (
    <Button
      size="xs"
      variant="default"
      disabled={disabled}
      onClick={() => {
        save(items());
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      {button(t('result.json'), exportJson)}
      {button(t('result.csv'), exportCsv)}
    </>
  );
}
