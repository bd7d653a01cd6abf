import { FINDINGS, isVoidAnswer } from '../../findings.js';
import type { Label } from '../../labels.js';
import type { ModelEntry, RecordingJson } from '../service/index.js';

/** The value of a `gr.Label`. */
type LabelValue = {
  readonly label: string;
  readonly confidences: readonly { readonly label: string; readonly confidence: number }[];
};

/** The text of the box 识别结果说明, in Chinese and English. */
export function explain(result: RecordingJson): string {
  const { findings } = result;
  const [zh, en] = 'probabilities' in result ? explainLabel(result) : explainDimensions(result);
  const notes = findings.map(({ code }) => FINDINGS[code].text);
  const inOrder = (sentence: string, language: 'zh' | 'en') => {
    const texts = notes.map((note) => note[language]);
    // If the result is meaningless, the reason comes before the label.
    return isVoidAnswer(findings) ? [...texts, sentence] : [sentence, ...texts];
  };
  return [...inOrder(zh, 'zh'), ...inOrder(en, 'en')].join('\n');
}

function explainLabel(result: Extract<RecordingJson, { label: string }>): [zh: string, en: string] {
  const { label, labels, model, durationSeconds, score, dimensions, dimensionLabels } = result;
  const name = labels.find(({ id }) => id === label);
  const seconds = durationSeconds.toFixed(1);
  const figure = score.toFixed(3);
  const beside = (language: 'zh' | 'en') =>
    dimensions && dimensionLabels
      ? ` ${valuesIn(language, dimensions, dimensionLabels)}${language === 'zh' ? '。' : '.'}`
      : '';
  return [
    `模型 ${model} 认为这段 ${seconds} 秒的录音最接近「${name?.zh ?? label}」（${label}），概率 ${figure}。${beside('zh')}`,
    `The model ${model} classifies this recording of ${seconds} s as "${name?.en ?? label}" (${label}), with a probability of ${figure}.${beside('en')}`,
  ];
}

function explainDimensions(
  result: Extract<RecordingJson, { dimensions: object }>,
): [zh: string, en: string] {
  const { dimensions, labels, model } = result;
  const values = (language: 'zh' | 'en') => valuesIn(language, dimensions, labels);
  return [`模型 ${model}：${values('zh')}。`, `The model ${model}: ${values('en')}.`];
}

function valuesIn(
  language: 'zh' | 'en',
  values: Readonly<Record<string, number>>,
  labels: readonly Label[],
): string {
  return labels
    .map((each) => `${each[language]} ${(values[each.id] ?? NaN).toFixed(3)}`)
    .join(', ');
}

/** The value of the box 预测情感标签: the label and all confidences, the largest first. */
export function labelValue(result: RecordingJson): LabelValue {
  const values = 'probabilities' in result ? result.probabilities : result.dimensions;
  const confidences = Object.entries(values)
    .map(([label, confidence]) => ({ label, confidence }))
    .sort((a, b) => b.confidence - a.confidence);
  const label = 'label' in result ? result.label : (confidences[0]?.label ?? '');
  return { label, confidences };
}

/** The text of the model's status box. */
export function describeReady({ name, bytes }: ModelEntry): string {
  const size = bytes === undefined ? '' : ` (${(bytes / 1e6).toFixed(1)} MB)`;
  return `模型已就绪 / The model is ready: ${name}${size}`;
}
