import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { openRoute, useRoute } from '../state/route.ts';
import { Answer } from '../result/answer.tsx';
import { ExportButtons } from '../result/export-buttons.tsx';
import { ResultDetails } from '../result/result-details.tsx';
import type { Remembered } from '../common/database.ts';
import { clearHistory, useHistory } from './history-store.ts';
import { HistoryTable } from './history-table.tsx';

/** The results that this browser keeps, and one of them in full. */
export function HistoryView() {
  const { t } = useWords();
  const { results, available } = useHistory();
  const shownId = useRoute(({ id }) => id);
  const shown = results.find(({ id }) => id !== undefined && String(id) === shownId);
  if (shown)
    return (
      <Shown
        remembered={shown}
        onBack={() => {
          openRoute({ view: 'history' });
        }}
      />
    );
  return (
    <Panel
      heading={t('history.heading')}
      aside={results.length > 0 && <Tools results={results} />}
      testId="history"
    >
      <Stack gap="md">
        <Text size="sm" c="var(--quiet)">
          {t('history.hint')}
        </Text>
        {!available && <Alert color="orange">{t('history.unavailable')}</Alert>}
        {results.length === 0 ? (
          <Text size="sm">{t('history.empty')}</Text>
        ) : (
          <HistoryTable results={results} />
        )}
      </Stack>
    </Panel>
  );
}

function Tools({ results }: { readonly results: readonly Remembered[] }) {
  const { t } = useWords();
  const [asking, { open, close }] = useDisclosure(false);
  const items = () => results.map(({ result, facts }) => ({ item: result, facts }));
  return (
    <Group gap="xs">
      <ExportButtons items={items} />
      <Button size="xs" variant="default" leftSection={<IconTrash size={14} />} onClick={open}>
        {t('history.clear')}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t('history.clearTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Stack>
          <Text size="sm">{t('history.clearText', { count: results.length })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('model.cancel')}
            </Button>
            <Button
              color="red.8"
              onClick={() => {
                close();
                void clearHistory();
              }}
            >
              {t('history.clear')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}

type ShownProps = { readonly remembered: Remembered; readonly onBack: () => void };

function Shown({ remembered: { result, when, facts }, onBack }: ShownProps) {
  const { t, date } = useWords();
  return (
    <Stack gap="lg">
      <Group>
        <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
          {t('history.back')}
        </Button>
        <Text size="sm" c="var(--quiet)">
          {date(when)}
        </Text>
      </Group>
      <Panel heading={t('result.heading')}>
        <Answer result={result} facts={facts} />
      </Panel>
      <ResultDetails result={result} name={result.file} facts={facts} />
    </Stack>
  );
}
