import { type Document, type Node, type Scalar, isMap, isScalar, isSeq } from 'yaml';
import type { CheckpointError, CheckpointErrorCode } from '../../errors.js';
import { hparamsError } from './hparams-error.js';
import {
  type Construction,
  type HparamValue,
  type Hparams,
  construction,
  makeMap,
} from './hparams.js';
import { joinReferences, MAX_TEXT } from './hparams-text.js';
import { parseYaml } from './parse-yaml.js';
import { HparamsNodes, isReference, MAX_HPARAMS_DEPTH, textOf } from './hparams-nodes.js';

/** Most values, each counted as often as it appears, to stop YAML bombs. */
const MAX_VALUES = 100_000;

const kinds: Readonly<Record<string, Construction['kind']>> = {
  new: 'new',
  name: 'name',
  apply: 'apply',
  applyref: 'apply',
  module: 'module',
};

const plainTags = /^(?:|!tuple|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

type Sized = { readonly value: HparamValue; readonly size: number };

/** Converts the nodes of a HyperPyYAML document to values, each node once. */
export class HparamsReader {
  readonly #root: Node | null;
  readonly #file: string;
  readonly #nodes: HparamsNodes;
  readonly #done = new Map<Node, Sized>();
  readonly #begun = new Set<Node>();

  /** @param file the file's name in messages */
  constructor(document: Document, file: string) {
    this.#file = file;
    this.#nodes = new HparamsNodes(document, file);
    this.#root = document.contents;
  }

  /** The settings: the values of the top-level keys. */
  read(): Hparams {
    if (!isMap(this.#root)) throw this.#error('checkpoint-corrupt', 'it is not a mapping');
    const { value } = this.#map(this.#nodes.entries(this.#root), 0);
    const shown = Object.entries(value).filter(([key]) => !key.startsWith('__'));
    return makeMap(shown);
  }

  #value(given: Node | null, depth: number): Sized {
    const node = this.#nodes.follow(given);
    if (node === null) return { value: null, size: 1 };
    const done = this.#done.get(node);
    if (done !== undefined) return done;
    if (this.#begun.has(node))
      throw this.#error('checkpoint-corrupt', 'a reference leads to itself');
    if (depth > MAX_HPARAMS_DEPTH) throw this.#error('checkpoint-unsafe', 'it is nested too deep');
    this.#begun.add(node);
    const made = this.#tagged(node, depth);
    this.#begun.delete(node);
    this.#done.set(node, made);
    return made;
  }

  #tagged(node: Node, depth: number): Sized {
    const tag = 'tag' in node && typeof node.tag === 'string' ? node.tag : '';
    const [, kind = '', target = ''] = /^!(\w+):(.*)$/s.exec(tag) ?? [];
    if (Object.hasOwn(kinds, kind))
      return this.#construct(kinds[kind] ?? 'new', target, node, depth);
    if (isReference(node)) return this.#reference(textOf(node), depth);
    if (tag === '!PLACEHOLDER') return { value: null, size: 1 };
    if (tag === '!tuple' && isScalar(node)) return this.#tuple(textOf(node), depth);
    if (kind === 'include') throw this.#error('checkpoint-unsafe', `it includes ${quote(target)}`);
    if (!plainTags.test(tag)) throw this.#unknownTag(tag);
    return this.#plain(node, depth);
  }

  #plain(node: Node, depth: number): Sized {
    if (isMap(node)) return this.#map(this.#nodes.entries(node), depth);
    if (isSeq(node)) return this.#list(node.items as readonly Node[], depth);
    if (isScalar(node)) return this.#scalar(node, depth);
    throw this.#error('checkpoint-corrupt', 'it has a value of an unknown kind');
  }

  #scalar(node: Scalar, depth: number): Sized {
    const { value, type } = node;
    if (typeof value === 'string') {
      const isTuple = type === 'PLAIN' && value.startsWith('(') && value.endsWith(')');
      return isTuple ? this.#tuple(value, depth) : { value, size: 1 };
    }
    if (value === null || typeof value === 'number' || typeof value === 'boolean') {
      return { value, size: 1 };
    }
    throw this.#error('checkpoint-unsupported', 'it has a value of an unknown kind');
  }

  #map(entries: ReadonlyMap<string, Node | null>, depth: number): Sized & { value: Hparams } {
    const values = [...entries].map(([key, node]) => [key, this.#value(node, depth + 1)] as const);
    const size = this.#sum(values.map(([, { size }]) => size));
    return { value: makeMap(values.map(([key, { value }]) => [key, value])), size };
  }

  #list(items: readonly Node[], depth: number): Sized & { value: readonly HparamValue[] } {
    const values = items.map((item) => this.#value(item, depth + 1));
    return {
      value: values.map(({ value }) => value),
      size: this.#sum(values.map(({ size }) => size)),
    };
  }

  // Like HyperPyYAML: the text between the brackets is parsed as a flow sequence.
  #tuple(text: string, depth: number): Sized {
    const source = text.length > MAX_TEXT ? '' : `[${text.slice(1, -1)}]`;
    const { contents } = parseYaml(source, this.#file);
    if (isSeq(contents)) return this.#list(contents.items, depth + 1);
    throw this.#error('checkpoint-corrupt', `it has the tuple ${quote(text)}, which is too long`);
  }

  #construct(kind: Construction['kind'], target: string, node: Node, depth: number): Sized {
    if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(target)) {
      throw this.#error('checkpoint-corrupt', `it names the Python object ${quote(target)}`);
    }
    if (isMap(node)) {
      const args = this.#map(this.#nodes.entries(node), depth);
      return { value: construction(kind, target, args.value), size: args.size };
    }
    const list = this.#list(isSeq(node) ? (node.items as readonly Node[]) : [], depth);
    return { value: construction(kind, target, undefined, list.value), size: list.size };
  }

  #reference(text: string, depth: number): Sized {
    if (/^<[^<>]*>$/.test(text)) return this.#resolve(text, depth);
    const joined = joinReferences(text, (part) => this.#resolve(part, depth).value);
    if (joined !== undefined) return { value: joined, size: 1 };
    throw this.#error(
      'checkpoint-corrupt',
      `${quote(text)} joins a value that is not a short text or a number`,
    );
  }

  #resolve(reference: string, depth: number): Sized {
    const [path = '', ...attributes] = reference.slice(1, -1).split('.');
    let node = this.#nodes.locate(path, depth);
    for (const [index, attribute] of attributes.entries()) {
      const child = this.#nodes.child(node, attribute, depth);
      if (child === undefined) return this.#getattr(node, attributes.slice(index).join('.'), depth);
      node = child;
    }
    return this.#value(node, depth + 1);
  }

  #getattr(node: Node | null, attribute: string, depth: number): Sized {
    const object = this.#value(node, depth + 1);
    const value = construction('apply', 'getattr', undefined, [object.value, attribute]);
    return { value, size: this.#sum([object.size, 1]) };
  }

  #sum(sizes: readonly number[]): number {
    const total = sizes.reduce((sum, size) => sum + size, 1);
    if (total <= MAX_VALUES) return total;
    throw this.#error('checkpoint-unsafe', `its references make more than ${MAX_VALUES} values`);
  }

  #unknownTag(tag: string): CheckpointError {
    const python = tag.startsWith('tag:yaml.org,2002:python');
    const reason = `it has the tag ${quote(tag)}, which is unknown`;
    return this.#error(python ? 'checkpoint-unsafe' : 'checkpoint-unsupported', reason);
  }

  #error(code: CheckpointErrorCode, reason: string): CheckpointError {
    return hparamsError(this.#file, code, reason);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
