import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';

/** Rows that are drawn at first, and that each press of the button adds. */
const STEP = 100;

/** Limits the rows of a long list, because every row costs time to draw; `more` is the button below. */
export function useShownRows<Row>(rows: readonly Row[]) {
  const { t } = useWords();
  const [limit, setLimit] = useState(STEP);
  const left = rows.length - limit;
  const more = left > 0 && (
    <Group justify="center" mt="xs">
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          setLimit(limit + STEP);
        }}
      >
        {t('more', { count: Math.min(STEP, left), total: rows.length })}
      </Button>
    </Group>
  );
  return { shown: left > 0 ? rows.slice(0, limit) : rows, more };
}
