/** @jsxImportSource hono/jsx */
import { clock } from '../clock.js';
import { describeMoment } from '../conversation/index.js';
import { toBase64 } from './audio/snippet-wav.js';
import type { ReportContent } from './report-content.js';
import { Text } from './text.js';

/** The moments in words, each with a player of its part of the recording. */
export function Moments({ conversation, audio }: ReportContent) {
  const { moments } = conversation;
  return (
    <section aria-labelledby="moments">
      <h2 id="moments">
        <Text of={(words) => words.moments} />
      </h2>
      <p class="hint">
        <Text of={(words) => (moments.length > 0 ? words.momentsHint : words.noMoments)} />
      </p>
      <ol class="moments">
        {moments.map((moment, at) => {
          const id = `moment-${at + 1}`;
          const words = describeMoment(moment, conversation);
          const snippet = audio.snippets[at];
          return (
            <li id={id}>
              <span class="number">{at + 1}</span>
              <p id={`${id}-words`}>
                <time>
                  {clock(moment.start)}–{clock(moment.end)}
                </time>{' '}
                <Text of={(_, language) => words[language]} />
              </p>
              {snippet ? (
                <audio
                  controls
                  preload="metadata"
                  aria-labelledby={`${id}-words`}
                  src={`data:audio/wav;base64,${toBase64(snippet.wav)}`}
                />
              ) : (
                audio.snippets.length > 0 && (
                  <span class="absent hint">
                    <Text of={(each) => each.noSnippet} />
                  </span>
                )
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
