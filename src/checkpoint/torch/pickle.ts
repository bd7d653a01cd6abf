import { pickleOperations } from './pickle-opcodes.js';
import { PickleMachine, type PickleRules } from './pickle-machine.js';

/** A value read from a pickle, and the index of the byte after it. */
export type Unpickled = { readonly value: unknown; readonly end: number };

/**
 * Reads one pickle. No Python code is executed: globals are looked up in a fixed list, and calls are
 * computed by functions of this program. Tuples and lists become arrays, dicts become maps, and bytes
 * stay bytes.
 *
 * @param start index of the pickle's first byte; default 0
 * @throws CheckpointError (`checkpoint-unsafe`) naming any global that is not in the list, and for
 * calls, attributes and amounts that no state dict has; (`checkpoint-corrupt`) for damaged pickles.
 */
export function unpickle(bytes: Uint8Array, rules: PickleRules, start = 0): Unpickled {
  const machine = new PickleMachine(bytes, start, rules);
  while (!machine.stopped) {
    machine.spend(1);
    step(machine);
  }
  return { value: machine.pop(), end: machine.position };
}

function step(machine: PickleMachine): void {
  const code = machine.unsigned(1);
  const operation = pickleOperations.get(code);
  if (operation === undefined) {
    throw machine.corrupt(`torch.save never writes the operation 0x${code.toString(16)}`);
  }
  operation(machine);
}
