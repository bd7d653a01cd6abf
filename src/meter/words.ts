/** What the meter says, in a language. */
export type MeterWords = {
  readonly start: string;
  readonly stop: string;
  readonly idle: string;
  readonly loading: string;
  readonly listening: string;
  readonly noMicrophone: string;
  readonly refused: string;
  /** Completed by the message of the error. */
  readonly failed: string;
};

const WORDS: Readonly<Record<'en' | 'zh', MeterWords>> = {
  en: {
    start: 'Start listening',
    stop: 'Stop',
    idle: 'The sound stays on this device.',
    loading: 'The model is loaded …',
    listening: 'Listening. Say something.',
    noMicrophone: 'No microphone was found. Connect one, and open the page by https.',
    refused:
      'The microphone was refused. Permit it in the settings of the browser, and start again.',
    failed: 'The emotion cannot be measured: ',
  },
  zh: {
    start: '开始聆听',
    stop: '停止',
    idle: '声音不会离开本设备。',
    loading: '正在加载模型……',
    listening: '正在聆听，请说话。',
    noMicrophone: '未找到麦克风。请连接麦克风，并通过 https 打开页面。',
    refused: '麦克风权限被拒绝。请在浏览器设置中允许使用麦克风，然后重新开始。',
    failed: '无法测量情感：',
  },
};

/** The words of a language tag such as `zh-CN`; English for all that are not Chinese. */
export function wordsOf(language: string): MeterWords {
  return WORDS[languageOf(language)];
}

/** The language of a tag in which labels have names. */
export function languageOf(tag: string): 'en' | 'zh' {
  return /^zh\b/i.test(tag) ? 'zh' : 'en';
}
