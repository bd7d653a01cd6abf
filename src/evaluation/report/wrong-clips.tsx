/** @jsxImportSource hono/jsx */
import { clipName, speakerOf } from '../clips/clip.js';
import type { JudgedBy } from '../evaluation.js';
import type { PageContent, WrongCell } from './page-content.js';
import { Words } from './page-words.js';

/** More rows would make the page slow on a phone. */
const LISTED_IN_A_CELL = 200;

/** The clips of each wrong cell with their players; a cell is shown when its number is chosen. */
export function WrongClips(props: {
  readonly content: PageContent;
  readonly judged: JudgedBy;
  readonly cells: readonly WrongCell[];
  /** Places of the clips that stand in the list of an earlier run. */
  readonly listed: Set<number>;
}) {
  const { content, judged, cells, listed } = props;
  const { labels } = content.evaluation.model;
  return (
    <>
      {cells.map(({ id, truth, result, clips }) => (
        <section class="cell-clips" id={id} aria-label={id}>
          <h3>
            <Words
              of={(words, language) =>
                words.wrongAs(labels[truth]?.[language] ?? '', labels[result]?.[language] ?? '')
              }
            />
          </h3>
          <ol>
            {clips.slice(0, LISTED_IN_A_CELL).map((clip) => (
              <WrongClip content={content} judged={judged} clip={clip} listed={listed} />
            ))}
          </ol>
          {clips.length > LISTED_IN_A_CELL && (
            <p class="hint">
              <Words of={(words) => words.moreWrong(clips.length - LISTED_IN_A_CELL)} />
            </p>
          )}
        </section>
      ))}
    </>
  );
}

function WrongClip(props: {
  readonly content: PageContent;
  readonly judged: JudgedBy;
  readonly clip: number;
  readonly listed: Set<number>;
}) {
  const { content, judged, clip, listed } = props;
  const found = content.evaluation.clips[clip];
  const result = found?.results[judged];
  if (!found || !result || !('label' in result)) return null;
  const isFirst = !listed.has(clip);
  listed.add(clip);
  const probabilities = Object.entries(result.probabilities).map(
    ([label, share]) => `${label} ${Math.round(100 * share)} %`,
  );
  const facts = [clipName(found), speakerOf(found), probabilities.join(' ')];
  const src = content.audio.get(clip);
  return (
    <li {...(isFirst && { id: `clip-${clip}` })}>
      {isFirst ? (
        <span>{facts.filter(Boolean).join(' · ')}</span>
      ) : (
        <a href={`#clip-${clip}`}>{facts.filter(Boolean).join(' · ')}</a>
      )}
      {isFirst && src !== undefined && <audio controls preload="none" src={src} />}
    </li>
  );
}
