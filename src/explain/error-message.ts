import type { ErrorMeaning } from '../report/explanation.ts';

const DENIAL =
  /User: (?<user>\S+) is not authorized to perform: execute-api:Invoke on resource: (?<resource>arn:[^:\s]*:execute-api:[^:\s]*:[^:\s]*:[^/\s]+\/(?<stage>[^/\s]+)\/(?<method>[^/\s]+)(?<path>\/[^\s"]*))(?<explicit> with an explicit deny)?/;

/** API Gateway's other answers to a request that it refuses, none of which the policy has a part in. */
const OTHERS: readonly { readonly text: RegExp; readonly is: ErrorMeaning }[] = [
  {
    text: /^User is not authorized to access this resource(?: with an explicit deny)?$/,
    is: {
      kind: 'authorizer',
      meaning:
        'The Lambda authorizer refuses the caller; this says nothing of the resource policy. Look at the policy that the authorizer returns.',
    },
  },
  {
    text: /^Missing Authentication Token$/,
    is: {
      kind: 'missing-token',
      meaning:
        'There is no such stage, path or verb, or the request is not signed and the method wants AWS_IAM; this says nothing of the resource policy. Look at the URL, and whether the route is deployed.',
    },
  },
  {
    text: /^Forbidden$/,
    is: {
      kind: 'forbidden',
      meaning:
        'An API key is missing or wrong, AWS WAF blocks the request, or the host name, the mapping of the custom domain or the VPC endpoint is not that of the API; this says nothing of the resource policy. Look at these.',
    },
  },
];

const OTHER: ErrorMeaning = {
  kind: 'other',
  meaning:
    'A resource policy does not deny a request with this message. One that denies begins with "User: … is not authorized to perform: execute-api:Invoke on resource: arn:…".',
};

/** What the answer to a refused request means; a body of JSON, or the message alone. */
export function readError(text: string): ErrorMeaning {
  const message = messageOf(text.trim()).trim();
  const { user, resource, stage, method, path, explicit } = DENIAL.exec(message)?.groups ?? {};
  if (user === undefined || resource === undefined || stage === undefined || method === undefined || path === undefined)
    return OTHERS.find((one) => one.text.test(message))?.is ?? OTHER;
  const meaning =
    explicit === undefined
      ? 'The resource policy denies the request: no Allow of it lets the request in.'
      : 'The resource policy denies the request: a Deny of it matches.';
  const denial = { resource, explicit: explicit !== undefined, signed: user !== 'anonymous', stage, method, path };
  return { kind: 'policy', meaning, denial };
}

/** The message of a body, `{"message":"Forbidden"}`. */
function messageOf(text: string): string {
  try {
    const { message, Message } = JSON.parse(text) as { readonly message?: unknown; readonly Message?: unknown };
    const found = message ?? Message;
    return typeof found === 'string' ? found : text;
  } catch {
    return text;
  }
}
