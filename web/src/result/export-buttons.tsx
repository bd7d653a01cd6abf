import { Button } from '@mantine/core';
import { saveFile } from '../common/save-file.ts';
import { useWords } from '../i18n/use-words.ts';
import type { ExportItem } from './export-rows.ts';

type ExportButtonsProps = {
  /** Called when a button is pressed. */
  readonly items: () => readonly ExportItem[];
  readonly disabled?: boolean;
};

/** Two buttons that save results as JSON and as CSV. */
export function ExportButtons({ items, disabled = false }: ExportButtonsProps) {
  const { t } = useWords();
  const button = (label: string, save: (items: readonly ExportItem[]) => Promise<void>) => (
    <Button
      size="xs"
      variant="default"
      disabled={disabled}
      onClick={() => {
        void save(items());
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      {button(t('result.json'), saveJson)}
      {button(t('result.csv'), saveCsv)}
    </>
  );
}

async function saveJson(items: readonly ExportItem[]): Promise<void> {
  const { exportName, toJson } = await import('./export-rows.ts');
  const now = new Date();
  saveFile(exportName(items, 'json', now), toJson(items, now), 'application/json');
}

async function saveCsv(items: readonly ExportItem[]): Promise<void> {
  const { exportName, toCsv } = await import('./export-rows.ts');
  // The byte order mark makes spreadsheets read Chinese names as UTF-8.
  saveFile(exportName(items, 'csv', new Date()), `\uFEFF${toCsv(items)}`, 'text/csv');
}
