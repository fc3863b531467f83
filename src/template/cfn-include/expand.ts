import { posix } from 'node:path';
import {
  type Node,
  type ParsedFile,
  resolveAlias,
  type Scalar,
  type SourceFile,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import { Budget, LimitError } from '../../values/budget.ts';
import type { Files } from '../files.ts';
import type { Loaded } from '../loaded.ts';
import { argumentOf, callsOf, placeOf, remote, type Target } from './functions.ts';
import type { Host, JmesPath } from './host.ts';
import { bare, hasMarks, type Mark, refusedIn } from './marks.ts';
import { type Environment, Plain, Refused } from './plain.ts';
import { search } from './query.ts';
import { Rebuild } from './rebuild.ts';
import { replaceNodes } from './replace.ts';

/** A document with the functions of cfn-include expanded; a call that is not made stays where it was. */
export interface Expansion {
  readonly parsed: ParsedFile;
  readonly failures: Loaded['failures'];
  /** Whether a part of it may be missing: a call was not made. */
  readonly isPartial: boolean;
}

/**
 * Expands what a document writes with the functions of cfn-include, https://github.com/monken/cfn-include; undefined where
 * it uses none. The files that it includes are read by `files` alone.
 */
export async function expand(
  parsed: ParsedFile,
  files: Files,
  environment: Environment,
): Promise<Expansion | undefined> {
  const calls = parsed.root ? outermostCalls(parsed.root) : [];
  if (!parsed.root || calls.length === 0) return undefined;
  const run = new Expanding(parsed.file, files, environment);
  const replacements = new Map<Target, Node>();
  for (const call of calls) {
    const replacement = await run.expand(call);
    if (replacement) replacements.set(call, replacement);
  }
  return {
    parsed: { ...parsed, root: resolveAlias(replaceNodes(parsed.root, replacements)) },
    failures: run.failures,
    isPartial: run.isPartial,
  };
}

/** The calls that stand in no other one. */
function outermostCalls(root: Node): readonly Target[] {
  const seen = new Set<Target>();
  const calls: Target[] = [];
  const visit = (node: Node): void => {
    const target = resolveAlias(node);
    if (seen.has(target)) return;
    seen.add(target);
    if (callsOf(target).length > 0) calls.push(target);
    else if (target.kind === 'sequence') target.items.forEach(visit);
    else if (target.kind === 'mapping') for (const { value } of target.members) visit(value);
  };
  visit(root);
  return calls;
}

/** A text file that an include reads. */
interface Included {
  readonly name: string;
  readonly use: Span;
  readonly call: Target;
}

class Expanding implements Host {
  readonly failures: Loaded['failures'][number][] = [];
  isPartial = false;
  private readonly file: SourceFile;
  private readonly files: Files;
  private readonly budget: Budget = new Budget();
  private readonly plain: Plain;
  private readonly texts = new Map<Scalar, Included>();
  private readonly includes = new Map<SourceFile, Set<SourceFile>>();
  private call: Target | undefined;
  private isOver = false;

  constructor(file: SourceFile, files: Files, environment: Environment) {
    this.file = file;
    this.files = files;
    this.plain = new Plain(this.budget, environment);
  }

  /** What a call stands for; nothing where it is not made. */
  async expand(call: Target): Promise<Node | undefined> {
    if (this.isOver) return undefined;
    this.call = call;
    const before = this.plain.refused.length;
    try {
      const data = this.plain.tree(call);
      if (this.isRefused(data)) return undefined;
      const result = await this.run(data);
      return new Rebuild(this.plain, this.budget).node(result, call);
    } catch (error) {
      if (!(error instanceof LimitError) && !(error instanceof LibraryError)) throw error;
      this.isPartial = true;
      this.isOver = error instanceof LimitError;
      // what was refused may be why, and has been told
      if (this.isOver || this.plain.refused.length === before)
        this.failures.push({ message: error.message, place: { at: placeOf(call) } });
      return undefined;
    } finally {
      this.isPartial ||= this.plain.refused.length > before;
      for (const { message, at } of this.plain.refusals.splice(0)) this.failures.push({ message, place: { at } });
    }
  }

  private async run(data: unknown): Promise<unknown> {
    // few documents need it
    const { expandData } = await import('./library.ts');
    try {
      return await expandData(data, `file://./${this.file.path}`, this);
    } catch (error) {
      throw error instanceof LimitError ? error : new LibraryError(error);
    }
  }

  pay(steps: number): void {
    this.budget.pay(steps, (this.call as Target).span);
  }

  isRefused(value: unknown): boolean {
    return value instanceof Refused;
  }

  read(path: string): string {
    const { name, use, call } = this.included(path);
    const found = this.files.read(name, use.file, use);
    if ('reason' in found)
      return this.refuse(call, use, found.reported ? undefined : `${found.reason}: check its name.`).toString();
    const { file } = found;
    if (hasMarks(file.text))
      return this.refuse(call, use, `${name} holds characters that no text may hold.`).toString();
    const whole = { file, start: 0, end: file.text.length };
    const runs = [{ text: file.text, start: 0, end: whole.end }];
    const scalar: Scalar = { kind: 'scalar', span: whole, plain: false, runs };
    this.texts.set(scalar, { name, use, call });
    // an include is more work than a value
    this.pay(100);
    return this.plain.marked(scalar, /(\r?\n|\{\{\w+\}\})/g, use);
  }

  load(text: string): unknown {
    const refused = refusedIn(text);
    if (refused !== undefined) return this.plain.refuse(this.plain.refused[refused] as Target);
    const { name, use, call } = this.texts.get((this.plain.marks.last(text) as Mark).scalar) as Included;
    const found = this.files.parse(name, use.file, use);
    if ('reason' in found) return this.plain.refuse(call);
    const circle = this.circleOf(found.root.span.file, use, call);
    return circle ? this.refuse(call, use, circle) : this.plain.tree(found.root, use);
  }

  remote(location: string): string {
    const { use, call } = this.included(location);
    return this.refuse(call, use, remote(bare(location))).toString();
  }

  search(data: unknown, query: unknown, jmespath: JmesPath): unknown {
    return search(data, query, jmespath, this.plain, this.call as Target);
  }

  private refuse(call: Target, at: Span, message: string | undefined): Refused {
    return this.plain.refuse(call, message === undefined ? undefined : { message, at });
  }

  /** The name of a file for the file that names it, by the path that the library made of a location. */
  private included(path: string): Included {
    const scalar = this.plain.marks.last(path)?.scalar;
    const call = (scalar && this.plain.calls.get(scalar)) ?? (this.call as Target);
    const use = (scalar ?? call).span;
    const full = bare(path).replace(/^\.\//, '');
    if (!scalar || full.startsWith('/')) return { name: full, use, call };
    const folder = posix.dirname(use.file.path);
    const written = scalarText(scalar);
    return { name: posix.join(folder, written) === full ? written : posix.relative(folder, full), use, call };
  }

  /** What is wrong with an include of a file that includes the one that includes it; a query may end the circle. */
  private circleOf(file: SourceFile, { file: from }: Span, call: Target): string | undefined {
    const isPart = callsOf(call).some(({ argument }) => argumentOf(argument, 'query') !== undefined);
    if (isPart) return undefined;
    const way = this.wayTo(from, file, new Set());
    if (way)
      return `Files include each other in a circle, ${[from, ...way].map(({ path }) => path).join(' → ')}: remove one of the includes.`;
    this.includes.set(from, (this.includes.get(from) ?? new Set()).add(file));
    return undefined;
  }

  /** The includes that lead from a file to another. */
  private wayTo(goal: SourceFile, from: SourceFile, seen: Set<SourceFile>): readonly SourceFile[] | undefined {
    if (from === goal) return [from];
    if (seen.has(from)) return undefined;
    seen.add(from);
    for (const next of this.includes.get(from) ?? []) {
      const way = this.wayTo(goal, next, seen);
      if (way) return [from, ...way];
    }
    return undefined;
  }
}

/** What the library says of a template that it cannot expand. */
class LibraryError extends Error {
  constructor(error: unknown) {
    const why = bare(error instanceof Error ? error.message : String(error));
    super(`cfn-include cannot expand this, ${why}: check what its functions are given.`);
  }
}
