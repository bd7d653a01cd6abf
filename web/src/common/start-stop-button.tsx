import { Button, Loader } from '@mantine/core';
import { type Icon, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';

type StartStopButtonProps = {
  readonly running: boolean;
  /** Whether the model is being loaded that the work waits for. */
  readonly isLoading: boolean;
  /** Whether nothing can be started now. */
  readonly isDisabled: boolean;
  /** What it shows while nothing runs. */
  readonly icon: Icon;
  readonly onStart: () => void;
  readonly onStop: () => void;
  readonly testId?: string;
  readonly children: ReactNode;
};

/** Starts and stops the work of a tab. It is one button with changing words, so that the focus stays on it. */
export function StartStopButton({
  running,
  isLoading,
  isDisabled,
  icon: StartIcon,
  onStart,
  onStop,
  testId,
  children,
}: StartStopButtonProps) {
  const icon = () => {
    if (running) return <IconPlayerStop size={18} />;
    return isLoading ? <Loader size={18} color="white" /> : <StartIcon size={18} />;
  };
  return (
    <Button
      fullWidth
      size="md"
      variant={running ? 'default' : 'filled'}
      leftSection={icon()}
      // A button that is disabled while the model loads would lose the focus.
      disabled={isDisabled && !running && !isLoading}
      aria-busy={isLoading}
      data-testid={testId}
      onClick={() => {
        if (running) onStop();
        else if (!isLoading) onStart();
      }}
    >
      {children}
    </Button>
  );
}
