import { type Document, Lexer, YAMLParseError, parseDocument } from 'yaml';
import { hparamsError } from './hparams-error.js';

/** Deepest nesting of lists and maps in brackets. */
const MAX_FLOW_DEPTH = 64;

const blockIndicators: readonly string[] = ['-', '?', ':'];

/** Rightmost column of a key or a dash outside brackets, which limits the nesting: each level begins further right. */
const MAX_BLOCK_COLUMN = 200;

/**
 * Parses YAML 1.2 to nodes. Keys may repeat.
 *
 * @param file the file's name in messages
 * @throws CheckpointError (`checkpoint-corrupt`) if it is not YAML, (`checkpoint-unsafe`) if it nests
 * too deep.
 */
export function parseYaml(text: string, file: string): Document.Parsed {
  // The library's parser recurses, and an exhausted stack may end the whole process.
  if (nestsTooDeep(text)) throw hparamsError(file, 'checkpoint-unsafe', 'it is nested too deep');
  // The reader checks that keys are unique, and reasonOf finds the line of an error: the library needs
  // quadratic time for either.
  const options = { version: '1.2', uniqueKeys: false, prettyErrors: false } as const;
  try {
    const document = parseDocument(text, options);
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document;
  } catch (error) {
    throw hparamsError(file, 'checkpoint-corrupt', reasonOf(error, text));
  }
}

function nestsTooDeep(text: string): boolean {
  let flowDepth = 0;
  let column = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (
      !isScalar &&
      flowDepth === 0 &&
      blockIndicators.includes(lexeme) &&
      column > MAX_BLOCK_COLUMN
    )
      return true;
    if (!isScalar && (lexeme === '[' || lexeme === '{')) flowDepth += 1;
    if (!isScalar && (lexeme === ']' || lexeme === '}')) flowDepth -= 1;
    if (flowDepth > MAX_FLOW_DEPTH) return true;
    // The lexer emits this character before the text of a scalar.
    isScalar = lexeme === '\u001f';
    const lineEnd = lexeme.lastIndexOf('\n');
    column = lineEnd < 0 ? column + lexeme.length : lexeme.length - lineEnd - 1;
  }
  return false;
}

function reasonOf(error: unknown, text: string): string {
  if (!(error instanceof YAMLParseError)) return 'it is not YAML';
  const line = text.slice(0, error.pos[0]).split('\n').length;
  return `line ${line} is not YAML: ${error.message.slice(0, 200)}`;
}
