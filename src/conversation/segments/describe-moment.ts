import type { Bilingual } from '../../findings.js';
import { nameLabel } from '../../labels.js';
import type { ArousalLevel, Conversation, Moment, Speaker } from '../conversation.js';

/** What a speaker without a name is called: by the channel, or by the number. */
export function nameSpeaker({ id, name }: Pick<Speaker, 'id' | 'name'>): Bilingual {
  if (name !== undefined) return { en: name, zh: name };
  if (id === 'left') return { en: 'Left channel', zh: '左声道' };
  if (id === 'right') return { en: 'Right channel', zh: '右声道' };
  const number = /^(speaker|channel)-(\d+)$/.exec(id);
  if (!number) return { en: id, zh: id };
  return number[1] === 'channel'
    ? { en: `Channel ${number[2] ?? ''}`, zh: `声道 ${number[2] ?? ''}` }
    : { en: `Speaker ${number[2] ?? ''}`, zh: `说话人 ${number[2] ?? ''}` };
}

/**
 * Says in one sentence why a moment is worth a visit, e.g. "Left channel turns from neutral to angry
 * (83 %)".
 */
export function describeMoment(
  moment: Moment,
  { speakers, labels }: Pick<Conversation, 'speakers' | 'labels'>,
): Bilingual {
  const who = nameSpeaker(
    speakers.find(({ id }) => id === moment.speaker) ?? { id: moment.speaker },
  );
  const nameOf = (id: string) => labels.find((label) => label.id === id) ?? nameLabel(id);
  const to = nameOf(moment.label);
  if (moment.level) return describeArousal(who, to, moment, moment.level);
  const percent = Math.round(100 * moment.score);
  if (moment.reason === 'peak') {
    const around = moment.within === undefined ? undefined : nameOf(moment.within);
    return describePeak(who, to, percent, around);
  }
  const from = moment.before === undefined ? undefined : nameOf(moment.before);
  return {
    en: `${who.en} turns ${from ? `from ${from.en} ` : ''}to ${to.en} (${percent} %)`,
    zh: `${who.zh}${from ? `由${from.zh}` : ''}转为${to.zh}（${percent}%）`,
  };
}

/**
 * E.g. "Left channel sounds angry (83 %)".
 *
 * @param around the label of the segment, if it is another one
 */
function describePeak(
  who: Bilingual,
  label: Bilingual,
  percent: number,
  around: Bilingual | undefined,
): Bilingual {
  if (!around)
    return {
      en: `${who.en} sounds ${label.en} (${percent} %)`,
      zh: `${who.zh}听起来${label.zh}（${percent}%）`,
    };
  return {
    en: `${who.en} sounds ${label.en} (${percent} %) for a moment, in speech that sounds ${around.en} on the whole`,
    zh: `${who.zh}在整体听起来${around.zh}的一段话中一度听起来${label.zh}（${percent}%）`,
  };
}

const LEVELS: Readonly<Record<ArousalLevel, Bilingual>> = {
  low: { en: 'lower than usual', zh: '低于平时' },
  usual: { en: 'at its usual level', zh: '处于平时水平' },
  high: { en: 'higher than usual', zh: '高于平时' },
};

const TURNS: Readonly<Record<ArousalLevel, Bilingual>> = {
  low: { en: 'falls below its usual level', zh: '降到平时水平以下' },
  usual: { en: 'returns to its usual level', zh: '恢复到平时水平' },
  high: { en: 'rises above its usual level', zh: '升到平时水平以上' },
};

/** E.g. "Left channel: arousal rises above its usual level (0.83)". */
function describeArousal(
  who: Bilingual,
  dimension: Bilingual,
  { reason, score }: Moment,
  level: ArousalLevel,
): Bilingual {
  const value = score.toFixed(2);
  const { en, zh } = reason === 'peak' ? LEVELS[level] : TURNS[level];
  const verb = reason === 'peak' ? ' is' : '';
  return {
    en: `${who.en}: ${dimension.en}${verb} ${en} (${value})`,
    zh: `${who.zh}：${dimension.zh}${zh}（${value}）`,
  };
}
