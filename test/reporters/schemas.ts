import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const read = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')) as object;

/** What is wrong with a document by a schema, which refers to the others. */
export function faultsAgainst(name: string, ...others: readonly string[]): (document: unknown) => readonly string[] {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, strictTypes: false, allErrors: true });
  for (const other of others) ajv.addSchema(read(other), other);
  const validate = ajv.compile(read(name));
  return (document) =>
    validate(document) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

/** Fails where an object of a document may have a field more than its schema knows; `least` is how many objects it has. */
export function expectClosed(
  written: () => unknown,
  faults: (document: unknown) => readonly string[],
  least: number,
): void {
  const paths = [...objects(written())].filter((path) => path.at(-1) !== 'where');
  expect(paths.length).toBeGreaterThan(least);
  for (const path of paths) {
    const copy = written() as Record<string, unknown>;
    const part = path.reduce((one, key) => one[key] as Record<string, unknown>, copy);
    Object.assign(part, { extra: 1 });
    expect(faults(copy), path.join('/')).not.toEqual([]);
  }
}

/** Every object within a document, with the way to it. */
export function* objects(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield path;
  for (const [key, member] of Object.entries(value)) yield* objects(member, [...path, key]);
}
