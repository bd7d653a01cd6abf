import type { Bilingual } from '../findings.js';

const whole = (share: number) => Math.round(share * 100);

const en = {
  title: 'Conversation report',
  language: 'Language',
  summary: 'Summary',
  lasts: (duration: string, speakers: number) =>
    speakers === 1
      ? `The recording lasts ${duration}, and one speaker was found.`
      : `The recording lasts ${duration}, and ${speakers} speakers were found.`,
  nobody: (duration: string) =>
    `The recording lasts ${duration}, and nobody speaks in it. Silence has no emotion.`,
  talk: (speech: string, share: number, silence: string) =>
    `Somebody speaks for ${speech} (${whole(share)} %), and nobody for ${silence}.`,
  overlap: (overlap: string) => `Several people speak at once for ${overlap}.`,
  speaks: (speech: string, share: number) =>
    `speaks for ${speech}, ${whole(share)} % of the recording.`,
  rate: (syllables: number) => `${syllables.toFixed(1)} syllables a second.`,
  monologue: (seconds: string) => `The longest stretch without an interruption is ${seconds}.`,
  interrupts: (count: number) => (count === 1 ? 'Interrupts once.' : `Interrupts ${count} times.`),
  baseline: (seconds: number) =>
    `Compared with ${Math.round(seconds)} s of the same voice, so that a loud or deep voice is no emotion.`,
  shares: 'Shares of speech by emotion',
  dimensionMeans: 'Means over the speech',
  course: 'Who sounds how, when',
  courseHint:
    'The grey shape is the loudness of the voice, the band below it is the emotion. Where nobody speaks, there is none. Numbers are the moments listed below.',
  parts: 'Course by part',
  partsHint: 'The height of a column is the share of the part in which somebody speaks.',
  moments: 'Moments worth listening to',
  noMoments: 'No moment stands out.',
  momentsHint:
    'The highest rank first. A moment is a peak of an emotion or a turn to another one. Listen before you conclude anything.',
  noSnippet: 'Not in this report, which plays three minutes at most.',
  segments: 'All segments',
  moreSegments: (count: number) =>
    `${count} more segments are not listed here. The CSV format has all of them.`,
  start: 'Start',
  end: 'End',
  speaker: 'Speaker',
  emotion: 'Emotion',
  score: 'Probability',
  notes: 'Notes',
  findings: 'About this recording',
  model: 'The model and its limits',
  name: 'Name',
  licence: 'Licence',
  noLicence: 'not stated by the publisher',
  source: 'Source',
  architecture: 'Architecture',
  parameters: (count: number) => `${(count / 1e6).toFixed(1)} million parameters`,
  labels: 'Labels',
  figure: 'Figure',
  value: 'Value',
  protocol: 'Protocol',
  noFigures: 'No accuracy was measured for this model in this form.',
  limits: [
    'An emotion in a voice is an opinion about a sound, not a fact about a person. Do not decide about people by it.',
    'Models learn from acted speech and are less accurate on telephone calls, everyday speech and other languages than the figures say.',
    'The model hears no words. Irony, politeness and the subject of the conversation are unknown to it.',
    'In the European Union, the AI Act (Article 5) forbids inferring the emotions of people at work or in education, except for medical or safety reasons. Ask for advice before you analyse employees.',
  ],
  made: (version: string) =>
    `Written by wav2emo ${version}. This page loads nothing from anywhere.`,
} as const;

/** The texts of a report in one language. */
export type ReportWords = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string
    ? string
    : (typeof en)[Key] extends readonly string[]
      ? readonly string[]
      : (typeof en)[Key];
};

const zh: ReportWords = {
  title: '对话分析报告',
  language: '语言',
  summary: '概要',
  lasts: (duration, speakers) => `录音时长 ${duration}，共检测到 ${speakers} 位说话人。`,
  nobody: (duration) => `录音时长 ${duration}，其中没有人说话。静默没有情感。`,
  talk: (speech, share, silence) =>
    `有人说话的时间为 ${speech}（${whole(share)}%），静默 ${silence}。`,
  overlap: (overlap) => `多人同时说话 ${overlap}。`,
  speaks: (speech, share) => `说话 ${speech}，占录音的 ${whole(share)}%。`,
  rate: (syllables) => `语速为每秒 ${syllables.toFixed(1)} 个音节。`,
  monologue: (seconds) => `最长的连续发言为 ${seconds}。`,
  interrupts: (count) => `打断对方 ${count} 次。`,
  baseline: (seconds) =>
    `判断时参照了同一嗓音的 ${Math.round(seconds)} 秒语音，避免把天生的大嗓门或低沉嗓音当作情感。`,
  shares: '各情感占说话时间的比例',
  dimensionMeans: '说话时间内的平均值',
  course: '谁在何时是什么情绪',
  courseHint: '灰色图形是音量，下方色带是情感；没有人说话的地方没有情感。数字对应下面列出的时刻。',
  parts: '分段走势',
  partsHint: '柱高表示该时段内说话时间的比例。',
  moments: '值得一听的时刻',
  noMoments: '没有突出的时刻。',
  momentsHint: '按重要程度排列。时刻分为情感峰值和情感转折两种。下结论之前请先听录音。',
  noSnippet: '未收录音频：报告最多收录三分钟。',
  segments: '全部片段',
  moreSegments: (count) => `另有 ${count} 个片段未列出，CSV 格式包含全部片段。`,
  start: '开始',
  end: '结束',
  speaker: '说话人',
  emotion: '情感',
  score: '概率',
  notes: '提示',
  findings: '关于这段录音',
  model: '模型及其局限',
  name: '名称',
  licence: '许可证',
  noLicence: '发布者未注明',
  source: '来源',
  architecture: '结构',
  parameters: (count) => `${(count / 1e6).toFixed(1)} 百万参数`,
  labels: '标签',
  figure: '指标',
  value: '数值',
  protocol: '测试方法',
  noFigures: '此模型没有测得的准确率。',
  limits: [
    '情感标签是模型对一段声音的判断，不是对人的定论，请勿据此对他人作出决定。',
    '模型是用表演语音训练的，用于电话录音、日常对话和其他语言时，准确率低于所列数值。',
    '模型不理解词句，不知道反讽、客套和谈话内容。',
    '在欧盟，《人工智能法》第五条禁止在工作场所和教育机构推断人的情绪，出于医疗或安全目的的除外。分析员工之前请先咨询专业意见。',
  ],
  made: (version) => `由 wav2emo ${version} 生成。本页面不从任何地方加载内容。`,
};

/** The texts of a report. */
export const REPORT_WORDS: Readonly<Record<keyof Bilingual, ReportWords>> = { en, zh };
