import { InvalidArgumentError, Option } from 'commander';
import {
  LIVE_RANGES,
  livePort,
  type LiveSeconds,
  type LiveSettings,
  runLive,
} from '../../conversation/index.js';
import type { SampleStream } from '../../inference/index.js';
import type { Label } from '../../labels.js';
import { openModel, prepareBundle, type RunOptions } from '../../node/index.js';
import { DEVICES } from '../../runtime/index.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { LiveJsonWriter, LiveTableWriter, type LiveWriter } from '../live/live-writer.js';
import { LIVE_WORDS } from '../live/live-words.js';
import { openMicrophone, recorders } from '../live/microphone.js';
import { readPcm } from '../live/pcm-stream.js';
import { untilAborted } from '../live/until-aborted.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { parseCount } from '../parse-count.js';
import { ProgressBar } from '../progress-bar.js';
import { readBaseline } from '../read-baseline.js';
import { type Language, languageOf } from '../language.js';

type LiveOptions = ModelOptions &
  PrecisionOption & {
    readonly model?: string;
    readonly json?: true;
    readonly interval?: number;
    readonly window?: number;
    readonly silence?: number;
    readonly baseline?: string | false;
    readonly microphone?: string;
    readonly device: RunOptions['device'] & string;
    readonly threads?: number;
    readonly language?: Language;
  };

/** Adds `live`, which measures the emotion while somebody speaks. */
export function addLive({ program, io }: CommandContext): void {
  const command = program
    .command('live')
    .description('measure the emotion while somebody speaks')
    .argument(
      '[input]',
      '- for stdin: 16-bit samples at 16 kHz, mono, or WAV (default: stdin if it is a pipe, else the microphone)',
      parseInput,
    )
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .option('--json', 'print one JSON object on each line')
    .option('--interval <seconds>', 'time between measurements', seconds('intervalSeconds'))
    .option('--window <seconds>', 'speech that is measured', seconds('windowSeconds'))
    .option('--silence <seconds>', 'silence that ends an utterance', seconds('silenceSeconds'))
    .option('--baseline <file>', 'compare the voice with this baseline')
    .option('--no-baseline', 'compare the voice with nothing, not even with its beginning')
    .option('--microphone <name>', 'microphone, as ffmpeg, sox or arecord call it')
    .addOption(
      new Option('--device <name>', 'device to compute on').choices(DEVICES).default('cpu'),
    )
    .option('--threads <count>', 'threads to compute with (default: automatic)', parseCount)
    .addOption(new Option('--language <code>', 'language of the table').choices(['en', 'zh']));
  addModelOptions(addPrecisionOption(command)).action(
    async (input: '-' | undefined, options: LiveOptions) => {
      await live(
        input === '-' || options.microphone !== undefined ? input : autoInput(io),
        options,
        io,
      );
    },
  );
}

function parseInput(text: string): '-' {
  if (text === '-') return text;
  throw new InvalidArgumentError('Expected - for stdin. For files use "wav2emo classify".');
}

/** Stdin if something is piped into it, else the microphone. */
function autoInput({ stdin }: Io): '-' | undefined {
  return 'isTTY' in stdin && stdin.isTTY === true ? undefined : '-';
}

function seconds(name: LiveSeconds): (text: string) => number {
  const { least, most } = LIVE_RANGES[name];
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected ${least} to ${most} seconds.`);
  };
}

async function live(input: '-' | undefined, options: LiveOptions, io: Io): Promise<void> {
  const language = options.language ?? languageOf(io);
  const settings = await settingsOf(options);
  const progress = new ProgressBar(io);
  try {
    progress.announce('Open the model');
    const { precision, device, threads } = options;
    const load = loadOptions(options.model, options, io, progress);
    const bundle = await prepareBundle({ ...load, precision });
    const model = await openModel(bundle, { device, ...(threads !== undefined && { threads }) });
    progress.clear();
    const sound = await openSource(input, options, io, language);
    try {
      const writer = makeWriter(options, bundle.manifest.labels, io, language);
      const onEvent = (event: Parameters<LiveWriter['event']>[0]) => {
        writer.event(event);
      };
      writer.summary(await runLive(await livePort(model), sound.stream, { ...settings, onEvent }));
    } finally {
      sound.stop();
      await model.dispose();
    }
  } finally {
    progress.clear();
  }
}

async function settingsOf(options: LiveOptions): Promise<LiveSettings> {
  const { interval, window, silence, baseline } = options;
  return {
    intervalSeconds: interval,
    windowSeconds: window,
    silenceSeconds: silence,
    ...(baseline === false && { baseline: 'none' }),
    ...(typeof baseline === 'string' && { baseline: (await readBaseline(baseline)).toJSON() }),
  };
}

type Source = { readonly stream: SampleStream; readonly stop: () => void };

/** Ctrl-C ends the sound, and with it the session, which then has its summary. */
async function openSource(
  input: '-' | undefined,
  { microphone }: LiveOptions,
  { stdin, stderr, env, signal }: Io,
  language: Language,
): Promise<Source> {
  if (input === '-')
    return {
      stream: await readPcm(untilAborted<Buffer>(stdin, signal)),
      stop: () => {
        stdin.destroy();
      },
    };
  const { program, sound, stop } = await openMicrophone(
    recorders(process.platform, microphone),
    env,
  );
  stderr.write(`${LIVE_WORDS[language].listening(program)}\n`);
  return { stream: await readPcm(untilAborted<Buffer>(sound, signal)), stop };
}

function makeWriter(
  { json }: LiveOptions,
  labels: readonly Label[],
  io: Io,
  language: Language,
): LiveWriter {
  return json ? new LiveJsonWriter(io) : new LiveTableWriter(io, labels, language);
}
