import { Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useConversation } from './conversation-store.ts';
import { InputPanel } from './input-panel.tsx';
import { followCorrections, readKept } from './kept-conversations.ts';
import { KeptPanel } from './kept-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { ResultView } from './result-view.tsx';

/** The tab for conversations: the input, its progress, and who sounded how, when. */
export function ConversationView() {
  const phase = useConversation((state) => state.phase);
  const conversation = useConversation((state) => state.conversation);
  useEffect(() => {
    void readKept();
    return followCorrections();
  }, []);
  if (conversation) return <ResultView conversation={conversation} />;
  return (
    <Stack gap="lg">
      {phase.name === 'empty' || phase.name === 'failed' ? <InputPanel /> : <ProgressPanel />}
      <KeptPanel />
    </Stack>
  );
}
