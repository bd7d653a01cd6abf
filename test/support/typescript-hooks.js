import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SOURCE = /\.tsx?$/;

/** Resolves an import of `x.js` to `x.ts` or `x.tsx`. */
export async function resolve(specifier, context, next) {
  const { parentURL = '' } = context;
  if (!specifier.startsWith('.') || !SOURCE.test(parentURL)) return await next(specifier, context);
  const place = new URL(specifier.replace(/\.js$/, '.ts'), parentURL);
  const extension = existsSync(place) ? '.ts' : '.tsx';
  return await next(specifier.replace(/\.js$/, extension), context);
}

/** Strips the types. */
export async function load(url, context, next) {
  if (!SOURCE.test(url)) return await next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    jsx: ts.JsxEmit.ReactJSX,
  };
  const { outputText: source } = ts.transpileModule(text, { compilerOptions, fileName: url });
  return { format: 'module', source, shortCircuit: true };
}
