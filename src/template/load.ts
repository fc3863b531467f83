import type { Mapping, Node, ParsedFile } from '../source/tree.ts';
import { Budget, LimitError } from '../values/budget.ts';
import { loadAssembly } from './cdk/load.ts';
import { isManifest } from './cdk/manifest.ts';
import type { Imports } from './cloudformation/evaluator.ts';
import { type CloudFormationOptions, exportsOf, failureOf, loadCloudFormation } from './cloudformation/load.ts';
import { isTemplate, readTemplate } from './cloudformation/template.ts';
import { withIncludes } from './cloudformation/transforms.ts';
import { isPolicyDocument, loadPolicyDocument } from './document/policy.ts';
import { type Loaded, TemplateError } from './loaded.ts';
import { nestedStacks } from './nested.ts';
import { isOpenApi, loadOpenApi } from './openapi/load.ts';
import { isSam, loadSam } from './sam/load.ts';
import { isService, loadService } from './serverless/load.ts';
import { isSnapshot, loadSnapshot } from './snapshot/load.ts';
import { isStateFile, isTerraform, loadTerraform } from './terraform/load.ts';
import type { Told } from './told.ts';

const STORED_STATE = 'this is the state as Terraform stores it: audit what terraform show -json prints of it';

const NOTHING: Loaded = { apis: [], failures: [], notAudited: [] };

/** What the user gives, and what other files do. */
export interface LoadOptions extends CloudFormationOptions {
  readonly told?: Told;
  /** The working directory. */
  readonly cwd?: string;
}

/** Whether a text can name an API at all: what cannot is not parsed. */
export function mayHoldApi(text: string): boolean {
  // the CDK's tree of constructs repeats what its templates say
  if (/^\s*\{\s*"version":\s*"tree-/.test(text)) return false;
  return /"ipauditSnapshot"|AWS::(?:ApiGateway|Serverless::|CloudFormation::Stack|Include)|execute-api|x-amazon-apigateway|resourcePolicy|aws_api_?gateway|"aws:cloudformation:stack"|"cdk:cloud-assembly"|\$\{\s*file\(|[\s{,"']http(?:Api)?["']?:(?!\/)/i.test(
    text,
  );
}

/** Why a text with an API is no document to parse; undefined for one that is. */
export function unreadSource(text: string): string | undefined {
  return /^\s*resource\s+"aws_api_gateway_rest_api(?:_policy)?"/m.test(text)
    ? 'Terraform source is not evaluated: audit what terraform show -json prints of its plan or its state'
    : undefined;
}

/** Whether a text can export a value to other templates. */
export function mayExport(text: string): boolean {
  return text.includes('Outputs') && text.includes('Export');
}

/** Reads a document by what it is, not by its name. */
export function load(parsed: ParsedFile, { told = {}, cwd, ...options }: LoadOptions): Loaded {
  const written = parsed.root;
  if (!written) return NOTHING;
  return guarded(written, () => {
    const budget = new Budget();
    if (written.kind !== 'mapping') {
      const what = written.kind === 'sequence' ? 'a list' : 'a single value';
      const message = `This document is ${what}: a template is a mapping of sections, a policy has a Version and a Statement.`;
      throw new TemplateError(message, { at: { ...written.span, end: written.span.start } });
    }
    const root = withIncludes(written, options.files);
    if (isSnapshot(root)) return loadSnapshot(root, budget);
    if (isTemplate(root)) return loadTemplate(root, budget, options);
    if (isManifest(root))
      return loadAssembly(root, {
        files: options.files,
        cwd,
        mayHoldApi,
        loadTemplate: (template) => guarded(template, () => loadTemplate(template, new Budget(), options)),
      });
    if (isPolicyDocument(root)) return loadPolicyDocument(root, budget, told);
    if (isOpenApi(root)) return loadOpenApi(root, budget, { ...options, told });
    if (isTerraform(root)) return loadTerraform(root, budget, { files: options.files, told });
    if (isService(root)) return loadService(root, budget, { ...options, told });
    return isStateFile(root) ? { ...NOTHING, notAudited: [STORED_STATE] } : NOTHING;
  });
}

/** A template with its nested stacks. */
function loadTemplate(root: Mapping, budget: Budget, options: CloudFormationOptions): Loaded {
  const template = readTemplate(root.span.file, root, budget);
  const own = guarded(root, () =>
    isSam(template) ? loadSam(template, budget, options) : loadCloudFormation(() => template, budget, options),
  );
  const nested = guarded(root, () => {
    const { stacks, ...unread } = nestedStacks(template, budget, options);
    const inside = stacks.map((stack) => guarded(stack.root, () => loadTemplate(stack.root, budget, stack.options)));
    return joined([...inside, { ...NOTHING, ...unread }]);
  });
  return joined([own, nested]);
}

function joined(all: readonly Loaded[]): Loaded {
  return {
    apis: all.flatMap(({ apis }) => apis),
    failures: all.flatMap(({ failures }) => failures),
    notAudited: all.flatMap(({ notAudited }) => notAudited),
    declarations: all.flatMap(({ declarations = [] }) => declarations),
  };
}

/** What a file exports to others; nothing for any other kind of document. */
export function loadExports(parsed: ParsedFile, options: CloudFormationOptions): Imports {
  const { file, root } = parsed;
  if (root?.kind !== 'mapping' || !isTemplate(root)) return () => undefined;
  const budget = new Budget();
  try {
    return exportsOf(readTemplate(file, root, budget), budget, options);
  } catch (error) {
    if (error instanceof TemplateError || error instanceof LimitError) return () => undefined;
    throw error;
  }
}

/** An error costs the document that it is met in, whatever it is. */
function guarded({ span }: Node, work: () => Loaded): Loaded {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError || error instanceof LimitError)
      return { ...NOTHING, failures: [failureOf(error)] };
    // an error with a name of its own is for the user
    if (!(error instanceof Error && /^(?:Type|Range|Reference)?Error$/.test(error.name))) throw error;
    const message = `Reading this document ends in a bug, please report it: ${error.name}: ${error.message}`;
    return { ...NOTHING, failures: [{ message, place: { at: { ...span, end: span.start } } }] };
  }
}
