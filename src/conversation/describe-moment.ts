import type { Bilingual } from '../findings.js';
import { nameLabel } from '../labels.js';
import type { Conversation, Moment } from './conversation.js';
import { speakerNames } from './formats/index.js';

/** Says in a sentence why a moment is worth a visit. */
export function describeMoment(moment: Moment, conversation: Conversation): Bilingual {
  const speaker = speakerNames(conversation).get(moment.speaker) ?? moment.speaker;
  const named = (id: string) =>
    conversation.labels.find((label) => label.id === id) ?? nameLabel(id);
  const after = named(moment.label);
  const score = `${Math.round(moment.score * 100)}%`;
  if (moment.reason === 'peak' || moment.before === undefined)
    return {
      en: `${speaker} sounds most ${after.en} here (${score})`,
      zh: `${speaker}：${after.zh}在此最明显（${score}）`,
    };
  const before = named(moment.before);
  return {
    en: `${speaker} turns from ${before.en} to ${after.en} (${score})`,
    zh: `${speaker}：由${before.zh}转为${after.zh}（${score}）`,
  };
}
