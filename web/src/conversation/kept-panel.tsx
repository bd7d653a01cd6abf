import { ActionIcon, Button, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { FileName } from '../common/file-name.tsx';
import { Panel } from '../common/panel.tsx';
import listClasses from '../recognise/recording-list.module.css';
import { useConversationWords } from './conversation-words.ts';
import { deleteKept, openKept, useKept } from './kept-conversations.ts';

/** The conversations of earlier visits; nothing if there are none. */
export function KeptPanel() {
  const { t, date, duration } = useConversationWords();
  const titles = useKept((state) => state.titles);
  if (titles.length === 0) return null;
  return (
    <Panel heading={t('kept')} testId="kept-conversations">
      <Text size="xs" c="var(--quiet)" mb="xs">
        {t('keptHint')}
      </Text>
      <ul className={listClasses['list']}>
        {titles.map(({ id, file, when, durationSeconds }) => (
          <li key={id} className={listClasses['row']}>
            <Button
              variant="subtle"
              size="compact-sm"
              className={listClasses['name'] ?? ''}
              justify="start"
              aria-label={t('open', { name: file })}
              onClick={() => void openKept(id)}
            >
              <FileName name={file} />
            </Button>
            <Text component="span" size="xs" c="var(--quiet)" className={listClasses['size'] ?? ''}>
              {duration(durationSeconds)} · {date(when)}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('remove', { name: file })}
              onClick={() => void deleteKept(id)}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
