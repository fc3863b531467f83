import { type Mapping, type Node, type ParsedFile, scalarText } from '../source/tree.ts';
import { Budget, LimitError } from '../values/budget.ts';
import { loadAssembly } from './cdk/load.ts';
import { isManifest } from './cdk/manifest.ts';
import type { Imports } from './cloudformation/evaluator.ts';
import { type CloudFormationOptions, exportsOf, failureOf, loadCloudFormation } from './cloudformation/load.ts';
import { isTemplate, member, readTemplate } from './cloudformation/template.ts';
import { isPolicyDocument, loadPolicyDocument } from './document/policy.ts';
import { type Loaded, TemplateError } from './loaded.ts';
import { isOpenApi, loadOpenApi } from './openapi/load.ts';
import { isSam, loadSam } from './sam/load.ts';
import { isService, loadService } from './serverless/load.ts';
import type { Told } from './told.ts';

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
  return /AWS::(?:ApiGateway|Serverless::)|execute-api|x-amazon-apigateway|resourcePolicy|aws_api_gateway|"aws:cloudformation:stack"|"cdk:cloud-assembly"|[\s{,"']http(?:Api)?["']?:(?!\/)/i.test(
    text,
  );
}

/** Whether a text can export a value to other templates. */
export function mayExport(text: string): boolean {
  return text.includes('Outputs') && text.includes('Export');
}

/** Reads a document by what it is, not by its name. */
export function load(parsed: ParsedFile, { told = {}, cwd, ...options }: LoadOptions): Loaded {
  const { root } = parsed;
  if (!root) return NOTHING;
  return guarded(() => {
    const budget = new Budget();
    if (root.kind !== 'mapping') {
      const what = root.kind === 'sequence' ? 'a list' : 'a single value';
      const message = `This document is ${what}: a template is a mapping of sections, a policy has a Version and a Statement.`;
      throw new TemplateError(message, { at: { ...root.span, end: root.span.start } });
    }
    if (isTemplate(root)) return loadTemplate(root, options);
    if (isManifest(root))
      return loadAssembly(root, {
        files: options.files,
        cwd,
        mayHoldApi,
        loadTemplate: (template) => guarded(() => loadTemplate(template, options)),
      });
    if (isPolicyDocument(root)) return loadPolicyDocument(root, budget, told);
    if (isOpenApi(root)) return loadOpenApi(root, budget, { ...options, told });
    if (isService(root)) return loadService(root, budget, { ...options, told });
    const reason = unreadDialect(parsed);
    return reason ? { ...NOTHING, notAudited: [reason] } : NOTHING;
  });
}

function loadTemplate(root: Mapping, options: CloudFormationOptions): Loaded {
  const budget = new Budget();
  const template = readTemplate(root.span.file, root, budget);
  return isSam(template) ? loadSam(template, budget, options) : loadCloudFormation(template, budget, options);
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

function guarded(work: () => Loaded): Loaded {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError || error instanceof LimitError)
      return { ...NOTHING, failures: [failureOf(error)] };
    throw error;
  }
}

function scalarIn(node: Node | undefined): string {
  return node?.kind === 'scalar' ? scalarText(node) : '';
}

/** Documents that can hold an API in a form that is not read yet. */
function unreadDialect({ file, root }: ParsedFile): string | undefined {
  if (root?.kind !== 'mapping') return undefined;
  const has = (name: string): boolean => member(root, name) !== undefined;
  if (has('service') && /^\$\{/.test(scalarIn(member(root, 'provider')?.value)))
    return 'the provider of this Serverless Framework service is in a file that is not read';
  if (has('terraform_version') && file.text.includes('aws_api_gateway_rest_api'))
    return 'Terraform states and plans are not read yet';
  return undefined;
}
