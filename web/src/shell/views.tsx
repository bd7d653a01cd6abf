import { Skeleton, Tabs } from '@mantine/core';
import {
  IconActivity,
  IconAdjustments,
  IconCode,
  IconGridDots,
  IconHistory,
  IconMessages,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { ApiView } from '../api-tab/api-view.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { useWords } from '../i18n/use-words.ts';
import { RecogniseView } from '../recognise/recognise-view.tsx';
import { openRoute, useRoute, type View, VIEWS } from '../state/route.ts';

const ICONS = {
  recognise: IconActivity,
  conversation: IconMessages,
  evaluation: IconGridDots,
  adaptation: IconAdjustments,
  history: IconHistory,
  api: IconCode,
} as const;

/** Fetched when its tab is opened for the first time. */
const ConversationView = lazy(async () => ({
  default: (await import('../conversation/conversation-view.tsx')).ConversationView,
}));

/** Fetched when its tab is opened for the first time. */
const EvaluationView = lazy(async () => ({
  default: (await import('../evaluation/evaluation-view.tsx')).EvaluationView,
}));

/** Fetched when its tab is opened for the first time. */
const AdaptationView = lazy(async () => ({
  default: (await import('../adaptation/adaptation-view.tsx')).AdaptationView,
}));

/** A phone may not show all tabs at once. */
function bringIntoView(tab: HTMLElement | null): void {
  const list = tab?.parentElement;
  // `scrollIntoView` would also move the place from which the Tab key goes on.
  if (tab && list) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}

/** The tabs; the address names the one that is open. */
export function Views() {
  const { t } = useWords();
  const view = useRoute((route) => route.view);
  const [visited, setVisited] = useState<ReadonlySet<View>>(new Set());
  if (!visited.has(view)) setVisited(new Set([...visited, view]));
  const open = (value: string | null) => {
    const chosen = VIEWS.find((each) => each === value);
    if (chosen) openRoute({ view: chosen });
  };
  return (
    <Tabs value={view} onChange={open} keepMounted keepMountedMode="display-none">
      <Tabs.List mb="lg" className="view-tabs">
        {VIEWS.map((id) => {
          const Icon = ICONS[id];
          return (
            <Tabs.Tab
              key={id}
              value={id}
              className="view-tab"
              ref={id === view ? bringIntoView : undefined}
              leftSection={<Icon size={16} />}
            >
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
        {visited.has('conversation') && (
          <Suspense fallback={<Skeleton height={320} aria-label={t('tabs.conversation')} />}>
            <ConversationView />
          </Suspense>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="evaluation">
        {visited.has('evaluation') && (
          <Suspense fallback={<Skeleton height={320} aria-label={t('tabs.evaluation')} />}>
            <EvaluationView />
          </Suspense>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="adaptation">
        {visited.has('adaptation') && (
          <Suspense fallback={<Skeleton height={320} aria-label={t('tabs.adaptation')} />}>
            <AdaptationView />
          </Suspense>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="history">{view === 'history' && <HistoryView />}</Tabs.Panel>
      <Tabs.Panel value="api">{view === 'api' && <ApiView />}</Tabs.Panel>
    </Tabs>
  );
}
