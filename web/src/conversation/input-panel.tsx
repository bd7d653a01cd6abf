import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Panel } from '../common/panel.tsx';
import { ProblemNotice } from '../common/problem-notice.tsx';
import dropClasses from '../recognise/drop-zone.module.css';
import { setDropTarget } from '../recognise/drop-target.ts';
import { usePage } from '../state/page-store.ts';
import { useSession } from '../state/session-store.ts';
import { useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import classes from './conversation.module.css';
import { CHANNELS, type ConversationSettings } from './conversations-client.ts';
import { LivePanel } from './live/live-panel.tsx';
import { runConversation } from './run-conversation.ts';

/** Takes a recording, from a file or from the microphone, and how its channels become speakers. */
export function InputPanel() {
  const { t } = useConversationWords();
  const phase = useConversation((state) => state.phase);
  // While somebody speaks, a phone shows what is heard on its first screen.
  const isRecording = useSession((state) => state.recording);
  const [settings, setSettings] = useState<ConversationSettings>({ channels: 'auto' });
  return (
    <>
      {!isRecording && (
        <Panel heading={t('heading')} testId="conversation-input">
          <Stack gap="md">
            <Text size="sm" c="var(--quiet)">
              {t('intro')}
            </Text>
            {phase.name === 'failed' && (
              <ProblemNotice title={t('failed')} problem={phase.problem} />
            )}
            <Settings settings={settings} onChange={setSettings} />
            <Drop settings={settings} />
          </Stack>
        </Panel>
      )}
      <LivePanel settings={settings} />
    </>
  );
}

type SettingsProps = {
  readonly settings: ConversationSettings;
  readonly onChange: (settings: ConversationSettings) => void;
};

function Settings({ settings, onChange }: SettingsProps) {
  const { t } = useConversationWords();
  const { channels, speakers } = settings;
  return (
    <div className={classes['fields']}>
      <NativeSelect
        label={t('channels')}
        data={CHANNELS.map((value) => ({ value, label: t(`channelsOf.${value}`) }))}
        value={channels}
        onChange={({ currentTarget: { value } }) => {
          onChange({ ...settings, channels: CHANNELS.find((each) => each === value) ?? 'auto' });
        }}
      />
      <NativeSelect
        label={t('speakers')}
        data={[
          { value: '', label: t('speakersAuto') },
          ...[1, 2, 3, 4, 5, 6].map((count) => ({ value: String(count), label: String(count) })),
        ]}
        value={speakers === undefined ? '' : String(speakers)}
        onChange={({ currentTarget: { value } }) => {
          onChange({ ...settings, speakers: value === '' ? undefined : Number(value) });
        }}
      />
    </div>
  );
}

function Drop({ settings }: { readonly settings: ConversationSettings }) {
  const { t, number } = useConversationWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const limit = usePage((state) => state.settings?.maxConversationMb);
  useEffect(
    () =>
      setDropTarget('conversation', {
        take: ([first]) => {
          if (first) void runConversation(first.name, first.recording, settings);
        },
      }),
    [settings],
  );
  const hover = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <>
      <button
        type="button"
        className={dropClasses['zone']}
        data-over={over}
        data-testid="conversation-drop"
        onDragOver={hover(true)}
        onDragLeave={hover(false)}
        onDrop={hover(false)}
        onClick={() => input.current?.click()}
      >
        <IconMessages size={34} stroke={1.4} aria-hidden />
        <Text component="span" fw={550}>
          {t('drop')}
        </Text>
        <Text component="span" size="sm" c="var(--quiet)">
          {t('dropHint')}
        </Text>
        {limit !== undefined && (
          <Text component="span" size="sm" c="var(--quiet)">
            {t('limit', { size: `${number(limit, 0)} MB` })}
          </Text>
        )}
      </button>
      <Group>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('drop')}
          data-testid="conversation-file"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void runConversation(file.name, file, settings);
            currentTarget.value = '';
          }}
        />
      </Group>
    </>
  );
}
