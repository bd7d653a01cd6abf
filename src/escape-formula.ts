/** Characters that control a terminal; a tab and line breaks are data, which CSV quotes. */
// eslint-disable-next-line no-control-regex -- these are the characters that are replaced
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;

/** What begins a formula, in full width, too: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^(?:[=+@\t\r\n\uFF1D\uFF0B\uFF20]|[-\uFF0D].)/u;

/**
 * Makes a foreign text safe for a cell of a spreadsheet, and for the terminal that prints the table. A
 * spreadsheet executes a cell that begins like a formula, and a file's name may begin like one.
 */
export function escapeFormula(text: string): string {
  const plain = text.replace(CONTROLS, '?');
  return FORMULA.test(plain) ? `'${plain}` : plain;
}
