import type { Bilingual } from '../findings.js';
import type { JudgedBy } from './evaluation.js';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const en = {
  title: 'Evaluation',
  language: 'Language',
  judged: {
    alone: 'Each clip judged alone',
    'with-baseline': "Each clip compared with the speaker's other clips",
  } satisfies Record<JudgedBy, string>,
  clips: (count: number) => (count === 1 ? '1 clip' : `${count} clips`),
  speakers: (count: number) =>
    count === 0 ? 'speakers not known' : count === 1 ? '1 speaker' : `${count} speakers`,
  accuracy: 'Accuracy (WA)',
  averageRecall: 'Average recall (UAR, UA)',
  macroF1: 'Macro F1',
  weightedF1: 'Weighted F1',
  figure: 'Figure',
  value: 'Value',
  interval: '95 % interval',
  drawnOver: {
    speakers: 'Intervals: bootstrap over speakers with all their clips, 2,000 draws.',
    clips:
      'Intervals: bootstrap over clips, 2,000 draws, because fewer than two speakers are named; they are too narrow if clips share speakers.',
  },
  classes: 'Classes',
  className: 'Class',
  support: 'Clips',
  recall: 'Recall',
  precision: 'Precision',
  f1: 'F1',
  confusion: 'Confusion matrix',
  confusionHint: 'Rows: label of the list. Columns: result.',
  openHint: 'A number that is a link opens the clips that were classified wrongly.',
  confidence: 'Confidence',
  ece: 'Calibration error (ECE, 15 bins)',
  risk: 'Area under risk against coverage',
  wrongAuroc: 'AUROC: low probability marks wrong results',
  outsideAuroc: 'AUROC: low probability marks emotions that the model does not have',
  uncertain: (clips: number, risk: number | undefined, others: number | undefined) =>
    clips === 0
      ? 'No result is marked uncertain.'
      : `${clips} marked uncertain: ${percent(risk ?? NaN)} of them are wrong${others === undefined ? '' : `, of the others ${percent(others)}`}.`,
  soft: (clips: number, agreement: number, divergence: number) =>
    `Votes of ${clips} clips: the label of the result received ${percent(agreement)} of them on average; Jensen-Shannon divergence ${divergence.toFixed(3)} nats.`,
  reliability: 'Reliability diagram',
  reliabilityHint:
    'Share of right results by probability. On the diagonal, this share equals the probability.',
  riskCoverage: 'Risk against coverage',
  riskHint: 'Share of wrong results if only the most probable results are accepted.',
  by: {
    corpus: 'By corpus',
    speaker: 'By speaker',
    session: 'By session',
    fold: 'By fold',
    language: 'By language',
    gender: 'By gender',
    duration: 'By duration',
    finding: 'By finding',
  } as Readonly<Record<string, string>>,
  outside: 'Emotions that the model does not have',
  outsideHint: 'Their clips are classified but not counted.',
  dimension: 'Dimension',
  comparisons: 'Comparisons',
  first: 'First run',
  second: 'Second run',
  difference: 'Second minus first',
  mcnemar: (only: readonly [number, number], p: number) =>
    `Right only in the first run: ${only[0]}; only in the second: ${only[1]}. McNemar's exact test: p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}.`,
  published: 'Published figures',
  publishedHint:
    'Of other models, data and splits. A figure can be compared only with one of the same protocol.',
  modelName: 'Model',
  protocol: 'Protocol',
  problems: 'Problems',
  moreProblems: (count: number) => `… and ${count} more. The JSON lists all of them.`,
  wrong: 'Wrong results',
  wrongAs: (truth: string, result: string) => `${truth}, classified as ${result}`,
  moreWrong: (count: number) => `${count} more are not listed here. The JSON has all of them.`,
  noAudio: 'The recordings are not part of this page.',
  linkedAudio:
    'The recordings are not in this page but beside it; they play as long as they stay there.',
  map: 'Map of the embeddings',
  mapHint:
    'Each point is a clip; near points have similar embeddings. A filled point is classified rightly, a ring wrongly; a small point has a label that the model does not have.',
  mapLinkHint: 'A ring that is a link leads to its recording.',
  pca: 'Principal components (PCA)',
  umap: 'UMAP',
  mapSample: (shown: number, all: number) => `${shown} of ${all} clips, evenly spaced in the list.`,
  colouredBy: {
    label: 'by label',
    result: 'by result',
    verdict: 'by right or wrong',
    speaker: 'by speaker',
    corpus: 'by corpus',
  },
  verdicts: { right: 'right', wrong: 'wrong', outside: 'not counted' },
  reproduce: 'How this was made',
  model: 'The model',
  data: 'Data',
  format: 'Layout',
  labelMap: 'Label map',
  checksumData: 'SHA-256 of the list',
  checksumModel: 'SHA-256 of the weights',
  version: 'Program',
  licence: 'Licence',
  noLicence: 'not stated by the publisher',
  source: 'Source',
  own: 'Figures of the model card',
  trainingWarning:
    'A model that was trained on these clips or on these speakers gets figures that are too high. Compare the list with the model card.',
  crossHint: 'Average recall in percent with its 95 % interval. Rows: model. Columns: corpus.',
  made: (version: string) => `Written by ${version}. This page loads nothing from the network.`,
} as const;

type Widen<T> = T extends string
  ? string
  : T extends (...values: infer A) => string
    ? (...values: A) => string
    : { readonly [K in keyof T]: Widen<T[K]> };

/** The texts of an evaluation in one language. */
export type EvaluationWords = Widen<typeof en>;

const zh: EvaluationWords = {
  title: '评测报告',
  language: '语言',
  judged: { alone: '单独判断每段录音', 'with-baseline': '与同一说话人的其他录音比较' },
  clips: (count) => `${count} 段录音`,
  speakers: (count) => (count === 0 ? '说话人未知' : `${count} 位说话人`),
  accuracy: '准确率（WA）',
  averageRecall: '平均召回率（UAR、UA）',
  macroF1: '宏平均 F1',
  weightedF1: '加权 F1',
  figure: '指标',
  value: '数值',
  interval: '95% 区间',
  drawnOver: {
    speakers: '区间：按说话人（连同其全部录音）重抽样的自助区间，抽样 2000 次。',
    clips:
      '区间：已知的说话人不足两位，按录音重抽样，抽样 2000 次；若多段录音属于同一人，区间偏窄。',
  },
  classes: '各类别',
  className: '类别',
  support: '录音数',
  recall: '召回率',
  precision: '精确率',
  f1: 'F1',
  confusion: '混淆矩阵',
  confusionHint: '行为清单中的标签，列为判断结果。',
  openHint: '带链接的数字可打开判断错误的录音。',
  confidence: '置信度',
  ece: '校准误差（ECE，15 个分箱）',
  risk: '风险-覆盖率曲线下面积',
  wrongAuroc: 'AUROC：低概率识别错误结果',
  outsideAuroc: 'AUROC：低概率识别模型没有的情感',
  uncertain: (clips, risk, others) =>
    clips === 0
      ? '没有结果被标为“不确定”。'
      : `${clips} 个结果被标为“不确定”，其中 ${percent(risk ?? NaN)} 是错的${others === undefined ? '' : `，其余结果中 ${percent(others)} 是错的`}。`,
  soft: (clips, agreement, divergence) =>
    `${clips} 段录音有投票：结果的标签平均获得 ${percent(agreement)} 的票；JS 散度 ${divergence.toFixed(3)} 纳特。`,
  reliability: '可靠性图',
  reliabilityHint: '各概率区间内正确结果的比例。落在对角线上表示该比例与概率相等。',
  riskCoverage: '风险-覆盖率曲线',
  riskHint: '只接受概率最高的一部分结果时，其中错误结果的比例。',
  by: {
    corpus: '按语料库',
    speaker: '按说话人',
    session: '按会话',
    fold: '按折',
    language: '按语言',
    gender: '按性别',
    duration: '按时长',
    finding: '按提示',
  },
  outside: '模型没有的情感',
  outsideHint: '这些录音已判断，但不计入指标。',
  dimension: '维度',
  comparisons: '比较',
  first: '第一次',
  second: '第二次',
  difference: '第二次减第一次',
  mcnemar: (only, p) =>
    `仅第一次正确：${only[0]}；仅第二次正确：${only[1]}。McNemar 精确检验：p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}。`,
  published: '已发表的数值',
  publishedHint: '来自其他模型、数据和划分。只有测试方法相同的数值才可以比较。',
  modelName: '模型',
  protocol: '测试方法',
  problems: '问题',
  moreProblems: (count) => `……另有 ${count} 条，JSON 中全部列出。`,
  wrong: '错误结果',
  wrongAs: (truth, result) => `${truth}，被判断为${result}`,
  moreWrong: (count) => `另有 ${count} 段未列出，JSON 中全部列出。`,
  noAudio: '本页面不含录音。',
  linkedAudio: '录音不在本页面内，而在其旁边；录音留在原处才能播放。',
  map: '嵌入向量图',
  mapHint:
    '每个点是一段录音，相近的点嵌入向量相似。实心点判断正确，圆环判断错误，小点的标签是模型没有的情感。',
  mapLinkHint: '带链接的圆环通向其录音。',
  pca: '主成分（PCA）',
  umap: 'UMAP',
  mapSample: (shown, all) => `共 ${all} 段录音，按清单等距显示 ${shown} 段。`,
  colouredBy: {
    label: '按标签着色',
    result: '按结果着色',
    verdict: '按对错着色',
    speaker: '按说话人着色',
    corpus: '按语料库着色',
  },
  verdicts: { right: '判断正确', wrong: '判断错误', outside: '不计入' },
  reproduce: '评测方法',
  model: '模型',
  data: '数据',
  format: '格式',
  labelMap: '标签映射',
  checksumData: '清单的 SHA-256',
  checksumModel: '权重的 SHA-256',
  version: '程序',
  licence: '许可证',
  noLicence: '发布者未注明',
  source: '来源',
  own: '模型卡上的数值',
  trainingWarning: '如果模型用这些录音或这些说话人训练过，数值会偏高。请对照模型卡核对清单。',
  crossHint: '平均召回率（%）及其 95% 区间。行：模型；列：语料。',
  made: (version) => `由 ${version} 生成。本页面不从网络加载内容。`,
};

/** The texts of an evaluation. */
export const EVALUATION_WORDS: Readonly<Record<keyof Bilingual, EvaluationWords>> = { en, zh };
