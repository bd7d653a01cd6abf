import { type Conversation, speakerWords } from '../../conversation/index.js';
import { padCell, widest } from '../columns.js';
import { clock, printableName } from '../text.js';
import { cellsOf, type LabelCell } from './label-cells.js';
import { stripOf } from './strip.js';
import type { TableStyle } from './table-style.js';

/** A narrower strip shows nothing; the terminal then breaks the lines. */
const LEAST_CELLS = 10;
const INDENT = '  ';

/** A strip of emotions along the recording for each speaker, with a time axis and a legend. */
export function stripLines(
  conversation: Conversation,
  { language, color, columns }: TableStyle,
): string[] {
  if (conversation.segments.length === 0) return [];
  const names = [...speakerWords(conversation)].map(
    ([id, words]) => [id, printableName(words[language])] as const,
  );
  const width = widest(names.map(([, name]) => name));
  const cells = Math.max(LEAST_CELLS, columns - width - 2 * INDENT.length);
  const byLabel = cellsOf(conversation.labels, color);
  const strips = names.map(([id, name]) => {
    const strip = stripOf(conversation, id, cells).map((label) => drawCell(label, byLabel));
    return `${INDENT}${padCell(name, width)}${INDENT}${strip.join('')}`;
  });
  const margin = ' '.repeat(width + 2 * INDENT.length);
  const end = clock(conversation.durationSeconds);
  const legend = [...byLabel.values()].map(
    ({ letter, draw, label }) => `${draw(letter)} ${printableName(label[language])}`,
  );
  return [
    '',
    ...strips,
    color.dim(`${margin}0:00${end.padStart(cells - '0:00'.length)}`),
    `${margin}${legend.join('  ')}`,
  ];
}

function drawCell(label: string | undefined, byLabel: ReadonlyMap<string, LabelCell>): string {
  if (label === undefined) return ' ';
  const cell = byLabel.get(label);
  return cell ? cell.draw(cell.letter) : '?';
}
