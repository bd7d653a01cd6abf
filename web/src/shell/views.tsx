import { Tabs } from '@mantine/core';
import { IconActivity, IconCode, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiView } from '../api-tab/api-view.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { useWords } from '../i18n/use-words.ts';
import { RecogniseView } from '../recognise/recognise-view.tsx';

const VIEWS = [
  { id: 'recognise', Icon: IconActivity, View: RecogniseView },
  { id: 'history', Icon: IconHistory, View: HistoryView },
  { id: 'api', Icon: IconCode, View: ApiView },
] as const;

/** The tabs. */
export function Views() {
  const { t } = useWords();
  const [view, setView] = useState<string | null>('recognise');
  return (
    <Tabs value={view} onChange={setView} keepMounted keepMountedMode="display-none">
      <Tabs.List mb="lg">
        {VIEWS.map(({ id, Icon }) => (
          <Tabs.Tab key={id} value={id} leftSection={<Icon size={16} className="tab-icon" />}>
            {t(`tabs.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {VIEWS.map(({ id, View }) => (
        <Tabs.Panel key={id} value={id}>
          <View />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
