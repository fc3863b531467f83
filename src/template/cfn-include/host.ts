import { AsyncLocalStorage } from 'node:async_hooks';

/** All that the library sees of the outside. */
export interface Host {
  /** Counts work; throws where it is too much. */
  pay(steps: number): void;
  /** The text of a file, by the path that the library makes of a location; never fails. */
  read(path: string): string;
  /** What a text that was read holds. */
  load(text: string): unknown;
  /** What stands for something that is nowhere on the disk. */
  remote(location: string): string;
  /** What a query finds. */
  search(data: unknown, query: unknown, jmespath: JmesPath): unknown;
  isRefused(value: unknown): boolean;
}

export interface JmesPath {
  compile(query: string): QueryNode;
  search(data: unknown, query: string): unknown;
}

/** A node of a query's syntax tree. */
export interface QueryNode {
  readonly type: string;
  readonly children?: readonly QueryNode[];
}

const hosts = new AsyncLocalStorage<Host>();

/** The host of the run that asks. */
export function host(): Host {
  const found = hosts.getStore();
  if (!found) throw new Error('cfn-include runs without a host');
  return found;
}

export function withHost<T>(given: Host, work: () => T): T {
  return hosts.run(given, work);
}
