import type { Entry } from '../model/policy.ts';
import type { Proposal } from './rule.ts';

/** Another text for an entry. */
export function replace(entry: Entry, text: string, safe: boolean): Proposal {
  return { message: `Write ${text}`, safe, changes: [{ at: entry, text }] };
}

/** An entry that can go wherever it is used. */
export function removeEverywhere(entry: Entry): Proposal {
  return { message: `Remove ${entry.written}`, safe: true, everywhere: true, changes: [{ at: entry }] };
}
