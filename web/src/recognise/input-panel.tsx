import { Stack, Tabs } from '@mantine/core';
import { IconMicrophone, IconUpload } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { Panel } from '../common/panel.tsx';
import { formatClockOfDay } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { Recorder } from '../recording/recorder.tsx';
import { addRecordings } from '../state/session-store.ts';
import { ComparisonChoice } from '../voices/comparison-choice.tsx';
import { DropZone } from './drop-zone.tsx';
import { ExampleRow } from './example-row.tsx';
import { RecordingList } from './recording-list.tsx';
import { RunButton } from './run-button.tsx';

/** The input of the page: files or the microphone. */
export function InputPanel() {
  const { t } = useWords();
  const [way, setWay] = useState<string | null>('upload');
  const addRecording = useCallback(
    (recording: Blob) => {
      const name = t('record.name', { time: formatClockOfDay(new Date()) });
      addRecordings([{ name, recording, isRecorded: true }]);
    },
    [t],
  );
  return (
    <Panel heading={t('input.heading')} testId="input-panel">
      <Stack gap="md">
        {/* Mounted always: a change of tab must not end a recording. */}
        <Tabs
          value={way}
          onChange={setWay}
          variant="pills"
          keepMounted
          keepMountedMode="display-none"
        >
          <Tabs.List mb="sm">
            <Tabs.Tab value="upload" leftSection={<IconUpload size={16} />}>
              {t('input.upload')}
            </Tabs.Tab>
            <Tabs.Tab value="record" leftSection={<IconMicrophone size={16} />}>
              {t('input.record')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="upload">
            <Stack gap="sm">
              <div>
                <DropZone />
              </div>
              <ExampleRow />
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="record">
            <Recorder onRecording={addRecording} />
          </Tabs.Panel>
        </Tabs>
        <RecordingList />
        <ComparisonChoice />
        <RunButton />
      </Stack>
    </Panel>
  );
}
