import type { Speaker } from '@engine/conversation/conversation.js';
import { useCallback } from 'react';
import { useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';

/** The name of a speaker: the listener's, that of a known voice, or the channel or number in words. */
export function useSpeakerName() {
  const { t } = useConversationWords();
  const names = useConversation(({ corrections }) => corrections.names);
  const speakers = useConversation(({ conversation }) => conversation?.speakers);
  return useCallback(
    ({ id, name, channel }: Pick<Speaker, 'id' | 'name' | 'channel'>) => {
      const given = names[id] ?? name;
      if (given !== undefined) return given;
      const number = (speakers?.findIndex((each) => each.id === id) ?? 0) + 1;
      if (channel === undefined) return t('speaker', { number });
      const isPair = (speakers?.length ?? 0) <= 2 && channel < 2;
      if (isPair) return t(channel === 0 ? 'channelName.left' : 'channelName.right');
      return t('channelName.other', { number: channel + 1 });
    },
    [t, names, speakers],
  );
}
