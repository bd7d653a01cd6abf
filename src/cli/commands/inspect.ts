import {
  type Calibration,
  type Figure,
  type GraphVariant,
  locateModel,
} from '../../bundles/index.js';
import { inspectModel, type ModelReport } from '../../conversion/index.js';
import type { CommandContext } from '../command.js';
import { type Language, languageOf } from '../language.js';
import { ExitCode } from '../print-failures.js';
import type { Io } from '../io.js';
import { addModelOptions, loadOptions, type ModelOptions } from '../model-options.js';
import { ProgressBar } from '../progress-bar.js';
import { alignColumns } from '../columns.js';

type InspectOptions = ModelOptions & { readonly json?: true; readonly tensors?: true };

/** Adds `inspect`, which describes a model. */
export function addInspect({ program, io, outcome }: CommandContext): void {
  const command = program
    .command('inspect')
    .description('describe a model, and whether it is supported')
    .argument('<source>', 'folder, hub repository or embedded model')
    .option('--json', 'print JSON')
    .option('--tensors', 'list all tensors of the checkpoint');
  addModelOptions(command).action(async (source: string, options: InspectOptions) => {
    const report = await inspect(source, options, io);
    io.stdout.write(
      options.json ? `${JSON.stringify(report)}\n` : describe(report, options, languageOf(io)),
    );
    if (report.unsupported !== undefined) outcome.exitCode = ExitCode.failed;
  });
}

async function inspect(source: string, options: InspectOptions, io: Io): Promise<ModelReport> {
  const progress = new ProgressBar(io);
  try {
    progress.announce('Read the model');
    return await inspectModel(await locateModel(loadOptions(source, options, io, progress)));
  } finally {
    progress.clear();
  }
}

function describe(report: ModelReport, { tensors }: InspectOptions, language: Language): string {
  const { model, unsupported } = report;
  const rows = [
    ['model', report.name],
    ['format', report.format],
    ...(report.revision === undefined ? [] : [['revision', report.revision]]),
    ['labels', report.labels.join(', ') || 'not stated'],
    ['licence', report.licence ?? 'not stated'],
    ...(model ? describeModel(model) : []),
    ...(report.precision === undefined ? [] : [['precision', report.precision]]),
    ...(report.reduction ? describeVariant(report.reduction) : []),
    ...(report.figures ?? []).map(describeFigure),
    ...(report.calibration ? [['calibration', describeCalibration(report.calibration)]] : []),
    ...Object.entries(report.heads ?? {}).map(([name, calibration]) => [
      `${name} head`,
      describeCalibration(calibration),
    ]),
    ...(unsupported === undefined ? [] : [['unsupported', unsupported]]),
    ...(report.partial ? describePartial(report.partial) : []),
    ...(report.known ? describeKnown(report.known, language) : []),
    ...(report.tensors.length > 0 ? [['tensors', String(report.tensors.length)]] : []),
  ];
  return alignColumns(rows) + (tensors ? `\n${listTensors(report)}` : '');
}

/** Most names of tensors in one line. */
const SHOWN_NAMES = 12;

function describePartial(partial: NonNullable<ModelReport['partial']>): string[][] {
  const { comparedWith, used, missing, misshapen, unused } = partial;
  return [
    ['would map', `${used} tensors, compared with ${comparedWith}`],
    ['missing', shownNames(missing)],
    ['other shape', shownNames(misshapen)],
    ['not used', shownNames(unused)],
  ];
}

function shownNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length > SHOWN_NAMES ? `; and ${names.length - SHOWN_NAMES} more` : '';
  return names.slice(0, SHOWN_NAMES).join('; ') + more;
}

function describeKnown(
  { link, architecture, caution }: NonNullable<ModelReport['known']>,
  language: Language,
): string[][] {
  return [
    ['known as', `${architecture}; ${link}`],
    ...(caution ? [['note', caution[language]]] : []),
  ];
}

function describeModel(model: NonNullable<ModelReport['model']>): string[][] {
  return [
    ['architecture', model.architecture],
    ['task', model.task],
    ['parameters', `${(model.parameters / 1e6).toFixed(2)} million`],
    ['embedding', `${model.embeddingSize} numbers`],
    ['input', `16 kHz mono, at least ${model.minimumSamples} samples`],
    ['normalisation', model.normalisation],
    ...Object.entries(model.settings)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`  ${key}`, JSON.stringify(value)]),
  ];
}

function describeVariant({ layersOf: originalLayers, distance }: GraphVariant): string[][] {
  const { labelAgreement, meanDifference, largestDifference, recordings, protocol } = distance;
  const labels =
    labelAgreement === undefined ? '' : `the same label on ${percent(labelAgreement)}, `;
  const differences = `difference ${meanDifference.toPrecision(2)} on average, ${largestDifference.toPrecision(2)} at most`;
  return [
    ...(originalLayers === undefined ? [] : [['layers', `the first of ${originalLayers}`]]),
    [
      'distance',
      `from the full model in fp32: ${labels}${differences}; ${recordings}: ${protocol}`,
    ],
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function describeFigure({ name, value, interval, protocol }: Figure): string[] {
  const range = interval ? ` (95 %: ${interval.map(rounded).join(' to ')})` : '';
  return [name, `${rounded(value)}${range}; ${protocol}`];
}

/** To three decimals; figures that were measured have no more that mean something. */
function rounded(value: number): string {
  return String(Number(value.toFixed(3)));
}

function describeCalibration({ temperature, uncertainBelow }: Calibration): string {
  const threshold = uncertainBelow === undefined ? '' : `, uncertain below ${uncertainBelow}`;
  return `temperature ${temperature}${threshold}`;
}

function listTensors({ tensors }: ModelReport): string {
  return alignColumns(
    tensors.map(({ name, dtype, shape }) => [name, dtype, `[${shape.join(', ')}]`]),
  );
}
