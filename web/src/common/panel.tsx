import { Paper, type PaperProps, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

type PanelProps = PaperProps & {
  readonly heading: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: string;
};

/** A card with a heading, which also names its region. */
export function Panel({ heading, aside, children, testId, ...props }: PanelProps) {
  const id = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={id}
      withBorder
      radius="lg"
      className="panel"
      data-testid={testId}
      {...props}
    >
      <div className="panel-head">
        <Title order={2} size="h5" id={id}>
          {heading}
        </Title>
        {aside}
      </div>
      {children}
    </Paper>
  );
}
