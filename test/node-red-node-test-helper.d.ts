/** The part of node-red-node-test-helper that the tests use; it has no types of its own. */
declare module 'node-red-node-test-helper' {
  interface Helper {
    settings(settings: object): void;
    load(nodes: unknown[], flows: object[], credentials?: object): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): unknown;
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    /** Requests to the admin API. */
    request(): { post(path: string): Answer & { send(body: object): Answer } };
  }
  type Answer = Promise<{ status: number; body: unknown; text: string }>;
  const helper: Helper;
  export = helper;
}
