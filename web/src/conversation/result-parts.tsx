import type { Conversation } from '@engine/conversation/conversation.js';
import { Alert, Button, Group, List, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useRef } from 'react';
import { emotionColor } from '../common/emotion-color.ts';
import { findingText } from '../result/finding-words.ts';
import boardClasses from './board/board.module.css';
import { attachRecording, leaveConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import classes from './conversation.module.css';

/** Goes back to the input. */
export function Leave({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useConversationWords();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconArrowLeft size={14} />}
      onClick={() => {
        onLeave();
        leaveConversation();
      }}
    >
      {t('again')}
    </Button>
  );
}

/** The colours of the emotions. */
export function Legend({ conversation: { labels } }: { readonly conversation: Conversation }) {
  const { t, name } = useConversationWords();
  return (
    <ul className={boardClasses['legend']} aria-label={t('legend')}>
      {labels.map((label, at) => (
        <li key={label.id}>
          <i style={{ background: emotionColor(label.en, at) }} aria-hidden />
          {name(label)}
        </li>
      ))}
      <li>
        <i className={boardClasses['hatched']} aria-hidden />
        {t('uncertain')}
      </li>
    </ul>
  );
}

type NoticeProps = { readonly isPlayable: boolean | undefined; readonly hasRecording: boolean };

/** Why nothing plays; a kept conversation gets its recording back from its file. */
export function PlaybackNotice({ isPlayable, hasRecording }: NoticeProps) {
  const { t } = useConversationWords();
  const input = useRef<HTMLInputElement>(null);
  if (hasRecording) return isPlayable === false ? <Text size="xs">{t('notPlayable')}</Text> : null;
  return (
    <Group gap="xs">
      <Text size="xs" c="var(--quiet)">
        {t('attachHint')}
      </Text>
      <Button size="compact-xs" variant="light" onClick={() => input.current?.click()}>
        {t('attach')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('attach')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) attachRecording(file);
        }}
      />
    </Group>
  );
}

/** What makes the results of the whole recording doubtful. */
export function Findings({ conversation: { findings } }: { readonly conversation: Conversation }) {
  const { language } = useConversationWords();
  if (findings.length === 0) return null;
  return (
    <Alert color="orange" variant="light" data-testid="conversation-findings">
      <List size="sm">
        {findings.map((finding) => (
          <List.Item key={finding.code}>{findingText(finding, language)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** How to read the lanes, and their keys; closed at first. */
export function Help() {
  const { t } = useConversationWords();
  return (
    <>
      <details className={classes['keys']}>
        <summary>{t('reading')}</summary>
        <ul>
          {t('readingText', { returnObjects: true }).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
      <details className={classes['keys']}>
        <summary>{t('keys')}</summary>
        <p id="conversation-keys">{t('boardHelp')}</p>
      </details>
    </>
  );
}
