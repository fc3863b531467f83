import type { AddressSet } from '../ip/address-set.ts';
import type { Malformed, Network } from '../ip/network.ts';
import type { Text } from '../values/text.ts';
import type { Nature, Origin, Unknown } from '../values/value.ts';
import type { Answer } from './answer.ts';
import type { KeyName, Operator } from './conditions.ts';

/** Where something stands: findings point there. */
export type Place = Origin;

/** Something of a policy that a finding can point at. */
export interface Placed {
  readonly place: Place;
}

/** A resource policy as its author wrote it. */
export interface Policy extends Placed {
  /** In order; one that is no object is a defect and not here. */
  readonly statements: readonly Statement[];
  /** What may bring further statements. */
  readonly open: readonly Unknown[];
  readonly defects: readonly Defect[];
  readonly size: PolicySize;
}

/** Characters of a policy without the blanks between its tokens, as far as they are known. */
export interface PolicySize {
  readonly written: number;
  /** With every resource as the full ARN that AWS makes of it; parts that are not known by their usual length. */
  readonly expanded: number;
  /** What is not known, and how many characters it has together at most. */
  readonly open: readonly Unknown[];
  readonly openMost: number;
}

export interface Statement extends Placed {
  readonly index: number;
  readonly sid?: string;
  /** No where it is missing or misspelt. */
  readonly effect: Answer<'Allow' | 'Deny'>;
  readonly principal?: PrincipalElement;
  readonly action?: Element;
  readonly resource?: Element;
  readonly conditions: readonly Condition[];
  /** What may bring further elements. */
  readonly open: readonly Unknown[];
  readonly conditionsOpen: readonly Unknown[];
  /** What stays the same when values change: the `Sid`, else the statement's shape. For fingerprints. */
  readonly key: string;
}

/** `Action`, `Resource` and their negations. */
export interface Element extends Placed {
  readonly name: string;
  readonly negated: boolean;
  readonly values: readonly ElementValue[];
  readonly open: readonly Unknown[];
}

export interface PrincipalElement extends Placed {
  readonly name: string;
  readonly negated: boolean;
  /** `*` alone has the type `AWS`. */
  readonly values: readonly (ElementValue & { readonly type: string })[];
  readonly open: readonly Unknown[];
}

export interface ElementValue extends Placed {
  readonly text: Text;
  /** As a person would write it, unknown parts as `${…}`. */
  readonly written: string;
  readonly known: Answer<string>;
}

/** One operator and one of its keys. */
export interface Condition extends Placed {
  /** As written: `ForAnyValue:IpAddressIfExists`. `place` is the key's. */
  readonly operator: Operator & Placed;
  /** The key as written, and as AWS spells it: keys are case-insensitive. */
  readonly key: { readonly written: string; readonly name: KeyName | undefined };
  readonly values: readonly ElementValue[];
  readonly open: readonly Unknown[];
  /** The addresses that an IP operator compares `aws:SourceIp` or `aws:VpcSourceIp` with. */
  readonly list?: SourceList;
}

/** The entries of one condition. `place` is the condition's key. */
export interface SourceList extends Placed {
  readonly entries: readonly Entry[];
  /** What stands for an unknown number of further entries. */
  readonly open: readonly Unknown[];
}

export interface Entry extends Placed {
  readonly written: string;
  /** Put together from several places: it takes no fix. */
  readonly composed: boolean;
  /** How it reads: an address, or why it is none. */
  readonly address: Answer<EntryAddress>;
  /** Set for one that is well written by its type alone, though its address is not known. */
  readonly typed?: TypedEntry;
}

export type EntryAddress =
  | Network
  | Malformed
  | { readonly valid: false; readonly reason: 'list' | 'mapping' | IdNature };

/** What is no address by its type. */
export type IdNature = Exclude<Nature, TypedEntry['nature']>;

/** An address, or of `private network` a CIDR, that the type of a resource gives. */
export interface TypedEntry {
  readonly nature: 'elastic IP address' | 'private address' | 'private network';
  /** Equal for what is certainly the same address. */
  readonly id: string;
  /** All that it can be. */
  readonly within: AddressSet;
}

/** Something that the model above cannot hold. The `valid-*` rules are tables over the codes. */
export interface Defect extends Placed {
  readonly code: DefectCode;
  readonly data: Readonly<Record<string, string>>;
  readonly related?: { readonly message: string; readonly place: Place };
  /** The condition, the entry or the principal that has it. */
  readonly subject?: Condition | Entry | ElementValue;
  /** Set where it cannot be known whether the defect is there. */
  readonly because?: readonly Unknown[];
}

export type DefectCode =
  | 'policy-type'
  | 'policy-json'
  | 'policy-element'
  | 'duplicate-element'
  | 'version'
  | 'statement-missing'
  | 'statement-type'
  | 'statement-empty'
  | 'element'
  | 'element-missing'
  | 'element-type'
  | 'element-empty'
  | 'element-pair'
  | 'effect'
  | 'action'
  | 'principal-type'
  | 'principal'
  | 'principal-account'
  | 'principal-arn'
  | 'principal-name'
  | 'principal-number'
  | 'principal-wildcard'
  | 'condition-type'
  | 'operator'
  | 'operator-missing-key'
  | 'key'
  | 'key-unsupported'
  | 'key-duplicate'
  | 'key-not-address'
  | 'key-not-comparable'
  | 'qualifier-single'
  | 'null-qualifier'
  | 'null-value'
  | 'sam-key'
  | 'sam-empty'
  | 'sam-nested'
  | 'sam-apart'
  | 'sam-refused'
  | 'sam-auth'
  | 'sam-vpc'
  | 'sam-both'
  | 'sam-accounts'
  | 'sam-stage'
  | 'sam-machine'
  | 'sam-outside'
  | 'serverless-moved'
  | 'serverless-early'
  | 'serverless-shared'
  | 'serverless-http';
