import type { TFunction } from 'i18next';
import type { Problem } from '../api/types.ts';
import { zh } from './zh.ts';

type KnownCode = keyof (typeof zh)['problems'];

/** What a problem means in the present language; the server's own title if its code is unknown. */
export function problemText(problem: Problem, t: TFunction): string {
  return isKnown(problem.code) ? t(`problems.${problem.code}`) : problem.title;
}

function isKnown(code: string): code is KnownCode {
  return Object.hasOwn(zh.problems, code);
}
