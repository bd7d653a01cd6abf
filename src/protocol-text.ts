import type { Bilingual } from './findings.js';

type Language = keyof Bilingual;

type Pattern = readonly [english: RegExp, chinese: string];

/** The sentences of which the protocols of the embedded models consist. */
const SENTENCES: readonly Pattern[] = [
  [/^(\w+), German: (\d+) clips of (\d+) speakers\. ?/, '$1（德语）：$3 位说话人的 $2 段录音。'],
  [/^(\w+), English: (\d+) clips of (\d+) speakers\. ?/, '$1（英语）：$3 位说话人的 $2 段录音。'],
  [/^(\w+), Polish: (\d+) clips of (\d+) speakers\. ?/, '$1（波兰语）：$3 位说话人的 $2 段录音。'],
  [
    /^(\w+), Italian: (\d+) clips of (\d+) speakers\. ?/,
    '$1（意大利语）：$3 位说话人的 $2 段录音。',
  ],
  [
    /^(\d+) equal bins, after a temperature fitted on the other folds\. ?/,
    '$1 个等宽分箱，温度在其余各折上拟合。',
  ],
  [
    /^Speaker-disjoint (\d+)-fold cross-validation: each fold's model trained on the other speakers of all three corpora together, and the results of all folds are counted together\. ?/,
    '说话人不重叠的 $1 折交叉验证：每一折的模型用三个语料库中其余的说话人一起训练，各折的结果合并统计。',
  ],
  [
    /^Leave-one-corpus-out: trained on the two other corpora, tested on every speaker of this one\. ?/,
    '留一语料库验证：用另外两个语料库训练，用本语料库的全部说话人测试。',
  ],
  [
    /^The shipped weights trained on all speakers with the same settings\. ?/,
    '发布的权重以相同设置用全部说话人训练。',
  ],
  [
    /^Whole recordings, one at a time, fp32, by SpeechBrain\. ?/,
    '用 SpeechBrain 以 fp32 逐段计算完整录音。',
  ],
  [
    /^Intervals are (\d+) % percentile bootstraps over speakers \((\d+) draws\)\. ?/,
    '区间为按说话人重抽样的 $1% 百分位自助区间（$2 次抽样）。',
  ],
  [
    /^Leave-one-corpus-out: the heads are trained on the other corpora and tested on every speaker of this one\. ?/,
    '留一语料库验证：分类头用其他语料库训练，用本语料库的全部说话人测试。',
  ],
  [
    /^The heads are trained on EmoDB, German, alone, and tested on every speaker of this corpus\. ?/,
    '分类头只用 EmoDB（德语）训练，用本语料库的全部说话人测试。',
  ],
  [
    /^Speaker-disjoint (\d+)-fold cross-validation: the heads of each fold are trained on the other speakers of all four corpora together, and the results of all folds are counted together\. ?/,
    '说话人不重叠的 $1 折交叉验证：每一折的分类头用四个语料库中其余的说话人一起训练，各折的结果合并统计。',
  ],
  [/^The shipped heads are trained on all speakers\. ?/, '发布的分类头用全部说话人训练。'],
  [/^No baseline\. ?/, '不与平常的声音比较。'],
  [/^Baseline: one other neutral clip of the speaker\. ?/, '与同一说话人的另一段平静录音比较。'],
  [
    /^Baseline: up to twenty other clips of the speaker, three quarters of them neutral, fewer where the speaker has fewer neutral clips\. ?/,
    '与同一说话人的最多二十段其他录音比较，其中四分之三为平静录音；平静录音较少的说话人相应减少。',
  ],
  [
    /^Whole recordings of up to (\d+) s; embeddings from the graph with int8 weights, by ONNX Runtime\. ?/,
    '使用不超过 $1 秒的完整录音，由 int8 权重的计算图得出嵌入向量。',
  ],
  [
    /^Mean of the corpora, (\d+) bins, the temperature fitted on the other corpora\. ?/,
    '各语料库的平均值，$1 个分箱，温度在其他语料库上拟合。',
  ],
  [
    /^Mean of the corpora, (\d+) bins, a fixed temperature of (\d+)\. ?/,
    '各语料库的平均值，$1 个分箱，温度固定为 $2。',
  ],
];

const NAMES: readonly Pattern[] = [
  [/^UAR (\w+), alone, corpus left out of training$/, 'UAR $1（该语料库未参与训练，不比较）'],
  [
    /^UAR (\w+), one baseline clip, corpus left out of training$/,
    'UAR $1（该语料库未参与训练，与一段录音比较）',
  ],
  [
    /^UAR (\w+), up to twenty baseline clips, corpus left out of training$/,
    'UAR $1（该语料库未参与训练，与最多二十段录音比较）',
  ],
  [/^UAR (\w+), alone$/, 'UAR $1（交叉验证，不比较）'],
  [/^UAR (\w+), up to twenty baseline clips$/, 'UAR $1（交叉验证，与最多二十段录音比较）'],
  [/^ECE, alone$/, 'ECE（校准误差，不比较）'],
  [/^ECE, one baseline clip$/, 'ECE（校准误差，与一段录音比较）'],
  [/^ECE, up to twenty baseline clips$/, 'ECE（校准误差，与最多二十段录音比较）'],
  [/^UAR (\w+), corpus left out of training$/, 'UAR $1（该语料库未参与训练）'],
  [/^UAR (\w+)$/, 'UAR $1（交叉验证）'],
  [/^ECE$/, 'ECE（校准误差）'],
];

/** A figure's protocol in a language; as it stands if one of its sentences is unknown. */
export function protocolText(protocol: string, language: Language): string {
  if (language === 'en') return protocol;
  let rest = protocol;
  let chinese = '';
  while (rest !== '') {
    const before = rest;
    const found = SENTENCES.find(([english]) => english.test(before));
    const match = found?.[0].exec(rest);
    if (!found || !match) return protocol;
    chinese += match[0].replace(...found);
    rest = rest.slice(match[0].length);
  }
  return chinese;
}

/** A figure's name in a language; as it stands if it is unknown. */
export function figureName(name: string, language: Language): string {
  const found = language === 'zh' && NAMES.find(([english]) => english.test(name));
  return found ? name.replace(...found) : name;
}
