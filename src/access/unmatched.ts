import { type Answer, any, NO, not } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { ElementValue, Statement } from '../model/policy.ts';
import { requestsOf } from './requests.ts';

const known = new WeakMap<Revision, ReadonlyMap<ElementValue, Answer>>();

/** Whether a value of a `Resource` matches no request to a route that the document shows. */
export function isUnmatched(api: Api, revision: Revision, value: ElementValue): Answer {
  const found = known.get(revision) ?? find(api, revision);
  known.set(revision, found);
  return found.get(value) ?? { is: 'no' };
}

function find(api: Api, revision: Revision): ReadonlyMap<ElementValue, Answer> {
  const statements = revision.policies.flatMap((policy) => policy.statements);
  // each value as if it stood in a statement of its own
  const single = statements.flatMap((statement): readonly { value: ElementValue; statement: Statement }[] => {
    const { resource } = statement;
    if (!resource || resource.negated) return [];
    return resource.values.map((value) => ({
      value,
      statement: { ...statement, resource: { ...resource, values: [value], open: [] } },
    }));
  });
  const requests = requestsOf(
    api,
    revision,
    single.map(({ statement }) => statement),
  );
  const matches = (index: number): Answer => any(...requests.map(({ matched }) => matched.get(index) ?? NO));
  return new Map(single.map(({ value }, i) => [value, not(matches(i))]));
}
