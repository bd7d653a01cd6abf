import { Text } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './result.module.css';

type ResultBoxProps = {
  readonly heading: string;
  readonly children: ReactNode;
  readonly testId: string;
};

/** One of the two boxes of the result. */
export function ResultBox({ heading, children, testId }: ResultBoxProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={classes['box']} data-testid={testId}>
      <Text id={id} size="xs" fw={600} c="var(--quiet)" mb={4}>
        {heading}
      </Text>
      {children}
    </div>
  );
}
