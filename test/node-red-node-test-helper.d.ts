/** The part of node-red-node-test-helper that the tests use; it has no types of its own. */
declare module 'node-red-node-test-helper' {
  interface Answer {
    status: number;
    body: unknown;
    text: string;
  }
  interface Helper {
    settings(settings: object): void;
    load(nodes: unknown[], flows: object[], credentials?: object): Promise<void>;
    setFlows(flows: object[], type: 'full' | 'flows' | 'nodes'): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): unknown;
    /** What the runtime has logged since it was loaded. */
    log(): { args: Array<[{ msg?: unknown }]> };
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    /** Requests to the admin API. */
    request(): {
      get(path: string): Promise<Answer>;
      post(path: string): Promise<Answer> & { send(body: object): Promise<Answer> };
    };
  }
  const helper: Helper;
  export = helper;
}
