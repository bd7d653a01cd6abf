type Votes = Readonly<Record<string, number>>;

/**
 * Parses how many people chose each label: `ang:2;hap:1`, `ang;ang;hap`, or an object of numbers.
 *
 * @returns `undefined` for an empty cell, `bad` if it cannot be read
 */
export function parseVotes(cell: unknown): Votes | undefined | 'bad' {
  if (cell === undefined || cell === null || cell === '') return undefined;
  if (typeof cell === 'object') return fromEntries(Object.entries(cell));
  if (typeof cell !== 'string') return 'bad';
  if (cell.trim().startsWith('{')) {
    try {
      return fromEntries(Object.entries(JSON.parse(cell) as object));
    } catch {
      return 'bad';
    }
  }
  const parts = cell
    .split(/[;|]/)
    .map((part) => part.trim())
    .filter(Boolean);
  return fromEntries(
    parts.map((part) => {
      const [label = '', count = '1'] = part.split(/[:=]/);
      return [label.trim(), Number(count)];
    }),
  );
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): Votes | 'bad' {
  const votes = new Map<string, number>();
  for (const [label, count] of entries) {
    if (typeof count !== 'number' || !Number.isFinite(count) || count < 0 || label === '')
      return 'bad';
    votes.set(label, (votes.get(label) ?? 0) + count);
  }
  return Object.fromEntries(votes);
}
