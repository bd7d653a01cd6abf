import { Button, Text } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { addClips } from '../../adaptation/adaptation-store.ts';
import { isSameClass } from '../../adaptation/same-class.ts';
import { shownClasses } from '../../adaptation/use-classes.ts';
import { openRoute } from '../../state/route.ts';
import { correctedClips } from '../corrected-clips.ts';
import { useConversation } from '../conversation-store.ts';
import { useConversationWords } from '../conversation-words.ts';

/** Takes the segments whose labels the listener corrected, with their sound, to the tab for adaptation. */
export function AdaptButton() {
  const { t } = useConversationWords();
  const count = useConversation(({ corrections }) => Object.keys(corrections.labels).length);
  const recording = useConversation((state) => state.recording);
  const [failed, setFailed] = useState(false);
  if (!recording || count === 0) return null;
  const send = async () => {
    const { conversation, corrections, file } = useConversation.getState();
    if (!conversation) return;
    const clips = await correctedClips({ file, recording, conversation, corrections });
    setFailed(clips.length === 0);
    if (clips.length === 0) return;
    addClips(clips, shownClasses(), isSameClass);
    openRoute({ view: 'adaptation' });
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconAdjustments size={14} />}
        data-testid="adapt-corrections"
        onClick={() => void send()}
      >
        {t('adapt', { count })}
      </Button>
      {failed && (
        <Text size="xs" role="alert">
          {t('adaptFailed')}
        </Text>
      )}
    </>
  );
}
