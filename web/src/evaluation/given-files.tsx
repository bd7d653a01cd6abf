import { Alert, Button, Group, Text } from '@mantine/core';
import { useEvaluationWords } from './evaluation-words.ts';
import { clearEvaluation, clearTables, useEvaluation } from './evaluation-store.ts';
import type { Labels } from './use-plan.ts';

/** What was given, and where the labels come from. */
export function GivenFiles({ labels }: { readonly labels: Labels }) {
  const { t } = useEvaluationWords();
  const count = useEvaluation(({ jobs }) => jobs.length);
  const tables = useEvaluation((state) => state.tables);
  const running = useEvaluation((state) => state.running);
  const source = useLabelSource(labels);
  if (labels.kind === 'none') return null;
  return (
    <div data-testid="evaluation-given">
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status" className="break">
          {[t('recordings', { count }), source].filter(Boolean).join(' · ')}
        </Text>
        <Group gap="xs">
          {tables.length > 0 && (
            <Button size="compact-xs" variant="subtle" disabled={running} onClick={clearTables}>
              {t('clearTables')}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" disabled={running} onClick={clearEvaluation}>
            {t('clear')}
          </Button>
        </Group>
      </Group>
      {labels.kind === 'failed' && (
        <Alert
          mt="xs"
          color="orange"
          role="alert"
          title={t(tables.length > 0 ? 'badTable' : 'noLabels')}
        >
          <Text size="sm">{t(tables.length > 0 ? 'badTableHint' : 'noLabelsHint')}</Text>
          {tables.length > 0 && (
            <Text size="sm" c="var(--quiet)" lang="en" className="break">
              {labels.message}
            </Text>
          )}
        </Alert>
      )}
    </div>
  );
}

function useLabelSource(labels: Labels): string {
  const { t } = useEvaluationWords();
  const tables = useEvaluation((state) => state.tables);
  if (labels.kind !== 'found') return '';
  const { format } = labels.matched;
  if (format === 'table')
    return t('tablesUsed', { names: tables.map(({ name }) => name).join(', ') });
  if (format === 'folders') return t('labelsFrom.folders');
  return t('labelsFrom.names', { corpus: format });
}
