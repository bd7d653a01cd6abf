import { nameLabel } from './engine.ts';

/** Whether two words name the same class: ids such as `ang`, and names in both languages. */
export function isSameClass(one: string, other: string): boolean {
  const names = namesOf(other);
  return namesOf(one).some((name) => names.includes(name));
}

function namesOf(word: string): readonly string[] {
  const { id, en, zh } = nameLabel(word.trim());
  return [id, en, zh].map((name) => name.toLowerCase());
}
