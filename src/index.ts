import { audit } from './answers/audit.ts';
import { diff } from './answers/diff.ts';
import { explain, type Inquiry, who } from './answers/explain.ts';
import type { RuleOptions } from './linter/presets.ts';
import type { Results } from './linter/problems.ts';
import type { Api } from './model/api.ts';
import type { Admissions } from './report/admissions.ts';
import type { Differences } from './report/differences.ts';
import type { Explanation } from './report/explanation.ts';
import type { Report } from './report/report.ts';
import type { FileSystem } from './session/file-system.ts';
import { type AsyncHost, readAll } from './session/read-all.ts';
import { Session as Known, type SessionOptions } from './session/session.ts';
import { parseToml } from './source/toml.ts';

export type { Inquiry } from './answers/explain.ts';
export type { RuleOptions } from './linter/presets.ts';
export type { Admissions } from './report/admissions.ts';
export type { Differences } from './report/differences.ts';
export type { Explanation } from './report/explanation.ts';
export type { Finding, Location, Report, Severity, Suggestion } from './report/report.ts';
export { rules } from './rules/index.ts';
export { defineRule, type Rule } from './rules/rule.ts';
export { type FileSystem as Host, ReadError } from './session/file-system.ts';
export type { AsyncHost } from './session/read-all.ts';
export { type Cases, checkRule, type Failure } from './testing/check-rule.ts';
export { inMemory } from './testing/in-memory.ts';

/** How documents are read, and which rules run; the same for all that is asked of a session. */
export type Options = Omit<SessionOptions, 'parseToml'> & RuleOptions;

/**
 * Answers questions about the files of a host. What it has read, loaded and found it keeps until `update` says that a file is another
 * one. Paths are relative to the host's working directory, with forward slashes. Nothing is thrown for what a file holds: what cannot be
 * read is in the answer's `failures`.
 */
export interface Session {
  lint(files: readonly string[]): Report;
  explain(files: readonly string[], inquiry?: Inquiry): Explanation;
  /** `network` is an address or a CIDR. */
  who(files: readonly string[], network: string): Admissions;
  /** What is different here from an earlier version. */
  diff(files: readonly string[], before: Session, filesBefore?: readonly string[]): Differences;
  /** Takes a text (or that there is no file) in place of what the host has; returns the documents to ask about again. */
  update(path: string, text: string | undefined): readonly string[];
}

/** Throws an Error where two rules have one id. */
export function createSession(host: FileSystem, options: Options = {}): Session {
  const known = new Known(host, { ...options, parseToml });
  const found = new WeakMap<Api, Results>();
  const { load } = known;
  const version = (files: readonly string[]) => ({ files, path: '.', load });
  const session: Session = {
    lint: (files) => audit(files, { ...options, ...load, known: found }),
    explain: (files, inquiry) => explain(files, load, inquiry),
    who: (files, network) => who(files, load, network),
    diff: (files, before, filesBefore = files) => diff(versionOf(before, filesBefore), version(files)),
    update: (path, text) => known.update(path, text),
  };
  versions.set(session, version);
  return session;
}

type Version = (files: readonly string[]) => Parameters<typeof diff>[0];

const versions = new WeakMap<Session, Version>();

function versionOf(session: Session, files: readonly string[]): ReturnType<Version> {
  const version = versions.get(session);
  if (!version) throw new TypeError('the earlier version is no session of createSession');
  return version(files);
}

/** The same for a host that can only be read asynchronously: everything that the files bring in is read first. */
export async function load(host: AsyncHost, files: readonly string[], options: Options = {}): Promise<Session> {
  const session = createSession(await readAll(host, files, { ...options, parseToml }), options);
  return session;
}
