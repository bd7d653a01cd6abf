/** The part of WebAssembly's interface that is used here; Node's types do not declare it. */
declare namespace WebAssembly {
  class Module {
    private readonly isModule: true;
  }
  class Instance {
    readonly exports: object;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<Instance>;
}
