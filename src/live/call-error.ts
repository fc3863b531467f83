/** What a call to AWS came to. */
type Kind = 'denied' | 'missing' | 'throttled' | 'rejected' | 'expired' | 'unknown-key' | 'lost' | 'stopped' | 'other';

/** A call that was not answered; AWS's own message is left out, since it may tell of the account. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly kind: Kind;
  /** As a clause: `GetStages was refused (AccessDeniedException)`. */
  readonly reason: string;

  /** With what to do about it, where something can be done. */
  constructor(kind: Kind, reason: string, advice?: string) {
    super(advice === undefined ? `${reason}.` : `${reason}: ${advice}.`);
    this.kind = kind;
    this.reason = reason;
  }

  /** Whether no later call would be answered there. */
  get isFinal(): boolean {
    return ['lost', 'expired', 'unknown-key', 'stopped'].includes(this.kind);
  }
}

export interface Call {
  readonly name: string;
  /** What a policy has to allow for it. */
  readonly action: string;
}

const denied = ['AccessDeniedException', 'AccessDenied', 'UnauthorizedException', 'UnauthorizedOperation'];
const expired = ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired'];
const unknownKey = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'AuthFailure',
  'OptInRequired',
  'SubscriptionRequiredException',
];
const unsigned = ['InvalidSignatureException', 'SignatureDoesNotMatch', 'RequestTimeTooSkewed', 'RequestInTheFuture'];
const unreachable = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EPROTO'];

/** Says what became of a call, and what to do. */
export function callError({ name, action }: Call, thrown: unknown, signal: AbortSignal): CallError {
  if (thrown instanceof CallError) return thrown;
  if (signal.aborted) return new CallError('stopped', `${name} was not made: the run was interrupted`, 'run it again');
  const { code, status, message } = detailsOf(thrown);
  if (expired.includes(code))
    return new CallError(
      'expired',
      `${name} was refused, because the credentials have expired (${code})`,
      'get new ones and run it again',
    );
  if (unknownKey.includes(code))
    return new CallError(
      'unknown-key',
      `${name} was refused, because the credentials are not known there (${code})`,
      'check them',
    );
  if (unsigned.includes(code))
    return new CallError(
      'lost',
      `${name} was refused, because its signature is not right (${code})`,
      'check the secret key and the clock of this machine',
    );
  if (code === 'CredentialsProviderError')
    return new CallError(
      'expired',
      `${name} was not made, because there are no credentials`,
      /\bsso\b/i.test(message)
        ? 'log in with aws sso login'
        : 'name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  if (denied.includes(code) || status === 403)
    return new CallError('denied', `${name} was refused (${code})`, `allow ${action}`);
  if (status === 404) return new CallError('missing', `${name} found nothing (${code})`);
  if (status === 429 || /^(?:Throttling|TooManyRequests|RequestLimitExceeded)/.test(code))
    return new CallError('throttled', `${name} was throttled to the last try (${code})`, 'ask less with --max-rps');
  if (unreachable.includes(code))
    return new CallError(
      'lost',
      `${name} did not reach its endpoint (${code})`,
      'check the Region, --endpoint-url and the network',
    );
  if (code === 'TimeoutError' || code === 'ETIMEDOUT')
    return new CallError('lost', `${name} got no answer in time`, 'check the network and run it again');
  if (thrown instanceof SyntaxError)
    return new CallError('other', `${name} was answered by something else than JSON`, 'run it again');
  if (status !== undefined && status >= 400 && status < 500)
    return new CallError('rejected', `${name} was rejected (${code})`);
  return new CallError('other', `${name} failed to the last try (${code})`, 'run it again');
}

function detailsOf(thrown: unknown): {
  readonly code: string;
  readonly status: number | undefined;
  readonly message: string;
} {
  if (!(thrown instanceof Error)) return { code: 'Error', status: undefined, message: '' };
  const { $metadata } = thrown as { readonly $metadata?: { readonly httpStatusCode?: number } };
  // a connection tells by its code, AWS by the name
  const { code = thrown.name } = thrown as NodeJS.ErrnoException;
  // whoever answers chooses the name
  const shown = /^\w{1,60}$/.test(code) ? code : 'Error';
  return { code: shown, status: $metadata?.httpStatusCode, message: thrown.message };
}
