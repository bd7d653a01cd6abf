import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SOURCE = /\.tsx?$/;

/** Resolves an import of `x.js` to `x.ts` or `x.tsx`. */
export async function resolve(specifier, context, next) {
  const isSource = specifier.startsWith('.') && SOURCE.test(context.parentURL ?? '');
  return await next(isSource ? sourceOf(specifier, context.parentURL) : specifier, context);
}

/** Strips the types, and compiles JSX as `tsconfig.json` says. */
export async function load(url, context, next) {
  if (!SOURCE.test(url)) return await next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    jsx: ts.JsxEmit.ReactJSX,
    jsxImportSource: 'hono/jsx',
  };
  const { outputText: source } = ts.transpileModule(text, { compilerOptions, fileName: url });
  return { format: 'module', source, shortCircuit: true };
}

function sourceOf(specifier, parentUrl) {
  const stem = specifier.replace(/\.js$/, '');
  const hasJsx = specifier !== stem && existsSync(new URL(`${stem}.tsx`, parentUrl));
  return hasJsx ? `${stem}.tsx` : specifier.replace(/\.js$/, '.ts');
}
