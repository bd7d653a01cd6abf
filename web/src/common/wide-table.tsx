import { Table, type TableProps } from '@mantine/core';

type WideTableProps = TableProps & {
  /** What the table is about, for those who do not see it. */
  readonly label: string;
  /** It scrolls sideways where there is less room, in pixels. */
  readonly room: number;
};

/** A table that scrolls by itself on a narrow screen, by the keyboard too. */
export function WideTable({ label, room, ...props }: WideTableProps) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="wide-table">
      <Table fz="sm" miw={room} {...props} />
    </div>
  );
}
