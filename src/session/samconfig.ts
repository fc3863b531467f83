import { type Mapping, type Node, resolveAlias, type SourceFile, type Span, scalarText } from '../source/tree.ts';
import { dirname, join } from '../text/paths.ts';
import { EnvironmentError } from './environment-error.ts';
import { ReadError } from './file-system.ts';
import { memberOf, type ParameterValues } from './parameter-file.ts';
import { readOverrides } from './parameter-overrides.ts';
import type { Reader } from './reader.ts';

/** SAM CLI takes the first of them that is there. */
const NAMES = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'];

/** One configuration; without a root where it cannot be read, which is reported by then. */
interface Config {
  readonly path: string;
  readonly root: Mapping | undefined;
}

/**
 * The configurations of SAM CLI that stand beside documents:
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export class SamConfigs {
  private readonly reader: Reader;
  private readonly documents: readonly SourceFile[];
  private readonly byFolder = new Map<string, Config | undefined>();

  constructor(reader: Reader, documents: readonly SourceFile[]) {
    this.reader = reader;
    this.documents = documents;
  }

  /** Throws an EnvironmentError where no configuration has the environment, and none that might cannot be read. */
  check(environment: string): void {
    if (this.documents.length === 0) return;
    const configs = new Set(this.documents.flatMap((document) => this.beside(document) ?? []));
    if (configs.size === 0)
      throw new EnvironmentError(
        `--env ${environment} is an environment in samconfig.toml, but no such file stands beside what is audited`,
      );
    const roots = [...configs].map(({ root }) => root);
    if (roots.some((root) => !root || find(root, environment))) return;
    const known = new Set(roots.flatMap((root) => (root ? environmentsIn(root) : [])));
    const list = known.size > 0 ? `there are ${[...known].join(', ')}` : 'it has none';
    throw new EnvironmentError(`no samconfig has an environment '${environment}': ${list}`);
  }

  /** What an environment gives to a document; nothing where it is for another one. */
  values(document: SourceFile, environment: string): ParameterValues {
    const config = this.beside(document);
    const parameters = config?.root && find(config.root, environment);
    const written = parameters && settings(parameters, 'parameter_overrides');
    if (!written) return new Map();
    const fail = (message: string, at: Span): void => this.reader.fail(message, this.reader.locator.locate(at));
    const template = settings(parameters, 'template_file');
    const named = template && pathOf(config, resolveAlias(template));
    if (named === undefined || named === document.path) return readOverrides(written, fail);
    if (template && !this.documents.some(({ path }) => path === named))
      fail('This environment is for a template that is not audited: name that one too.', template.span);
    return new Map();
  }

  private beside({ path }: SourceFile): Config | undefined {
    const folder = dirname(path);
    if (!this.byFolder.has(folder)) this.byFolder.set(folder, this.read(folder));
    return this.byFolder.get(folder);
  }

  private read(folder: string): Config | undefined {
    const file = this.reader.firstOf(NAMES.map((name) => join(folder, name)));
    if (!file) return undefined;
    if (file instanceof ReadError) return { path: folder, root: undefined };
    const { root, failures } = this.reader.parse(file);
    return { path: file.path, root: root?.kind === 'mapping' && failures.length === 0 ? root : undefined };
  }
}

/** What `sam deploy` takes: its own section wins over `global`. */
function settings(environment: Mapping, name: string): Node | undefined {
  for (const section of ['deploy', 'global']) {
    const command = find(environment, section);
    const parameters = command && find(command, 'parameters');
    const value = parameters && memberOf(parameters, name);
    if (value) return value;
  }
  return undefined;
}

/** The template that is named; what SAM CLI has built is built of the one beside it, and names none. */
function pathOf(config: Config, template: Node): string | undefined {
  const written = template.kind === 'scalar' ? scalarText(template) : '';
  return written === '' || /^(?:\.\/)?\.aws-sam\//.test(written) ? undefined : join(dirname(config.path), written);
}

function environmentsIn(root: Mapping): readonly string[] {
  return root.members.filter(({ value }) => resolveAlias(value).kind === 'mapping').map(({ key }) => scalarText(key));
}

function find(mapping: Mapping, name: string): Mapping | undefined {
  const value = memberOf(mapping, name);
  const target = value && resolveAlias(value);
  return target?.kind === 'mapping' ? target : undefined;
}
