import { Code, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { CopyButton } from '../common/copy-button.tsx';
import { useWords } from '../i18n/use-words.ts';

type SnippetProps = {
  readonly heading: string;
  readonly code: string;
  readonly hint?: ReactNode;
  readonly testId: string;
};

/** A piece of code that can be copied. */
export function Snippet({ heading, code, hint, testId }: SnippetProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div>
      <Group justify="space-between" mb={4} wrap="nowrap">
        <Title order={3} size="h6" id={id}>
          {heading}
        </Title>
        <CopyButton text={code} label={t('api.copy')} />
      </Group>
      {hint !== undefined && (
        <Text size="sm" c="var(--quiet)" mb={6}>
          {hint}
        </Text>
      )}
      <Code
        block
        fz="xs"
        // A long line scrolls, and a scrolling element must be reachable by the keyboard.
        tabIndex={0}
        role="region"
        aria-labelledby={id}
        data-testid={testId}
      >
        {code}
      </Code>
    </div>
  );
}
