import type { ErrorMeaning } from '../report/explanation.ts';
import { addressIn, messagesIn } from './pasted.ts';

const DENIAL =
  /User: (?<user>\S+) is not authorized to perform: execute-api:Invoke(?: on resource: (?<resource>[^\s"]+))?(?<why>.*)/;
const RESOURCE =
  /^arn:[^:\s]*:execute-api:[^:\s]*:[^:\s]*:[^/\s]+\/(?<stage>[^/\s]+)\/(?<method>[^/\s]+)(?<path>\/[^\s"]*)$/;

/** What IAM names as the policy that denies: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const DENIED_BY =
  /^\s*,?\s*(?:(?<explicit>with an explicit deny)(?: in an? (?<denying>[A-Za-z -]+?(?:policy|boundary)))?|because no (?<silent>[A-Za-z -]+?(?:policy|boundary)) allows)/;

/** The messages that are no denials of a call by a policy, each with what it means. */
const OTHERS: readonly { readonly text: RegExp; readonly is: ErrorMeaning }[] = [
  {
    text: /Private REST API doesn['’]?t have a resource policy attached to it/i,
    is: {
      kind: 'no-policy',
      meaning:
        'The deployment is refused because the private API has no resource policy at that time: its template writes none, its framework drops the one that is written, or it is deployed before its policy is attached.',
      rules: [
        ...['require-private-api-policy', 'valid-sam-resource-policy', 'valid-serverless-resource-policy'],
        'require-redeploy',
        'no-overwritten-policy',
      ],
    },
  },
  {
    text: /Invalid policy document/i,
    is: {
      kind: 'invalid-policy',
      meaning:
        'API Gateway refuses the resource policy: its grammar is wrong, or a principal is none, has been deleted, or is of an account that has not enabled the Region. Whether a principal still exists no file says.',
      rules: [
        ...['valid-policy', 'valid-condition', 'valid-cidr', 'valid-resource', 'valid-sam-resource-policy'],
        'max-policy-size',
      ],
    },
  },
  {
    text: /is not authorized to access this resource with an explicit deny in a resource-based policy/,
    is: {
      kind: 'policy',
      meaning:
        'The resource policy denies the request: a Deny of it matches. The message does not say of which route: ask again with --from, --method and --path in its place.',
    },
  },
  {
    text: /User is not authorized to access this resource/,
    is: {
      kind: 'authorizer',
      meaning:
        'The Lambda authorizer refuses the caller; this says nothing of the resource policy. Look at the policy that the authorizer returns.',
    },
  },
  {
    text: /Missing Authentication Token/i,
    is: {
      kind: 'missing-token',
      meaning:
        'There is no such stage, path or verb, or the request is not signed and the method wants AWS_IAM; this says nothing of the resource policy. Look at the URL, and whether the route is deployed.',
    },
  },
  {
    text: /request signature we calculated|Signature (?:expired|not yet current)|Credential should be scoped|security token included in the request|key=value pair|Authorization header requires|(?:Incomplete|Invalid)Signature|UnrecognizedClientException|SignatureDoesNotMatch/i,
    is: {
      kind: 'signature',
      meaning:
        'The signature of the request is wrong, incomplete or too old, so IAM does not know the caller; this says nothing of the resource policy. Look at the Authorization header, the service name (execute-api), the Region, the keys and the clock.',
    },
  },
  {
    text: /(?:^|["':>]\s*|\b401 )Unauthorized(?:Exception)?[\s"'}.]*$|The incoming token has expired/i,
    is: {
      kind: 'unauthorized',
      meaning:
        'The authorizer finds no token in the request, or one that it does not take; this says nothing of the resource policy. Look at the header that it reads the token from, and at the token.',
    },
  },
  {
    text: /(?:^|["':>]\s*|\b403 )Forbidden(?:Exception)?[\s"'}.]*$/i,
    is: {
      kind: 'forbidden',
      meaning:
        'The resource policy does not answer so: this says nothing of it. The method wants an API key and gets none that its usage plan has for this stage; or a web ACL of AWS WAF blocks the request; or its default endpoint is disabled; or the custom domain maps no API to this path; or a private API is called through a VPC endpoint that it is not associated with, or without the host name that leads to it.',
    },
  },
];

const OTHER: ErrorMeaning = {
  kind: 'other',
  meaning:
    'A resource policy does not deny a request with this message. One that denies begins with "User: … is not authorized to perform: execute-api:Invoke on resource: arn:…".',
};

/** What the answer to a refused request, or to a refused deployment, means: the message alone, or what it was pasted in. */
export function readError(text: string): ErrorMeaning {
  const messages = messagesIn(text);
  // a client adds words like Forbidden of its own
  for (const message of messages) {
    const denied = DENIAL.exec(message)?.groups;
    if (denied) return denial(denied, addressIn(text));
  }
  for (const message of messages) {
    const other = OTHERS.find((one) => one.text.test(message));
    if (other) return other.is;
  }
  return OTHER;
}

function denial(
  { user, resource: named = '', why = '' }: Readonly<Record<string, string>>,
  from: string | undefined,
): ErrorMeaning {
  const { explicit, denying, silent } = DENIED_BY.exec(why)?.groups ?? {};
  const policy = denying ?? silent;
  if (policy !== undefined && policy !== 'resource-based policy' && policy !== 'identity-based policy')
    return elsewhere(policy, explicit !== undefined);
  if (denying === 'identity-based policy') return elsewhere("caller's own IAM policy", true);
  const resource = named.replace(/[.,;)\]}]+$/, '');
  const { stage, method, path } = RESOURCE.exec(resource)?.groups ?? {};
  const meaning =
    explicit === undefined
      ? 'The resource policy denies the request: no Allow of it lets the request in.'
      : 'The resource policy denies the request: a Deny of it matches.';
  const own =
    silent === 'identity-based policy' ? " Nor does the caller's own IAM policy; in one account either would do." : '';
  if (stage === undefined || method === undefined || path === undefined)
    return {
      kind: 'policy',
      meaning: `${meaning}${own} The message does not say of which route: ask again with --from, --method and --path in its place.`,
    };
  const found = { resource, explicit: explicit !== undefined, signed: user !== 'anonymous', stage, method, path };
  const pasted = from === undefined ? '' : ` What was pasted gives ${from} as the address of the caller.`;
  return {
    kind: 'policy',
    meaning: `${meaning}${own}${pasted}`,
    denial: { ...found, ...(from !== undefined && { from }) },
  };
}

function elsewhere(policy: string, isExplicit: boolean): ErrorMeaning {
  const why = isExplicit ? 'has a Deny that matches' : 'has no Allow that matches';
  return {
    kind: 'other-policy',
    meaning: `The ${policy} ${why}, and is a gate of its own; this says nothing of the resource policy. Look at that one.`,
  };
}
