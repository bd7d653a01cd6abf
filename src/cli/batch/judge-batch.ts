import { type Answer, fromLine, judgeAlone } from '../../evaluation/index.js';
import type { ModelInfo } from '../../inference/index.js';
import { LineJournal } from '../../line-journal.js';
import { judgeSpeakers, type SpeakerOf } from '../../workers/index.js';
import type { Comparison } from '../comparison-options.js';
import { toResultLine } from '../results/json-line.js';
import type { BatchInput } from './batch-inputs.js';
import type { BatchJournal, BatchLine } from './batch-journal.js';
import type { BatchRun } from './compute-batch.js';

type Member = { readonly input: BatchInput; readonly answer: Answer };

/**
 * Judges each recording in comparison with the others of its speaker. Only the recordings of one speaker
 * are in memory.
 *
 * @param place the file for the results, which the caller deletes
 * @throws FileError
 */
export async function judgeBatch(
  place: string,
  inputs: readonly BatchInput[],
  journal: BatchJournal,
  { comparison, model }: BatchRun,
): Promise<BatchJournal> {
  const judged = await LineJournal.open<BatchLine>(place, { work: '', otherWork: 'replace' });
  for (const { speaker, members } of groupBySpeaker(inputs, comparison)) {
    const found: Member[] = [];
    for (const input of members) {
      const line = await journal.find(input.name);
      if (line && 'answer' in line) found.push({ input, answer: fromLine(line.answer) });
      else if (line) await judged.add(line);
    }
    for (const line of judgeGroup(found, speaker, model, comparison)) await judged.add(line);
  }
  return judged;
}

type Group = { readonly speaker: SpeakerOf | undefined; readonly members: BatchInput[] };

function groupBySpeaker(inputs: readonly BatchInput[], { speakerOf }: Comparison): Group[] {
  const groups = new Map<string, Group>();
  const alone: Group[] = [];
  for (const input of inputs) {
    const speaker = speakerOf?.(input);
    if (!speaker) alone.push({ speaker, members: [input] });
    else {
      const group = groups.get(speaker.id) ?? { speaker, members: [] };
      group.members.push(input);
      groups.set(speaker.id, group);
    }
  }
  return [...groups.values(), ...alone];
}

function judgeGroup(
  members: readonly Member[],
  speaker: SpeakerOf | undefined,
  model: ModelInfo,
  { prior }: Comparison,
): BatchLine[] {
  const found = members.map(({ answer }) => ({
    result: judgeAlone(answer, model, prior),
    windows: answer.windows,
  }));
  const speakers = members.map(() => speaker);
  return judgeSpeakers(found, speakers, model, prior).flatMap((result, at) => {
    const name = members[at]?.input.name ?? '';
    const context = { model: model.name, withEmbedding: false };
    return result ? [{ key: name, file: '', result: toResultLine(name, result, context) }] : [];
  });
}
