import type { Command } from 'commander';
import {
  type AnalysedRecording,
  CONVERSATION_FORMATS,
  type ConversationFormat,
  type FormatName,
  type WriteOptions,
} from '../../conversation/index.js';
import { FileError } from '../../errors.js';
import { writeWhole } from '../../write-whole.js';
import type { Input } from '../expand-inputs.js';
import type { Io } from '../io.js';
import { drawConversation, drawMoments } from './conversation-table.js';
import { FileNames, formatOfPath, isSamePath, type Output } from './output.js';
import { tableStyle } from './table-style.js';

/** Receives the conversations of a command, one after the other, and writes them. */
export type ResultSink = {
  readonly add: (recording: AnalysedRecording) => Promise<void>;
  /** Writes what is written at the end, e.g. a table of all recordings. */
  readonly end: () => Promise<void>;
};

/** What a sink needs to know. */
export type SinkOptions = WriteOptions & {
  readonly format: FormatName | undefined;
  readonly output: Output;
  /** Marks CSV as UTF-8 for Excel. */
  readonly withMark: boolean;
};

/** Excel reads CSV without this mark in the system's old code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Opens the sink that the options of a command describe.
 *
 * @throws CommanderError if the options contradict each other or the recordings
 */
export function openSink(
  command: Command,
  inputs: readonly Input[],
  options: SinkOptions,
  io: Io,
): ResultSink {
  const { output } = options;
  const name = options.format ?? (output.kind === 'file' ? formatOfPath(output.path) : undefined);
  if (name === undefined) {
    if (output.kind === 'stdout') return tableSink(options, io);
    return command.error(
      `error: ${output.path} does not say which format to write. Add --format, e.g. --format csv`,
    );
  }
  const format: ConversationFormat = CONVERSATION_FORMATS[name];
  const mark = options.withMark && format.mediaType.startsWith('text/csv') ? BYTE_ORDER_MARK : '';
  const write = (recordings: readonly AnalysedRecording[]) =>
    mark + writeAll(format, recordings, options);
  if (output.kind === 'folder') return folderSink(output.path, format.extension, write);
  if (format.holds === 'one' && inputs.length > 1)
    command.error(
      `error: a file in the format ${name} holds one recording, found ${inputs.length}. Name a folder with --output, e.g. --output results/`,
    );
  if (output.kind === 'file') {
    refuseRecording(command, output.path, inputs);
    return collectingSink((all) => writeWhole(output.path, write(all)));
  }
  const print = (recordings: readonly AnalysedRecording[]) => {
    io.stdout.write(write(recordings));
    return Promise.resolve();
  };
  // A row for each recording appears at once; a table needs all of them.
  return format.holds === 'many' ? collectingSink(print) : directSink((each) => print([each]));
}

function writeAll(
  format: ConversationFormat,
  recordings: readonly AnalysedRecording[],
  options: WriteOptions,
): string {
  if (format.holds !== 'one') return format.write(recordings, options);
  return recordings.map((recording) => format.write(recording, options)).join('');
}

function refuseRecording(command: Command, path: string, inputs: readonly Input[]): void {
  if (inputs.some(({ name }) => name !== '-' && isSamePath(name, path)))
    command.error(`error: ${path} is one of the recordings and would be lost. Name another file.`);
}

function directSink(add: ResultSink['add']): ResultSink {
  return { add, end: () => Promise.resolve() };
}

function collectingSink(write: (all: readonly AnalysedRecording[]) => Promise<void>): ResultSink {
  const all: AnalysedRecording[] = [];
  return {
    add: (recording) => {
      all.push(recording);
      return Promise.resolve();
    },
    // If every recording failed, an empty file would look like a result.
    end: () => (all.length > 0 ? write(all) : Promise.resolve()),
  };
}

function folderSink(
  folder: string,
  extension: string,
  write: (recordings: readonly AnalysedRecording[]) => string,
): ResultSink {
  const names = new FileNames();
  return directSink(async (recording) => {
    const path = names.next(folder, recording.file, extension);
    await writeWhole(path, write([recording])).catch((error: unknown) => {
      throw FileError.from(error, path, 'write');
    });
  });
}

function tableSink({ content, language }: SinkOptions, io: Io): ResultSink {
  const style = tableStyle(io, language);
  const draw = content === 'moments' ? drawMoments : drawConversation;
  return directSink((recording) => {
    io.stdout.write(draw(recording, style));
    return Promise.resolve();
  });
}
