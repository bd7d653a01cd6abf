import {
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  visit,
} from 'yaml';
import type { CheckpointError } from '../../errors.js';
import { hparamsError } from './hparams-error.js';

/** Deepest nesting of values and longest chain of references. */
export const MAX_HPARAMS_DEPTH = 100;

/** Finds nodes of a HyperPyYAML document by key, index, alias and reference. */
export class HparamsNodes {
  readonly #file: string;
  readonly #root: Node | null;
  readonly #aliases = new Map<Alias, Node>();
  readonly #keys = new WeakMap<YAMLMap, ReadonlyMap<string, Node | null>>();

  /** @param file the file's name in messages */
  constructor(document: Document, file: string) {
    this.#file = file;
    this.#root = document.contents;
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node)) this.#aliases.set(node, this.#target(node, anchors));
        else if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
  }

  /** The node that an alias refers to; other nodes are returned as they are. */
  follow(node: Node | null): Node | null {
    return isAlias(node) ? (this.#aliases.get(node) ?? null) : node;
  }

  /** The values of a map by key, in the file's order. */
  entries(map: YAMLMap): ReadonlyMap<string, Node | null> {
    const known = this.#keys.get(map);
    if (known !== undefined) return known;
    const entries = new Map<string, Node | null>();
    for (const { key, value } of map.items) {
      const name = this.#keyName(key);
      if (entries.has(name)) throw this.#error(`it has the key ${JSON.stringify(name)} twice`);
      entries.set(name, isNode(value) ? value : null);
    }
    this.#keys.set(map, entries);
    return entries;
  }

  /** The node of a path such as `a[b][0]`, which may be an alias or a reference itself. */
  locate(path: string, depth: number): Node | null {
    let node = this.#root;
    for (const part of path.split('[')) {
      const child = this.child(node, part.replace(/\]+$/, ''), depth);
      if (child === undefined)
        throw this.#error(`the reference <${path.slice(0, 100)}> leads nowhere`);
      node = child;
    }
    return node;
  }

  /** The value of a key of a map or an index of a list; undefined if there is none. */
  child(parent: Node | null, part: string, depth: number): Node | null | undefined {
    const node = this.#resolve(parent, depth);
    if (isMap(node)) return this.entries(node).get(part);
    if (!isSeq(node) || !/^\d{1,6}$/.test(part)) return undefined;
    const item = node.items[Number(part)];
    return isNode(item) ? item : undefined;
  }

  #keyName(key: unknown): string {
    const node = isNode(key) ? this.follow(key) : null;
    const value = isScalar(node) ? node.value : undefined;
    if (!['string', 'number', 'boolean'].includes(typeof value) || value === '<<') {
      throw this.#error('it has a key that is not a plain name');
    }
    return String(value).slice(0, 1000);
  }

  #target(alias: Alias, anchors: ReadonlyMap<string, Node>): Node {
    const target = anchors.get(alias.source);
    if (target !== undefined) return target;
    throw this.#error(`the alias *${alias.source.slice(0, 100)} refers to nothing`);
  }

  // References are resolved on nodes, not values: `a: {x: 1, y: !ref <a[x]>}` is not a cycle.
  #resolve(given: Node | null, depth: number): Node | null {
    const node = this.follow(given);
    if (depth > MAX_HPARAMS_DEPTH) throw this.#error('a reference leads back to itself');
    if (!isScalar(node) || !isReference(node)) return node;
    const [, path] = /^<([^<>.]*)>$/.exec(textOf(node)) ?? [];
    return path === undefined ? node : this.#resolve(this.locate(path, depth + 1), depth + 1);
  }

  #error(reason: string): CheckpointError {
    return hparamsError(this.#file, 'checkpoint-corrupt', reason);
  }
}

/** Whether a node refers to others: `!ref <key>`, or `!copy <key>`, which means the same for data. */
export function isReference(node: Node): boolean {
  return node.tag === '!ref' || node.tag === '!copy';
}

/** The text of a scalar; empty for other nodes. */
export function textOf(node: Node): string {
  if (!isScalar(node)) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? '');
}
