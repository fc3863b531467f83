import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { CallError } from './call-error.ts';
import { type Credentials, called, clientConfig, paged, type Wiring } from './connection.ts';
import { homeRegion } from './regions.ts';

/** Which accounts are asked for, and how they are entered. */
export interface Entrance {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly profile: string | undefined;
  /** Roles of other accounts, by their ARNs; none for the account of the credentials. */
  readonly roleArns: readonly string[];
  readonly externalId: string | undefined;
  /** The name of a role that every account of the organization has; undefined for no organization. */
  readonly organizationRole: string | undefined;
}

export interface Account {
  readonly id: string;
  readonly partition: string;
  readonly credentials: Credentials;
}

/**
 * The accounts that are asked for. The credentials are tried first: what AWS refuses afterwards is not for their being wrong.
 * Throws a CallError where they are, or where the organization does not list its accounts.
 */
export async function findAccounts(entrance: Entrance, region: string, wiring: Wiring): Promise<readonly Account[]> {
  const home = homeRegion(region);
  const own = await ownAccount(baseCredentials(entrance, home), home, wiring);
  const { roleArns, organizationRole } = entrance;
  if (organizationRole !== undefined) {
    const ids = await accountsOf(own, home, wiring);
    return ids.map((id) => {
      const arn = `arn:${own.partition}:iam::${id}:role/${organizationRole}`;
      return id === own.id ? own : assumed(own, id, arn, entrance, home, wiring);
    });
  }
  if (roleArns.length === 0) return [own];
  return roleArns.map((arn) => assumed(own, accountIn(arn), arn, entrance, home, wiring));
}

export function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** As the AWS CLI finds them: a profile that is named, else keys in the environment, else what is configured. */
function baseCredentials({ env, profile }: Entrance, region: string): Credentials {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (profile === undefined && accessKeyId && secretAccessKey)
    return async () => ({ accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) });
  // it warns on stderr of a profile beside keys in the environment, though the profile was named
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  return fromNodeProviderChain({ ...(profile !== undefined && { profile }), clientConfig: { region }, logger });
}

async function ownAccount(credentials: Credentials, home: string, wiring: Wiring): Promise<Account> {
  const client = new STSClient(clientConfig(home, credentials, wiring));
  const call = { name: 'GetCallerIdentity', action: 'sts:GetCallerIdentity' };
  try {
    const { Account: id = '', Arn = '' } = await called(call, wiring.signal, () =>
      client.send(new GetCallerIdentityCommand({}), { abortSignal: wiring.signal }),
    );
    const partition = Arn.split(':')[1] ?? '';
    if (!isAccount(id) || !/^aws[a-z-]*$/.test(partition))
      throw new CallError('other', 'GetCallerIdentity named no account', 'check --endpoint-url');
    return { id, partition, credentials };
  } finally {
    client.destroy();
  }
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
async function accountsOf(own: Account, home: string, wiring: Wiring): Promise<readonly string[]> {
  const client = new OrganizationsClient(clientConfig(home, own.credentials, wiring));
  const call = { name: 'ListAccounts', action: 'organizations:ListAccounts' };
  try {
    const accounts = await paged(call, async (NextToken) => {
      const { Accounts, NextToken: next } = await called(call, wiring.signal, () =>
        client.send(new ListAccountsCommand({ NextToken }), { abortSignal: wiring.signal }),
      );
      return { items: Accounts, next };
    });
    // what a closed or suspended account has answers nobody
    const active = accounts.filter(({ State, Status }) => (State ?? Status) === 'ACTIVE');
    return active.flatMap(({ Id = '' }) => (isAccount(Id) ? [Id] : [])).sort();
  } finally {
    client.destroy();
  }
}

function assumed(
  own: Account,
  id: string,
  arn: string,
  { externalId }: Entrance,
  home: string,
  wiring: Wiring,
): Account {
  const { credentials: masterCredentials, ...clientOptions } = clientConfig(home, own.credentials, wiring);
  const params = {
    RoleArn: arn,
    RoleSessionName: 'ipaudit',
    ...(externalId !== undefined && { ExternalId: externalId }),
  };
  const credentials = fromTemporaryCredentials({ masterCredentials, clientConfig: clientOptions, params });
  const call = { name: 'AssumeRole', action: `sts:AssumeRole on ${arn}, and let the role trust the caller` };
  return { id, partition: own.partition, credentials: shared(() => called(call, wiring.signal, credentials)) };
}

const ignore = (): void => {};

const isAccount = (id: string): boolean => /^\d{12}$/.test(id);

/** The same credentials for all Regions, until five minutes before they end. */
function shared(provide: Credentials): Credentials {
  let current: ReturnType<Credentials> | undefined;
  let ends = 0;
  return async () => {
    if (current === undefined || ends - Date.now() < 300_000) {
      ends = Number.POSITIVE_INFINITY;
      current = provide();
      try {
        ends = (await current).expiration?.getTime() ?? ends;
      } catch (error) {
        ends = 0;
        throw error;
      }
    }
    return current;
  };
}
