import { type Mapping, type Node, type Scalar, type SourceFile, type Span, scalarText } from '../../source/tree.ts';
import type { Files } from '../files.ts';
import { isTemplate } from '../kernel/template.ts';
import type { Loaded } from '../loaded.ts';
import { Constructs } from './constructs.ts';
import { isManifest, readManifest, type Stack } from './manifest.ts';
import { type NestedStack, nestedStacks, uploaded } from './nested-stacks.ts';

export interface AssemblyOptions {
  readonly files: Files;
  /** What paths in stack traces are shown relative to. */
  readonly cwd: string | undefined;
  /** Whether a text can name an API at all. */
  readonly mayHoldApi: (text: string) => boolean;
  readonly loadTemplate: (root: Mapping) => Loaded;
}

/** The APIs of the stacks of a cloud assembly, of their nested stacks, and of its nested assemblies. */
export function loadAssembly(manifest: Mapping, options: AssemblyOptions): Loaded {
  const assembly = new Assembly(options);
  // those that it leads to are added on the way
  const manifests = [manifest];
  for (const one of manifests) for (const nested of assembly.load(one)) manifests.push(nested);
  return assembly.loaded;
}

class Assembly {
  private readonly options: AssemblyOptions;
  private readonly seen = new Set<SourceFile>();
  private readonly parts: Loaded[] = [];

  constructor(options: AssemblyOptions) {
    this.options = options;
  }

  get loaded(): Loaded {
    return {
      apis: this.parts.flatMap(({ apis }) => apis),
      failures: this.parts.flatMap(({ failures }) => failures),
      notAudited: this.parts.flatMap(({ notAudited }) => notAudited),
      declarations: this.parts.flatMap(({ declarations = [] }) => declarations),
    };
  }

  /** Loads the stacks of a manifest; the manifests of nested assemblies are left to be loaded. */
  load(manifest: Mapping): readonly Mapping[] {
    this.seen.add(manifest.span.file);
    const { stacks, nested, malformed } = readManifest(manifest);
    for (const { message, at } of malformed) this.fail(message, at);
    for (const stack of stacks) this.loadStack(stack);
    return nested.flatMap((folder) => this.nestedManifest(folder) ?? []);
  }

  private nestedManifest(folder: Scalar): Mapping | undefined {
    const path = `${scalarText(folder)}/manifest.json`;
    const root = this.mapping(folder, path);
    if (!root) return undefined;
    if (!isManifest(root)) this.fail(`${path} is no manifest of a cloud assembly: run cdk synth again.`, folder.span);
    else if (this.seen.has(root.span.file))
      this.fail(`${path} is a part of this assembly already, it is audited once: run cdk synth again.`, folder.span);
    else return root;
    return undefined;
  }

  private loadStack(stack: Stack): void {
    const { template, metadata, metadataFile } = stack;
    const constructs = new Constructs([metadata, metadataFile && this.document(metadataFile)], this.options.cwd);
    // those of nested stacks are added on the way
    const templates = [template];
    for (const name of templates) {
      const root = this.template(name);
      if (!root) continue;
      const { apis, failures, notAudited } = this.options.loadTemplate(root);
      const reasons = [...notAudited];
      for (const nested of nestedStacks(root)) {
        const file = nested.file ?? this.uploadedFor(stack, nested);
        if (file) templates.push(file);
        else reasons.push(`${nested.id}: the template of this nested stack is not in the assembly`);
      }
      const { path } = root.span.file;
      this.parts.push({
        apis,
        failures,
        notAudited: reasons.map((reason) => `${path}: ${reason}`),
        declarations: constructs.in(root),
      });
    }
  }

  /** A template that was not loaded yet and can hold an API, or lead to one that does. */
  private template(name: Scalar): Mapping | undefined {
    const path = scalarText(name);
    const found = this.options.files.read(path, name.span.file, name.span);
    if ('file' in found) {
      if (this.seen.has(found.file)) return undefined;
      this.seen.add(found.file);
      const { text } = found.file;
      if (!this.options.mayHoldApi(text) && !text.includes('AWS::CloudFormation::Stack')) return undefined;
    }
    const root = this.mapping(name, path);
    if (!root || isTemplate(root)) return root;
    this.fail(`${path} is no CloudFormation template: run cdk synth again.`, name.span);
    return undefined;
  }

  private uploadedFor({ assetManifests }: Stack, { hash }: NestedStack): Scalar | undefined {
    if (hash === undefined) return undefined;
    for (const name of assetManifests) {
      const file = uploaded(this.document(name), hash);
      if (file) return file;
    }
    return undefined;
  }

  /** The object in a file of the assembly; where there is none the name is to blame. */
  private mapping({ span }: Scalar, path: string): Mapping | undefined {
    const found = this.options.files.parse(path, span.file, span);
    if ('root' in found && found.root.kind === 'mapping') return found.root;
    if ('root' in found) this.fail(`${path} is no JSON object: run cdk synth again.`, span);
    else if (found.isMissing) this.fail(`${found.reason}: run cdk synth again.`, span);
    return undefined;
  }

  /** A file that says more about a stack: without it the stack can still be audited. */
  private document(name: Scalar): Node | undefined {
    const found = this.options.files.parse(scalarText(name), name.span.file, name.span);
    return 'root' in found ? found.root : undefined;
  }

  private fail(message: string, at: Span): void {
    this.parts.push({ apis: [], failures: [{ message, place: { at } }], notAudited: [] });
  }
}
