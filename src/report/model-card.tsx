/** @jsxImportSource hono/jsx */
import type { Label } from '../labels.js';
import { figureName, protocolText } from '../protocol-text.js';
import { REPORT_WORDS } from './words.js';
import type { ReportContent } from './report-content.js';
import { Text, type TextIn } from './text.js';

const COLUMNS: readonly TextIn[] = [
  (words) => words.figure,
  (words) => words.value,
  (words) => words.protocol,
];

/** What {@link ModelCard} shows. */
export type ModelCardProps = Pick<ReportContent, 'model'> & { readonly labels: readonly Label[] };

/** Which model answered, how accurate it was where it was measured, and what it cannot do. */
export function ModelCard({ model, labels }: ModelCardProps) {
  const { name, licence, provenance, architecture, precision, figures } = model;
  const facts: readonly (readonly [TextIn, TextIn])[] = [
    [(words) => words.name, () => name],
    [(words) => words.licence, (words) => licence ?? words.noLicence],
    [
      (words) => words.source,
      () => [provenance.source, provenance.revision].filter(Boolean).join(' @ '),
    ],
    [
      (words) => words.architecture,
      (words) => `${architecture.type}, ${words.parameters(architecture.parameters)}, ${precision}`,
    ],
    [(words) => words.labels, (_, language) => labels.map((label) => label[language]).join(' · ')],
  ];
  return (
    <section aria-labelledby="model">
      <h2 id="model">
        <Text of={(words) => words.model} />
      </h2>
      <ul>
        {REPORT_WORDS.en.limits.map((_, at) => (
          <li>
            <Text of={(words) => words.limits[at] ?? ''} />
          </li>
        ))}
      </ul>
      <dl>
        {facts.map(([term, value]) => (
          <>
            <dt>
              <Text of={term} />
            </dt>
            <dd>
              <Text of={value} />
            </dd>
          </>
        ))}
      </dl>
      {figures.length > 0 ? (
        <Figures figures={figures} />
      ) : (
        <p>
          <Text of={(words) => words.noFigures} />
        </p>
      )}
    </section>
  );
}

function Figures({ figures }: Pick<ReportContent['model'], 'figures'>) {
  return (
    <div class="wide" tabIndex={0} role="group" aria-labelledby="model">
      <table>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th scope="col">
                <Text of={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, value, interval, protocol }) => (
            <tr>
              <td>
                <Text of={(_, language) => figureName(name, language)} />
              </td>
              <td class="figure">
                {round(value)}
                {interval && ` (${round(interval[0])}–${round(interval[1])})`}
              </td>
              <td class="protocol">
                <Text of={(_, language) => protocolText(protocol, language)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
