import { positionAt } from '../source/lines.ts';
import { type Mapping, member, type Node, type ParsedFile, type SourceFile } from '../source/tree.ts';
import { Budget, LimitError } from '../values/budget.ts';
import { loadAssembly } from './cdk/load.ts';
import { isManifest, isPartOfAssembly } from './cdk/manifest.ts';
import { extended } from './cloudformation/extensions.ts';
import { exportsOf, loadCloudFormation } from './cloudformation/load.ts';
import { withIncludes } from './cloudformation/transforms.ts';
import { isPolicyDocument, loadPolicyDocument } from './document/policy.ts';
import { isRequest, loadRequest } from './document/requests.ts';
import { failureOf, unique } from './failures.ts';
import { evaluators, type Imports, type TemplateOptions } from './kernel/evaluator.ts';
import { Impossible } from './kernel/scenario.ts';
import { isTemplate, readTemplate } from './kernel/template.ts';
import { type Loaded, TemplateError } from './loaded.ts';
import {
  isPartOfTemplate,
  isStatements,
  mayBeForApi,
  nearlyApis,
  STATEMENTS,
  unrecognized,
  unrecognizedList,
} from './nearly.ts';
import { nestedStacks } from './nested.ts';
import { isOpenApi, loadOpenApi } from './openapi/load.ts';
import { isSam, loadSam } from './sam/load.ts';
import { hasProvider, isService, loadService } from './serverless/load.ts';
import { isSnapshot, loadSnapshot } from './snapshot/load.ts';
import { templatingOf } from './templating.ts';
import { isPartOfPlan, isStateFile, isTerraform, loadTerraform } from './terraform/load.ts';
import type { Told } from './told.ts';

const STORED_STATE = 'this is the state as Terraform stores it: audit what terraform show -json prints of it';

const PART_OF_PLAN = 'this is a part of a plan: audit all that terraform show -json prints of it';

/** What is taken for the output of `terraform show -json`, by how it begins. */
const LOGS: readonly (readonly [start: RegExp, reason: string])[] = [
  [
    /^\[command\]\S*terraform/,
    'a wrapper has written its log around what Terraform prints: switch it off, with terraform_wrapper: false for setup-terraform',
  ],
  [
    /^\{"@level":/,
    'this is the log of terraform plan -json, which holds no values: audit what terraform show -json prints of the plan',
  ],
];

const OTHER_POLICY = 'this policy names no service: write execute-api:Invoke as Action where it is for an API';

const NOTHING: Loaded = { apis: [], failures: [], notAudited: [] };

/** What the user gives, and what other files do. */
export interface LoadOptions extends TemplateOptions {
  readonly told?: Told;
  /** The working directory. */
  readonly cwd?: string;
}

/** Whether a text can name an API at all: what cannot is not parsed. */
export function mayHoldApi(text: string): boolean {
  if (isConstructTree(text)) return false;
  return /"ipauditSnapshot"|AWS::(?:ApiGateway|Serverless::|CloudFormation::Stack|Include)|execute-api|x-amazon-apigateway|resourcePolicy|aws_api_?gateway|"aws:cloudformation:stack"|"cdk:cloud-assembly"|\$\{\s*file\(|[\s{,"']http(?:Api)?["']?:(?!\/)/i.test(
    text,
  );
}

/** Whether a text names an API itself: `mayHoldApi` lets pass too what brings one in, or only uses the words. */
export function namesApi(text: string): boolean {
  return (
    /"ipauditSnapshot"|AWS::ApiGateway|AWS::Serverless::(?:Http)?Api\b|execute-api|x-amazon-apigateway|resourcePolicy|aws_api_?gateway|"cdk:cloud-assembly"/i.test(
      text,
    ) ||
    (text.includes('AWS::Serverless::') && /\bType["']?\s*:\s*["']?(?:Http)?Api\b/.test(text)) ||
    (/^\s*["']?provider["']?\s*:/m.test(text) && /[\s{,"']http(?:Api)?["']?:(?!\/)/i.test(text))
  );
}

/** A document that is known by its text and not parsed. */
export function loadText({ path, text }: SourceFile): Loaded | undefined {
  if (/^\s*resource\s+"aws_api_gateway_rest_api(?:_policy)?"/m.test(text))
    return {
      ...NOTHING,
      notAudited: [
        'Terraform source is not evaluated: audit what terraform show -json prints of its plan or its state',
      ],
    };
  const log = LOGS.find(([start]) => start.test(text))?.[1];
  if (log !== undefined) return { ...NOTHING, notAudited: [log] };
  return text.trim() === '' || /\.tf$/i.test(path) || isConstructTree(text) ? NOTHING : undefined;
}

/** The CDK's tree of constructs, which repeats what its templates say. */
function isConstructTree(text: string): boolean {
  return /^\s*\{\s*"version":\s*"tree-/.test(text);
}

/** What a document is called that has to be filled in before it can be parsed. */
export function loadTemplating({ file, root, failures: [failure] }: ParsedFile): Loaded | undefined {
  const kind = root || !failure ? undefined : templatingOf(file, positionAt(file, failure.at.start).line);
  if (kind === undefined) return undefined;
  const reasons = [rendered(kind)];
  return namesApi(file.text) ? { ...NOTHING, notAudited: reasons } : { ...NOTHING, nearly: reasons };
}

function rendered(kind: string): string {
  const what = kind === 'Terraform' ? 'audit the plan, or what it renders' : 'render it, and audit the result';
  return `this is a template for ${kind}: ${what}`;
}

/** Whether a text can export a value to other templates. */
export function mayExport(text: string): boolean {
  return text.includes('Outputs') && text.includes('Export');
}

/** Reads a document by what it is, not by its name. */
export function load(parsed: ParsedFile, { told = {}, cwd, ...options }: LoadOptions): Loaded {
  const { file, root: written } = parsed;
  if (!written) return NOTHING;
  return guarded(written, () => {
    const budget = new Budget();
    if (isRequest(written)) return loadRequest(written, budget, told);
    if (written.kind !== 'mapping') {
      if (!namesApi(file.text)) return { ...NOTHING, nearly: [unrecognizedList(file.text)] };
      if (isStatements(written)) return { ...NOTHING, nearly: [STATEMENTS] };
      const what = written.kind === 'sequence' ? 'a list' : 'a single value';
      const message = `This document is ${what}: a template is a mapping of sections, a policy has a Version and a Statement.`;
      throw new TemplateError(message, { at: { ...written.span, end: written.span.start } });
    }
    const root = withIncludes(written, options.files);
    if (isSnapshot(root)) return loadSnapshot(root, budget);
    if (isTemplate(root)) {
      const whole = loadTemplate(root, budget, options);
      return { ...whole, failures: unique(whole.failures) };
    }
    if (isManifest(root))
      return loadAssembly(root, {
        files: options.files,
        cwd,
        mayHoldApi,
        loadTemplate: (template) => guarded(template, () => loadTemplate(template, new Budget(), options)),
      });
    if (isPolicyDocument(root)) return loadPolicyDocument(root, budget, told);
    if (mayBeForApi(root)) return { ...NOTHING, nearly: [OTHER_POLICY] };
    if (isOpenApi(root)) return loadOpenApi(root, budget, { ...options, told });
    if (isTerraform(root)) return loadTerraform(root, budget, { files: options.files, told });
    if (isPartOfPlan(root)) return { ...NOTHING, notAudited: namesApi(file.text) ? [PART_OF_PLAN] : [] };
    if (isService(root)) return loadService(root, budget, { ...options, told });
    if (isStateFile(root)) return { ...NOTHING, notAudited: namesApi(file.text) ? [STORED_STATE] : [] };
    // what others mark in a like way, as workflows do, is none of ours
    const kind = namesApi(file.text) ? templatingOf(file) : undefined;
    return { ...NOTHING, nearly: isWithoutApi(root) ? [] : [kind ? rendered(kind) : unrecognized(root)] };
  });
}

/** Whether a document is of a dialect that is known, but says nothing to API Gateway. */
function isWithoutApi(root: Mapping): boolean {
  const has = (name: string): boolean => member(root, name) !== undefined;
  if (isPartOfTemplate(root)) return !namesApi(root.span.file.text);
  return (
    isPartOfAssembly(root) ||
    has('Statement') ||
    has('openapi') ||
    has('swagger') ||
    (has('service') && hasProvider(root))
  );
}

/** A template with its nested stacks. */
function loadTemplate(root: Mapping, budget: Budget, options: TemplateOptions): Loaded {
  const written = readTemplate(root.span.file, root, budget);
  const templateIn = extended(written, evaluators({ ...options, budget }));
  const own = guarded(root, () =>
    isSam(written, templateIn) ? loadSam(templateIn, budget, options) : loadCloudFormation(templateIn, budget, options),
  );
  const nested = guarded(root, () => {
    const { stacks, ...unread } = nestedStacks(root.span.file, templateIn, budget, options);
    const inside = stacks.map((stack) => guarded(stack.root, () => loadTemplate(stack.root, budget, stack.options)));
    return joined([...inside, { ...NOTHING, ...unread }]);
  });
  return joined([own, nested, { ...NOTHING, nearly: nearlyApis(written) }]);
}

function joined(all: readonly Loaded[]): Loaded {
  return {
    apis: all.flatMap(({ apis }) => apis),
    failures: all.flatMap(({ failures }) => failures),
    notAudited: all.flatMap(({ notAudited }) => notAudited),
    nearly: all.flatMap(({ nearly = [] }) => nearly),
    declarations: all.flatMap(({ declarations = [] }) => declarations),
  };
}

/** What a file exports to others; nothing for any other kind of document. */
export function loadExports(parsed: ParsedFile, options: TemplateOptions): Imports {
  const { file, root } = parsed;
  if (root?.kind !== 'mapping' || !isTemplate(root)) return () => undefined;
  const budget = new Budget();
  try {
    const written = readTemplate(file, root, budget);
    return exportsOf(extended(written, evaluators({ ...options, budget })), budget, options);
  } catch (error) {
    const isKnown = error instanceof TemplateError || error instanceof LimitError || error instanceof Impossible;
    if (isKnown) return () => undefined;
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
