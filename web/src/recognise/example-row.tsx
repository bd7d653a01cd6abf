import { Button, Group, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { fetchExample } from '../api/client.ts';
import { toProblem } from '../api/problem-error.ts';
import type { Problem } from '../api/types.ts';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { useWords } from '../i18n/use-words.ts';
import { usePage } from '../state/page-store.ts';
import { addRecordings } from '../state/session-store.ts';
import { exampleTitle } from './example-title.ts';

const NONE: readonly string[] = [];

/** Buttons that add the server's example recordings; nothing if it has none. */
export function ExampleRow() {
  const { t, language } = useWords();
  const examples = usePage(({ settings }) => settings?.examples ?? NONE);
  const [problem, setProblem] = useState<Problem>();
  if (examples.length === 0) return null;
  const add = async (name: string) => {
    try {
      addRecordings([{ name, recording: await fetchExample(name) }]);
      setProblem(undefined);
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  return (
    <div data-testid="examples">
      <Text size="sm" fw={550} mb={4}>
        {t('input.examples')}
      </Text>
      <Group gap={6}>
        {examples.map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            leftSection={<IconPlayerPlay size={12} />}
            onClick={() => void add(name)}
          >
            {exampleTitle(name, language)}
          </Button>
        ))}
      </Group>
      {problem && <ProblemNotice title={t('result.failedHeading')} problem={problem} />}
    </div>
  );
}
