/** The used part of the WebAssembly interface, which the types of Node do not declare. */
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
