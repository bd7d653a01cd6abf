/** @jsxImportSource hono/jsx */
import { emotionColor } from '../emotion-color.js';
import type { Label } from '../labels.js';
import { Text } from './text.js';

/** A square in the colour of a label; the name of the label stands beside it. */
export function Swatch({ label, at }: { readonly label: Label; readonly at: number }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true">
      <rect width="10" height="10" rx="2" fill={emotionColor(label.en, at)} />
    </svg>
  );
}

/** The colours of all labels with their names, and a value for each if there is one. */
export function Legend(props: {
  readonly labels: readonly Label[];
  readonly figureOf?: (label: Label) => string;
}) {
  const { labels, figureOf } = props;
  return (
    <ul class="legend">
      {labels.map((label, at) => (
        <li>
          <Swatch label={label} at={at} />
          <Text of={(_, language) => label[language]} />
          {figureOf && <strong>{figureOf(label)}</strong>}
        </li>
      ))}
    </ul>
  );
}
