import semver from 'semver';
import type { Mapping } from '../../source/tree.ts';
import { mappingIn, nodeIn, stringIn } from './nodes.ts';

/**
 * What the AWS provider does after it has put a definition on an API: before 6.48 it writes the policy of its state back, from
 * then on only one that `aws_api_gateway_rest_api` itself is given.
 */
export type Era = 'writes back' | 'leaves';

const ERAS: readonly (readonly [era: Era, versions: string])[] = [
  ['writes back', '<6.48.0'],
  ['leaves', '>=6.48.0'],
];

/** The eras that a plan may be applied in: it names the constraints on a provider, not the version. */
export function erasIn(configuration: Mapping | undefined): readonly Era[] {
  const providers = configuration && mappingIn(configuration, 'provider_config');
  const ranges = (providers?.members ?? []).flatMap(({ value }) => {
    const constraint = value.kind === 'mapping' && isAws(value) ? stringIn(value, 'version_constraint') : undefined;
    return constraint === undefined ? [] : [rangeOf(constraint)];
  });
  const range = ranges.join(' ');
  const within = ERAS.filter(([, versions]) => semver.validRange(range) === null || semver.intersects(range, versions));
  return (within.length > 0 ? within : ERAS).map(([era]) => era);
}

const isAws = (provider: Mapping): boolean =>
  nodeIn(provider, 'full_name')
    ? /\/hashicorp\/aws$/.test(stringIn(provider, 'full_name') ?? '')
    : stringIn(provider, 'name') === 'aws';

/**
 * A constraint as semver writes it. `!=` leaves out one version, and so no era.
 * https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
function rangeOf(constraint: string): string {
  const parts = constraint.split(',').map((part) => part.trim());
  return parts
    .filter((part) => !part.startsWith('!='))
    .map((part) => part.replace(/^~>\s*/, /\d+\.\d+\.\d+/.test(part) ? '~' : '^').replace(/^(\D*)\s+/, '$1'))
    .join(' ');
}
