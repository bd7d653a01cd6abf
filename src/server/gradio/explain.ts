import type { RecordingJson } from '../engine/index.js';
import { FINDINGS, isVoidAnswer } from '../../findings.js';
import type { ModelEntry } from '../models/model-entry.js';

/** `gr.Label`'s value. */
type LabelValue = {
  readonly label: string;
  readonly confidences: readonly { readonly label: string; readonly confidence: number }[];
};

/** The text of the box 识别结果说明, in Chinese and English. */
export function explain(answer: RecordingJson): string {
  const { findings } = answer;
  const [zh, en] = 'dimensions' in answer ? explainDimensions(answer) : explainLabel(answer);
  const notes = findings.map(({ code }) => FINDINGS[code].text);
  const inOrder = (sentence: string, language: 'zh' | 'en') => {
    const words = notes.map((note) => note[language]);
    // Nobody should read a label first that means nothing.
    return isVoidAnswer(findings) ? [...words, sentence] : [sentence, ...words];
  };
  return [...inOrder(zh, 'zh'), ...inOrder(en, 'en')].join('\n');
}

function explainLabel(answer: Extract<RecordingJson, { label: string }>): [zh: string, en: string] {
  const { label, labels, model, durationSeconds, score } = answer;
  const name = labels.find(({ id }) => id === label);
  const seconds = durationSeconds.toFixed(1);
  const figure = score.toFixed(3);
  return [
    `模型 ${model} 认为这段 ${seconds} 秒的录音最接近「${name?.zh ?? label}」（${label}），概率 ${figure}。`,
    `The model ${model} finds this recording of ${seconds} s closest to "${name?.en ?? label}" (${label}), with a probability of ${figure}.`,
  ];
}

function explainDimensions(
  answer: Extract<RecordingJson, { dimensions: object }>,
): [string, string] {
  const { dimensions, labels, model } = answer;
  const values = (language: 'zh' | 'en') =>
    labels.map((each) => `${each[language]} ${(dimensions[each.id] ?? NaN).toFixed(3)}`).join(', ');
  return [`模型 ${model}：${values('zh')}。`, `The model ${model}: ${values('en')}.`];
}

/** The value of the box 预测情感标签: the label and all confidences, the largest first. */
export function labelValue(answer: RecordingJson): LabelValue {
  const values = 'dimensions' in answer ? answer.dimensions : answer.probabilities;
  const confidences = Object.entries(values)
    .map(([label, confidence]) => ({ label, confidence }))
    .sort((a, b) => b.confidence - a.confidence);
  const label = 'label' in answer ? answer.label : (confidences[0]?.label ?? '');
  return { label, confidences };
}

/** The text of the model's status box. */
export function describeReady({ name, bytes }: ModelEntry): string {
  const size = bytes === undefined ? '' : ` (${(bytes / 1e6).toFixed(1)} MB)`;
  return `模型已就绪 / The model is ready: ${name}${size}`;
}
