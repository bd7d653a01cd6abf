import { Alert, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../api/types.ts';
import { problemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/use-words.ts';

type ProblemNoticeProps = { readonly problem: Problem; readonly title: string };

/** Shows a failure: what it means, the server's message, and its code. */
export function ProblemNotice({ problem, title }: ProblemNoticeProps) {
  const { t } = useWords();
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={title}
      icon={<IconAlertTriangle />}
      data-testid="problem"
      data-code={problem.code}
    >
      <Text size="sm">{problemText(problem, t)}</Text>
      {problem.detail !== undefined && (
        <Text size="sm" c="var(--quiet)" mt={4} lang="en" className="break">
          {problem.detail}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        <Code>{t('result.code', { code: problem.code })}</Code>
      </Group>
    </Alert>
  );
}
