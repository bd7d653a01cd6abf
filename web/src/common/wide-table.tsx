import { Table, type TableProps } from '@mantine/core';
import type { CSSProperties } from 'react';

type WideTableProps = TableProps & {
  /** The name of the table for screen readers. */
  readonly label: string;
  /** The width below which it scrolls sideways, in pixels. */
  readonly room: number;
  /** Whether each row becomes a card on a phone; its cells then need `data-name`. */
  readonly withCards?: boolean;
};

/** A table that scrolls sideways on a narrow screen, also by the keyboard, or turns into cards. */
export function WideTable({ label, room, withCards = false, ...props }: WideTableProps) {
  const style = { '--room': `${room}px` } as CSSProperties;
  return (
    <div role="region" aria-label={label} tabIndex={0} className="wide-table" style={style}>
      <Table fz="sm" data-cards={withCards} {...props} />
    </div>
  );
}
