/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../../findings.js';
import { Both } from '../../report/index.js';
import { EVALUATION_WORDS, type EvaluationWords } from '../words.js';

/** A text of an evaluation in one language. */
export type WordsIn = (words: EvaluationWords, language: keyof Bilingual) => string;

/** A text of an evaluation in both languages. */
export function Words({ of }: { readonly of: WordsIn }) {
  return <Both of={(language) => of(EVALUATION_WORDS[language], language)} />;
}

/** A table with a header in both languages that scrolls sideways on a phone. */
export function Table(props: {
  readonly name: string;
  readonly columns: readonly WordsIn[];
  readonly rows: readonly (readonly (string | WordsIn)[])[];
}) {
  const { name, columns, rows } = props;
  return (
    <div class="wide" tabIndex={0} role="group" aria-label={name}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">
                <Words of={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{typeof cell === 'string' ? cell : <Words of={cell} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A share in percent with one digit. */
export const percent = (share: number | undefined) =>
  share === undefined || Number.isNaN(share) ? '–' : (100 * share).toFixed(1);

/** A number with three digits. */
export const fixed = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(3));
