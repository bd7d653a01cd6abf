import { PickleGlobal, type PickleMachine } from './pickle-machine.js';

/** One operation of a pickle. */
export type PickleOperation = (machine: PickleMachine) => void;

/**
 * The operations of pickle protocols 2 to 5 that torch writes, by their byte. The names are from Python's
 * pickletools: https://github.com/python/cpython/blob/3.13/Lib/pickletools.py
 */
export const pickleOperations: ReadonlyMap<number, PickleOperation> = new Map(
  Object.entries({
    // Frame: the pickle itself, marks, stack.
    '\x80': protocol, // PROTO
    '\x95': (m) => void m.unsigned(8), // FRAME: only readers of streams need its length
    '.': (m) => void (m.stopped = true), // STOP
    '(': mark, // MARK
    '0': (m) => void m.pop(), // POP
    '1': (m) => void m.popMark(), // POP_MARK
    '2': push((m) => m.top()), // DUP

    // Plain values.
    N: push(() => null), // NONE
    '\x88': push(() => true), // NEWTRUE
    '\x89': push(() => false), // NEWFALSE
    J: push((m) => m.signed()), // BININT
    K: push((m) => m.unsigned(1)), // BININT1
    M: push((m) => m.unsigned(2)), // BININT2
    '\x8a': push((m) => m.integer(m.unsigned(1))), // LONG1
    '\x8b': push((m) => m.integer(m.unsigned(4))), // LONG4
    G: push((m) => m.double()), // BINFLOAT
    X: push((m) => m.text(m.unsigned(4))), // BINUNICODE
    '\x8c': push((m) => m.text(m.unsigned(1))), // SHORT_BINUNICODE
    '\x8d': push((m) => m.text(m.unsigned(8))), // BINUNICODE8
    T: push((m) => m.text(m.unsigned(4))), // BINSTRING
    U: push((m) => m.text(m.unsigned(1))), // SHORT_BINSTRING
    B: push((m) => m.take(m.unsigned(4))), // BINBYTES
    C: push((m) => m.take(m.unsigned(1))), // SHORT_BINBYTES
    '\x8e': push((m) => m.take(m.unsigned(8))), // BINBYTES8
    '\x96': push((m) => m.take(m.unsigned(8))), // BYTEARRAY8

    // Containers: tuples and lists are arrays, dicts are maps.
    ']': push(() => []), // EMPTY_LIST
    ')': push(() => []), // EMPTY_TUPLE
    '}': push(() => new Map()), // EMPTY_DICT
    '\x8f': push(() => new Set()), // EMPTY_SET
    l: push((m) => m.popMark()), // LIST
    t: push((m) => m.popMark()), // TUPLE
    d: push((m) => setItems(m, new Map(), m.popMark())), // DICT
    '\x91': push((m) => addItems(m, new Set(), m.popMark())), // FROZENSET
    '\x85': push((m) => popMany(m, 1)), // TUPLE1
    '\x86': push((m) => popMany(m, 2)), // TUPLE2
    '\x87': push((m) => popMany(m, 3)), // TUPLE3
    a: change((m) => popMany(m, 1), append), // APPEND
    e: change((m) => m.popMark(), append), // APPENDS
    s: change((m) => popMany(m, 2), setItems), // SETITEM
    u: change((m) => m.popMark(), setItems), // SETITEMS
    '\x90': change((m) => m.popMark(), addItems), // ADDITEMS

    // Memo.
    q: memoize((m) => m.unsigned(1)), // BINPUT
    r: memoize((m) => m.unsigned(4)), // LONG_BINPUT
    '\x94': memoize((m) => m.memo.size), // MEMOIZE
    h: push((m) => m.recall(m.unsigned(1))), // BINGET
    j: push((m) => m.recall(m.unsigned(4))), // LONG_BINGET

    // Objects: only those that the rules allow.
    c: push((m) => findGlobal(m, m.line(), m.line())), // GLOBAL
    '\x93': push(stackGlobal), // STACK_GLOBAL
    R: push(call), // REDUCE
    '\x81': push(call), // NEWOBJ
    b: build, // BUILD
    Q: push((m) => m.rules.persistentLoad(m.pop())), // BINPERSID
  } satisfies Record<string, PickleOperation>).map(([byte, run]) => [byte.charCodeAt(0), run]),
);

function push(make: (machine: PickleMachine) => unknown): PickleOperation {
  return (machine) => {
    machine.push(make(machine));
  };
}

function mark(machine: PickleMachine): void {
  machine.mark();
}

function memoize(index: (machine: PickleMachine) => number): PickleOperation {
  return (machine) => {
    machine.memoize(index(machine));
  };
}

/** An operation that removes items from the stack and adds them to the container below them. */
function change(
  take: (machine: PickleMachine) => readonly unknown[],
  put: (machine: PickleMachine, container: unknown, items: readonly unknown[]) => void,
): PickleOperation {
  return (machine) => {
    const items = take(machine);
    put(machine, machine.top(), items);
  };
}

function popMany(machine: PickleMachine, count: number): unknown[] {
  return Array.from({ length: count }, () => machine.pop()).reverse();
}

function protocol(machine: PickleMachine): void {
  const version = machine.unsigned(1);
  if (version > 5) throw machine.corrupt(`it has protocol ${version}, expected at most 5`);
}

function append(machine: PickleMachine, list: unknown, items: readonly unknown[]): void {
  if (!Array.isArray(list)) throw machine.corrupt('it appends to something that is not a list');
  for (const item of items) list.push(item);
}

function addItems(machine: PickleMachine, set: unknown, items: readonly unknown[]): unknown {
  if (!(set instanceof Set)) throw machine.corrupt('it adds to something that is not a set');
  for (const item of items) set.add(machine.key(item));
  return set;
}

function setItems(machine: PickleMachine, map: unknown, items: readonly unknown[]): unknown {
  if (!(map instanceof Map))
    throw machine.corrupt('it sets an item of something that is not a dict');
  if (items.length % 2 !== 0) throw machine.corrupt('a key has no value');
  for (let i = 0; i < items.length; i += 2) map.set(machine.key(items[i]), items[i + 1]);
  return map;
}

function stackGlobal(machine: PickleMachine): PickleGlobal {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string') {
    throw machine.corrupt('the name of a global is not a text');
  }
  return findGlobal(machine, module, name);
}

function findGlobal(machine: PickleMachine, module: string, name: string): PickleGlobal {
  const full = `${module}.${name}`;
  const known = machine.rules.globals.get(full);
  if (known === undefined)
    throw machine.unsafe(`the Python name ${JSON.stringify(full.slice(0, 200))}`);
  return known;
}

function call(machine: PickleMachine): unknown {
  const args = machine.pop();
  const callee = machine.pop();
  if (!(callee instanceof PickleGlobal) || callee.call === undefined || !Array.isArray(args)) {
    throw machine.unsafe('a call of an unknown function');
  }
  return callee.call(args, machine);
}

// Python would set attributes. The only object with attributes that torch writes is the state dict
// itself, whose `_metadata` contains versions of the modules; the weights do not depend on them.
function build(machine: PickleMachine): void {
  machine.pop();
  if (!(machine.top() instanceof Map)) throw machine.unsafe('attributes of an object');
}
