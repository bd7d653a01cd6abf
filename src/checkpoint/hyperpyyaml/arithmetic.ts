/** Longest expression, in characters; longer text is not computed. */
const MAX_EXPRESSION = 1000;

const tokenPattern =
  /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(\*\*|\/\/|[-+*/%()]))/iy;

type Token = number | string;

/**
 * Computes an expression of numbers, `+ - * / // % **` and brackets, by the rules of Python.
 *
 * @returns undefined if the text is anything else, or the result is not finite
 */
export function computeArithmetic(text: string): number | undefined {
  const tokens = text.length > MAX_EXPRESSION ? undefined : tokenize(text);
  if (tokens === undefined) return undefined;
  const reader = new Reader(tokens);
  const value = sum(reader);
  return reader.finished && Number.isFinite(value) ? value : undefined;
}

function tokenize(text: string): readonly Token[] | undefined {
  const source = text.trimEnd();
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const match = tokenPattern.exec(source);
    if (match === null) return undefined;
    tokens.push(match[1] === undefined ? (match[2] ?? '') : Number(match[1]));
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get finished(): boolean {
    return this.#next === this.#tokens.length;
  }

  /** Reads the next token if it is one of these operators. */
  operator(...wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (typeof token !== 'string' || !wanted.includes(token)) return undefined;
    this.#next += 1;
    return token;
  }

  /** Reads the next token if it is a number; otherwise NaN, so that the whole expression is not finite. */
  number(): number {
    const token = this.#tokens[this.#next];
    if (typeof token !== 'number') return NaN;
    this.#next += 1;
    return token;
  }
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
};

function apply(operator: string, a: number, b: number): number {
  return operations[operator]?.(a, b) ?? NaN;
}

function sum(reader: Reader): number {
  return leftToRight(reader, product, '+', '-');
}

function product(reader: Reader): number {
  return leftToRight(reader, signed, '*', '/', '//', '%');
}

function leftToRight(
  reader: Reader,
  operand: (reader: Reader) => number,
  ...operators: readonly string[]
): number {
  let value = operand(reader);
  let operator = reader.operator(...operators);
  while (operator !== undefined) {
    value = apply(operator, value, operand(reader));
    operator = reader.operator(...operators);
  }
  return value;
}

function signed(reader: Reader): number {
  const sign = reader.operator('-', '+');
  if (sign !== undefined) return sign === '-' ? -signed(reader) : signed(reader);
  return power(reader);
}

// In Python the right side of ** may have a sign, and ** groups from the right: 2 ** -1, 2 ** 3 ** 2.
function power(reader: Reader): number {
  const base = primary(reader);
  return reader.operator('**') === undefined ? base : base ** signed(reader);
}

function primary(reader: Reader): number {
  if (reader.operator('(') === undefined) return reader.number();
  const value = sum(reader);
  return reader.operator(')') === undefined ? NaN : value;
}
