/** A spreadsheet executes a cell that begins like a formula, and a file's name may begin like one. */
export function escapeFormula(text: string): string {
  return /^[=+@\t\r]|^-./.test(text) ? `'${text}` : text;
}
