import type { Entry } from '../model/policy.ts';
import type { Proposal } from './rule.ts';

/** Another text for an entry, of which only its author knows whether it is meant. */
export function replace(entry: Entry, text: string): Proposal {
  return { message: `Write ${text}`, safe: false, changes: [{ at: entry, text }] };
}

/** An entry that can go wherever it is used. */
export function removeEverywhere(entry: Entry, safe = true): Proposal {
  return { message: `Remove ${entry.written}`, safe, everywhere: true, changes: [{ at: entry }] };
}
