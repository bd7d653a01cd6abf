import type { ModelInfo } from '../../inference/index.js';
import { classifyWindowsEach, judgeSpeakers, type ModelPool } from '../../workers/index.js';
import type { ResultJson } from '../../inference/index.js';
import { type Clip, clipName, type Problem, speakerOf } from '../clips/clip.js';
import { type Answer, judgeAlone, toAnswer } from './answer.js';
import { openClip } from './cut-clip.js';
import type { Journal } from './journal.js';

/** A clip with what the model computed for it. */
export type AnsweredClip = { readonly clip: Clip; readonly answer: Answer };

/** What came of the clips of a list of clips, in its order. */
export type AnsweredClips = {
  readonly clips: readonly AnsweredClip[];
  /** Clips that could not be read. */
  readonly problems: readonly Problem[];
};

/** How {@link answerClips} runs. */
export type AnswerOptions = {
  /** Default: none, an interrupted run begins anew. */
  readonly journal?: Journal | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each clip. */
  readonly onAnswer?: ((done: number, total: number) => void) | undefined;
  /** The text of an error. Default: its message. */
  readonly describe?: ((error: unknown) => string) | undefined;
};

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Classifies the clips of a list of clips with a pool. A clip that cannot be read becomes a problem and does
 * not affect the others.
 *
 * @throws FileError if the journal cannot be written; the signal's reason
 */
export async function answerClips(
  pool: ModelPool,
  clips: readonly Clip[],
  { journal, signal, onAnswer, describe = messageOf }: AnswerOptions = {},
): Promise<AnsweredClips> {
  const answers = new Map<Clip, Answer>();
  for (const clip of journal?.size ? clips : []) {
    const answer = await journal?.find(clip);
    if (answer) answers.set(clip, answer);
  }
  const problems: Problem[] = [];
  const show = () => onAnswer?.(answers.size + problems.length, clips.length);
  show();
  const pending = clips.filter((clip) => !answers.has(clip));
  const open = (clip: Clip) => openClip(clip, signal);
  for await (const outcome of classifyWindowsEach(pool, pending, { open, signal })) {
    const { item, result, error } = outcome;
    if (result) {
      const answer = toAnswer(result);
      answers.set(item, answer);
      await journal?.add(item, answer);
    } else
      problems.push({
        kind: 'failed',
        text: `${clipName(item)} could not be classified: ${describe(error)}`,
      });
    show();
  }
  const answered = clips.flatMap((clip) => {
    const answer = answers.get(clip);
    return answer ? [{ clip, answer }] : [];
  });
  return { clips: answered, problems };
}

/** The results of clips that are judged alone, in their order. */
export function resultsAlone(clips: readonly AnsweredClip[], model: ModelInfo): ResultJson[] {
  return clips.map(({ answer }) => judgeAlone(answer, model).toJSON());
}

/**
 * The results of clips that are each compared with the other clips of their speaker, in their order. A
 * clip without a speaker, or whose speaker has too little speech, is judged alone.
 *
 * @throws BaselineError `baseline-unsupported` if the model cannot compare
 */
export function resultsWithBaseline(
  clips: readonly AnsweredClip[],
  model: ModelInfo,
): ResultJson[] {
  const found = clips.map(({ answer }) => ({
    result: judgeAlone(answer, model),
    windows: answer.windows,
  }));
  const speakers = clips.map(({ clip }) => {
    const id = speakerOf(clip);
    return id === undefined ? undefined : { id, name: id };
  });
  return judgeSpeakers(found, speakers, model).flatMap((result) => result?.toJSON() ?? []);
}
