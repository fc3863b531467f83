import {
  type Mapping,
  member,
  type Node,
  resolveAlias,
  type Scalar,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import { at, itemsOf, stringAt } from './nodes.ts';

/** A stack of an assembly; its files are named relative to the folder of the manifest. */
export interface Stack {
  readonly template: Scalar;
  /** What is said of its constructs: in the manifest itself, or in a file of its own. */
  readonly metadata?: Node;
  readonly metadataFile?: Scalar;
  /** The files that list what is uploaded for it. */
  readonly assetManifests: readonly Scalar[];
}

/** What a manifest says of templates. */
export interface Manifest {
  readonly stacks: readonly Stack[];
  /** The folders of nested assemblies: one of each `Stage`. */
  readonly nested: readonly Scalar[];
  readonly malformed: readonly { readonly message: string; readonly at: Span }[];
}

/** Whether a document is the manifest of a cloud assembly: `manifest.json` in `cdk.out`. */
export function isManifest(root: Mapping): boolean {
  return hasVersion(root) && member(root, 'artifacts') !== undefined;
}

/** Whether it is another document of one: a list of its assets, or `cdk.out`, which says only that the folder is one. */
export function isPartOfAssembly(root: Mapping): boolean {
  return hasVersion(root) && (member(root, 'dockerImages') !== undefined || root.members.length === 1);
}

function hasVersion(root: Mapping): boolean {
  const version = stringAt(root, 'version');
  return version !== undefined && /^\d+\.\d+\.\d+$/.test(scalarText(version));
}

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema.AssemblyManifest.html */
export function readManifest(root: Mapping): Manifest {
  const stacks: Stack[] = [];
  const nested: Scalar[] = [];
  const malformed: { readonly message: string; readonly at: Span }[] = [];
  const isWrong = (what: string, node: Node): void => {
    malformed.push({ message: `${what}: run cdk synth again.`, at: resolveAlias(node).span });
  };
  const section = at(root, 'artifacts');
  if (section?.kind !== 'mapping') isWrong('The artifacts of a cloud assembly are an object', section ?? root);
  const members = section?.kind === 'mapping' ? section.members : [];
  const artifacts = new Map(members.map(({ key, value }) => [scalarText(key), value]));
  const fileOf = (artifact: Node, key: Scalar, property: string): Scalar | undefined => {
    const name = stringAt(artifact, 'properties', property);
    if (!name)
      isWrong(`The ${property} of this artifact is the name of a file`, at(artifact, 'properties', property) ?? key);
    return name;
  };
  for (const { key, value } of members) {
    const type = stringAt(value, 'type');
    if (!type) isWrong('An artifact of a cloud assembly is an object with a type', key);
    else if (scalarText(type) === 'cdk:cloud-assembly') {
      const folder = fileOf(value, key, 'directoryName');
      if (folder) nested.push(folder);
    } else if (scalarText(type) === 'aws:cloudformation:stack') {
      const template = fileOf(value, key, 'templateFile');
      if (template) stacks.push(stackOf(template, value, artifacts));
    }
  }
  return { stacks, nested, malformed };
}

function stackOf(template: Scalar, artifact: Node, artifacts: ReadonlyMap<string, Node>): Stack {
  const metadata = at(artifact, 'metadata');
  const metadataFile = stringAt(artifact, 'additionalMetadataFile');
  const assetManifests = itemsOf(at(artifact, 'dependencies')).flatMap((name) => {
    const needed = name.kind === 'scalar' ? artifacts.get(scalarText(name)) : undefined;
    const type = stringAt(needed, 'type');
    return type && scalarText(type) === 'cdk:asset-manifest' ? (stringAt(needed, 'properties', 'file') ?? []) : [];
  });
  return { template, ...(metadata && { metadata }), ...(metadataFile && { metadataFile }), assetManifests };
}
