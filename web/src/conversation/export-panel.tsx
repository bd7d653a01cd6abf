import type { Conversation } from '@engine/conversation/conversation.js';
import { Button, NativeSelect, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { Panel } from '../common/panel.tsx';
import { saveFile } from '../common/save-file.ts';
import { applyCorrections, countCorrections } from './corrections.ts';
import classes from './conversation.module.css';
import { useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import type { ConversationTexts } from './words/zh.ts';

type FormatName = keyof ConversationTexts['formats'];

const FORMATS: readonly FormatName[] = [
  ...(['csv', 'json', 'srt', 'vtt', 'textgrid', 'eaf'] as const),
  ...(['audacity', 'rttm', 'rttm-speakers', 'audformat', 'speechbrain'] as const),
];

/** Saves the conversation, with the listener's corrections, in a format that other programs read. */
export const ExportPanel = memo(function ExportPanel({
  conversation,
}: {
  readonly conversation: Conversation;
}) {
  const { t, language } = useConversationWords();
  const corrections = useConversation((state) => state.corrections);
  const file = useConversation((state) => state.file);
  const [format, setFormat] = useState<FormatName>('csv');
  const [content, setContent] = useState<'segments' | 'moments'>('segments');
  const count = countCorrections(corrections);
  const save = async () => {
    // The writers are fetched with the first export.
    const { CONVERSATION_FORMATS, writeConversation } = await import('./formats.ts');
    const corrected = applyCorrections(conversation, corrections);
    const { extension, mediaType } = CONVERSATION_FORMATS[format];
    const stem = file.replace(/\.[a-z0-9]{1,5}$/i, '');
    const text = writeConversation({ file, conversation: corrected }, format, {
      content,
      language,
    });
    saveFile(`${stem}.${extension}`, text, mediaType);
  };
  return (
    <Panel heading={t('export')} testId="export">
      <div className={classes['fields']}>
        <NativeSelect
          size="sm"
          label={t('format')}
          data={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
          value={format}
          onChange={({ currentTarget: { value } }) => {
            setFormat(FORMATS.find((each) => each === value) ?? 'csv');
          }}
        />
        <NativeSelect
          size="sm"
          label={t('content')}
          data={[
            { value: 'segments', label: t('contentSegments') },
            { value: 'moments', label: t('contentMoments') },
          ]}
          value={content}
          onChange={({ currentTarget: { value } }) => {
            setContent(value === 'moments' ? 'moments' : 'segments');
          }}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => void save()}
        >
          {t('save')}
        </Button>
      </div>
      {count > 0 && (
        <Text size="xs" c="var(--quiet)" mt={6}>
          {t('withCorrections', { count })}
        </Text>
      )}
    </Panel>
  );
});
