import { Tabs } from '@mantine/core';
import { IconActivity, IconCode, IconHistory } from '@tabler/icons-react';
import { ApiView } from '../api-tab/api-view.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { useWords } from '../i18n/use-words.ts';
import { RecogniseView } from '../recognise/recognise-view.tsx';
import { openRoute, useRoute, VIEWS } from '../state/route.ts';

const ICONS = { recognise: IconActivity, history: IconHistory, api: IconCode } as const;

/** The tabs; the address names the one that is open. */
export function Views() {
  const { t } = useWords();
  const view = useRoute((route) => route.view);
  const open = (value: string | null) => {
    const chosen = VIEWS.find((each) => each === value);
    if (chosen) openRoute({ view: chosen });
  };
  return (
    <Tabs value={view} onChange={open} keepMounted keepMountedMode="display-none">
      <Tabs.List mb="lg">
        {VIEWS.map((id) => {
          const Icon = ICONS[id];
          return (
            <Tabs.Tab key={id} value={id} leftSection={<Icon size={16} className="tab-icon" />}>
              {t(`tabs.${id}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {/* The recording and the results stay while another tab is open; the others cost nothing then. */}
      <Tabs.Panel value="recognise">
        <RecogniseView />
      </Tabs.Panel>
      <Tabs.Panel value="history">{view === 'history' && <HistoryView />}</Tabs.Panel>
      <Tabs.Panel value="api">{view === 'api' && <ApiView />}</Tabs.Panel>
    </Tabs>
  );
}
