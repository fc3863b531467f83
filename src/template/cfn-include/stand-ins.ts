import { posix } from 'node:path';
import { host, type JmesPath } from './host.ts';

/** What cfn-include gets in place of its modules: see scripts/cfn-include.mjs. */
export const fs: object = {
  readFile: (path: string, done: (error: null, text: string) => void): void => done(null, host().read(path)),
};

/** Paths start with `./` where they are relative to the working directory, so that `..` survives. */
export const path: object = {
  dirname: posix.dirname,
  join: (folder: string, ...names: string[]): string => `./${posix.join(folder.slice(1), ...names)}`,
};

export const yaml: object = { load: (text: string): unknown => host().load(text) };

export const request = async (location: string): Promise<string> => host().remote(location);

/** As it is, but for an error of one member, which must not leave the promises of the others alone. */
export const promise = (real: object): object => ({
  ...real,
  map: async (list: Promise<unknown>, each: (one: unknown) => unknown) => {
    const members = await list;
    if (!Array.isArray(members)) throw new Error('Fn::Map is given no list');
    return Promise.all(members.map(async (one) => each(one)));
  },
});

export const aws: object = {
  S3: class {
    getObject({ Bucket, Key }: { readonly Bucket: string; readonly Key: string }): object {
      return { promise: async () => ({ Body: host().remote(`s3://${Bucket}/${Key}`) }) };
    }
  },
};

export const jmespath = (real: JmesPath): object => ({
  search: (data: unknown, query: unknown): unknown => host().search(data, query, real),
});

interface Lodash {
  clone(value: unknown): unknown;
  isString(value: unknown): boolean;
  forEach(values: object, each: (value: unknown, key: string) => unknown): unknown;
  cloneDeepWith(value: unknown, own: (one: unknown) => unknown): unknown;
}

/** The same functions; those that all work goes through count it. */
export function lodash(real: Lodash): object {
  let placeholders = 0;
  const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 1);
  return {
    ...real,
    clone(value: unknown) {
      host().pay(1);
      return real.clone(value);
    },
    isString(value: unknown) {
      host().pay(1 + lengthOf(value) / 50);
      placeholders = typeof value === 'string' ? value.split('${').length - 1 : 0;
      return real.isString(value);
    },
    // what is asked right before it is what the values are put into
    forEach: (values: object, each: (value: unknown, key: string) => unknown) =>
      real.forEach(values, (value, key) => {
        host().pay(1 + (placeholders * lengthOf(value)) / 50);
        return each(value, key);
      }),
    cloneDeep: (value: unknown) =>
      real.cloneDeepWith(value, (one) => {
        host().pay(1);
        return host().isRefused(one) ? one : undefined;
      }),
  };
}

/** What its main module sees of these: no environment, and no work that nobody counts. */
export const globals: object = {
  process: { env: {} },
  Array: {
    isArray: Array.isArray,
    from({ length }: { readonly length: number }, each: (_: unknown, i: number) => unknown): unknown[] {
      if (Number.isNaN(length)) throw new Error('Fn::Sequence takes two numbers or letters');
      host().pay(length);
      return Array.from({ length }, each);
    },
  },
  JSON: {
    stringify(value: unknown): string {
      const text = JSON.stringify(value);
      host().pay(text.length / 50);
      return text;
    },
  },
};
