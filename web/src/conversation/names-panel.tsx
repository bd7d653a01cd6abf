import type { Conversation, Speaker } from '@engine/conversation/conversation.js';
import { TextInput } from '@mantine/core';
import { memo, useState } from 'react';
import { nameSpeaker } from './corrections.ts';
import classes from './conversation.module.css';
import { setCorrections, useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import { useSpeakerName } from './speaker-name.ts';

/** The names of the speakers, which the listener can change. */
export const NameFields = memo(function NameFields({
  conversation,
}: {
  readonly conversation: Conversation;
}) {
  return (
    <div className={classes['fields']} data-testid="names">
      {conversation.speakers.map((speaker) => (
        <NameField key={speaker.id} speaker={speaker} />
      ))}
    </div>
  );
});

function NameField({ speaker }: { readonly speaker: Speaker }) {
  const { t } = useConversationWords();
  const nameOf = useSpeakerName();
  const corrections = useConversation((state) => state.corrections);
  const own = nameOf({ ...speaker, name: speaker.name });
  const [text, setText] = useState(corrections.names[speaker.id] ?? speaker.name ?? '');
  const store = () => {
    setCorrections(nameSpeaker(corrections, speaker.id, text));
  };
  return (
    <TextInput
      size="sm"
      label={t('rename', { speaker: own })}
      placeholder={own}
      maxLength={80}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
      }}
      onBlur={store}
      onKeyDown={({ key }) => {
        if (key === 'Enter') store();
      }}
    />
  );
}
