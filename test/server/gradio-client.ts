/** The parts of Gradio's own client that tests use; its published types cannot be resolved by TypeScript's `NodeNext`. */
type GradioClient = {
  view_api(): Promise<{ named_endpoints: Record<string, unknown> }>;
  predict(endpoint: string, data: unknown): Promise<{ data: unknown[] }>;
  close(): void;
};

type Module = {
  Client: {
    connect(address: string, options?: { headers?: Record<string, string> }): Promise<GradioClient>;
  };
  handle_file: (path: string) => unknown;
};

const module: unknown = await import('@gradio/client');

/** The real client. */
export const { Client, handle_file } = module as Module;
export type { GradioClient };
