import { Skeleton, Tabs } from '@mantine/core';
import { IconActivity, IconCode, IconHistory, IconMessages } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { ApiView } from '../api-tab/api-view.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { useWords } from '../i18n/use-words.ts';
import { RecogniseView } from '../recognise/recognise-view.tsx';
import { openRoute, useRoute, VIEWS } from '../state/route.ts';

const ICONS = {
  recognise: IconActivity,
  conversation: IconMessages,
  history: IconHistory,
  api: IconCode,
} as const;

/** Fetched when its tab is opened for the first time. */
const ConversationView = lazy(async () => ({
  default: (await import('../conversation/conversation-view.tsx')).ConversationView,
}));

/** The tabs; the address names the one that is open. */
export function Views() {
  const { t } = useWords();
  const view = useRoute((route) => route.view);
  const [visited, setVisited] = useState(false);
  if (view === 'conversation' && !visited) setVisited(true);
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
            <Tabs.Tab key={id} value={id} className="view-tab" leftSection={<Icon size={16} />}>
              {t(`tabs.${id}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {/* The recording and the results stay while another tab is open; the others cost nothing then. */}
      <Tabs.Panel value="recognise">
        <RecogniseView />
      </Tabs.Panel>
      {/* A recording that plays or is computed goes on in another tab, too. */}
      <Tabs.Panel value="conversation">
        {visited && (
          <Suspense fallback={<Skeleton height={320} aria-label={t('tabs.conversation')} />}>
            <ConversationView />
          </Suspense>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="history">{view === 'history' && <HistoryView />}</Tabs.Panel>
      <Tabs.Panel value="api">{view === 'api' && <ApiView />}</Tabs.Panel>
    </Tabs>
  );
}
