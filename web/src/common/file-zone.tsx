import { Button, Group, Text } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { chooseFolder } from './choose-folder.ts';
import classes from './file-zone.module.css';

type FileZoneProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly lines: readonly (string | undefined)[];
  /** Name of the hidden field for files. */
  readonly label: string;
  /** Of the button; the field for files has it with `-files` after it. */
  readonly testId: string;
  /** Whether files are held over the page. Default: over this zone. */
  readonly isOver?: boolean;
  /** Words of the button that chooses a folder. Default: one file is chosen, and no folder. */
  readonly folder?: string;
  readonly onFiles: (files: readonly File[]) => void;
};

/**
 * A large button that chooses files and shows where they can be dropped; the page itself takes what is
 * dropped.
 */
export function FileZone(props: FileZoneProps) {
  const { icon, title, lines, label, testId, folder, onFiles } = props;
  const input = useRef<HTMLInputElement>(null);
  const [isHere, setHere] = useState(false);
  const hover = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setHere(isOver);
  };
  return (
    <>
      <button
        type="button"
        className={classes['zone']}
        data-over={props.isOver ?? isHere}
        data-testid={testId}
        onDragOver={hover(true)}
        onDragLeave={hover(false)}
        onDrop={hover(false)}
        onClick={() => input.current?.click()}
      >
        {icon}
        <Text component="span" fw={550}>
          {title}
        </Text>
        {lines
          .filter((line) => line !== undefined)
          .map((line) => (
            <Text key={line} component="span" size="sm" c="var(--quiet)">
              {line}
            </Text>
          ))}
      </button>
      {folder !== undefined && (
        <Group justify="center" mt={6}>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconFolderOpen size={14} />}
            onClick={() => {
              chooseFolder(onFiles);
            }}
          >
            {folder}
          </Button>
        </Group>
      )}
      <input
        ref={input}
        type="file"
        multiple={folder !== undefined}
        hidden
        aria-label={label}
        data-testid={`${testId}-files`}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // So that choosing the same file again is a change.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
