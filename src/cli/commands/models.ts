import { type InstalledModel, installedModels } from '../../bundles/index.js';
import { type KnownModel, searchModels } from '../../catalogue/index.js';
import type { CommandContext } from '../command.js';
import { alignColumns } from '../columns.js';
import { languageOf, type Language } from '../language.js';
import { megabytes } from '../text.js';

type ModelsOptions = {
  readonly known?: true;
  readonly language?: string;
  readonly licence?: string;
  readonly commercial?: true;
  readonly opens?: true;
  readonly json?: true;
};

/** Adds `models`, which lists the installed models, or those of the catalogue. */
export function addModels({ program, io }: CommandContext): void {
  program
    .command('models')
    .description('list the installed models, or search the published ones')
    .argument('[words...]', 'with --known: words of a name, label, encoder or corpus')
    .option('--known', 'list published models, with their licences and what to watch out for')
    .option('--language <code>', 'with --known: language of the training data, e.g. zh')
    .option('--licence <name>', 'with --known: part of the name of the licence')
    .option('--commercial', 'with --known: only models that allow commercial use')
    .option('--opens', 'with --known: only models that can be used here')
    .option('--json', 'print one JSON object on each line')
    .action(async (words: readonly string[], options: ModelsOptions) => {
      const text = isSearch(words, options)
        ? listKnown(words, options, languageOf(io))
        : await listInstalled(options);
      io.stdout.write(text);
    });
}

/** Words and filters mean the catalogue even without `--known`. */
function isSearch(words: readonly string[], options: ModelsOptions): boolean {
  const { known, language, licence, commercial, opens } = options;
  return words.length > 0 || [known, language, licence, commercial, opens].some(Boolean);
}

async function listInstalled({ json }: ModelsOptions): Promise<string> {
  const models = await installedModels();
  return json ? lines(models) : installedTable(models);
}

function listKnown(words: readonly string[], options: ModelsOptions, shownIn: Language): string {
  const { language, licence, commercial, opens, json } = options;
  const models = searchModels({
    words,
    ...(language !== undefined && { language }),
    ...(licence !== undefined && { licence }),
    ...(commercial && { commercialUse: true }),
    ...(opens && { opens: true }),
  });
  if (json) return lines(models);
  if (models.length === 0) return `${WORDS[shownIn].none}\n`;
  return `${knownTable(models, shownIn)}\n${remarks(models, shownIn)}`;
}

function lines(models: readonly object[]): string {
  return models.map((model) => `${JSON.stringify(model)}\n`).join('');
}

function installedTable(models: readonly InstalledModel[]): string {
  const rows = models.map(({ name, origin, revision, bytes, licence, folder }) => [
    name,
    revision === undefined ? origin : `${origin} ${revision.slice(0, 8)}`,
    megabytes(bytes),
    licence ?? '-',
    folder,
  ]);
  return alignColumns([['NAME', 'FROM', 'SIZE', 'LICENCE', 'FOLDER'], ...rows]);
}

function knownTable(models: readonly KnownModel[], shownIn: Language): string {
  const { header, opens, commercial } = WORDS[shownIn];
  const rows = models.map((model) => [
    model.repository,
    opens[model.opens],
    model.labels.length === 0 ? '-' : model.labels.join(' '),
    model.languages.join(' ') || '-',
    model.licence ?? '-',
    commercial[String(model.commercialUse) as keyof typeof commercial],
    accuracyOf(model),
  ]);
  return alignColumns([header, ...rows]);
}

function accuracyOf({ figures }: KnownModel): string {
  const figure = figures.find(({ name }) => name === 'accuracy');
  return figure ? `${(100 * figure.value).toFixed(1)} %` : '-';
}

function remarks(models: readonly KnownModel[], shownIn: Language): string {
  const { accuracy, recommended } = WORDS[shownIn];
  const protocols = new Set(
    models.flatMap(({ figures }) =>
      figures.filter(({ name }) => name === 'accuracy').map(({ protocol }) => protocol[shownIn]),
    ),
  );
  const notes = models.flatMap(({ repository, caution, recommendedFor }) => [
    ...(recommendedFor ? [[repository, recommended[recommendedFor]] as const] : []),
    ...(caution ? [[repository, caution[shownIn]] as const] : []),
  ]);
  const shown = [...[...protocols].map((protocol) => `${accuracy}: ${protocol}`), ...merged(notes)];
  return shown.map((line) => `${line}\n`).join('');
}

/** A line for each remark, which names all models that it is about. */
function merged(notes: readonly (readonly [repository: string, remark: string])[]): string[] {
  const remarks = new Set(notes.map(([, remark]) => remark));
  return [...remarks].map((remark) => {
    const about = notes.filter((note) => note[1] === remark).map(([repository]) => repository);
    return `${about.join(', ')}: ${remark}`;
  });
}

const WORDS = {
  en: {
    none: 'No known model fits. Leave a condition out.',
    header: ['NAME', 'OPENS', 'LABELS', 'LANGUAGE', 'LICENCE', 'COMMERCIAL', 'ACCURACY'],
    opens: { yes: 'yes', option: 'with an option', no: 'no' },
    commercial: { true: 'yes', false: 'no', undefined: 'not clear' },
    accuracy: 'ACCURACY',
    recommended: {
      'unknown voices': 'recommended for voices that it was not trained on',
      'arousal and valence': 'recommended for arousal and valence',
      'small size': 'recommended for its small size',
    },
  },
  zh: {
    none: '没有符合条件的已知模型，请减少条件。',
    header: ['名称', '可用', '标签', '语言', '许可证', '商用', '准确率'],
    opens: { yes: '是', option: '需指定选项', no: '否' },
    commercial: { true: '是', false: '否', undefined: '不明确' },
    accuracy: '准确率',
    recommended: {
      'unknown voices': '推荐用于未训练过的声音',
      'arousal and valence': '推荐用于唤醒度和效价',
      'small size': '推荐：体积小',
    },
  },
} as const;
