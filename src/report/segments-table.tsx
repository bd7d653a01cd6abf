/** @jsxImportSource hono/jsx */
import { clock } from '../clock.js';
import { type AnalysedRecording, speakerWords } from '../conversation/index.js';
import { FINDINGS } from '../findings.js';
import { nameLabel } from '../labels.js';
import { Swatch } from './legend.js';
import { Text, type TextIn } from './text.js';

/** A page with more rows is slow on a phone: a day of speech has some ten thousand segments. */
const MOST_ROWS = 2000;

const COLUMNS: readonly TextIn[] = [
  (words) => words.start,
  (words) => words.end,
  (words) => words.speaker,
  (words) => words.emotion,
  (words) => words.score,
  (words) => words.notes,
];

/** Every segment with its times, its emotion and what makes it less trustworthy. */
export function SegmentsTable({ conversation }: AnalysedRecording) {
  const { segments, labels } = conversation;
  if (segments.length === 0) return null;
  const names = speakerWords(conversation);
  const hidden = segments.length - MOST_ROWS;
  return (
    <section aria-labelledby="segments">
      <h2 id="segments">
        <Text of={(words) => words.segments} />
      </h2>
      <div class="wide" tabIndex={0} role="group" aria-labelledby="segments">
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
            {segments.slice(0, MOST_ROWS).map((segment) => {
              const at = labels.findIndex(({ id }) => id === segment.label);
              const label = labels[at] ?? nameLabel(segment.label);
              return (
                <tr>
                  <td class="figure">{clock(segment.start)}</td>
                  <td class="figure">{clock(segment.end)}</td>
                  <td class="names">
                    <Text
                      of={(_, language) =>
                        names.get(segment.speaker)?.[language] ?? segment.speaker
                      }
                    />
                  </td>
                  <td class="swatch">
                    <Swatch label={label} at={at} />
                    <Text of={(_, language) => label[language]} />
                  </td>
                  <td class="figure">{Math.round(segment.score * 100)}%</td>
                  <td>
                    <Text
                      of={(_, language) =>
                        segment.findings
                          .map(({ code }) => FINDINGS[code].name[language])
                          .join(' · ')
                      }
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <p class="hint">
          <Text of={(words) => words.moreSegments(hidden)} />
        </p>
      )}
    </section>
  );
}
