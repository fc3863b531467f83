/** The Regions that have API Gateway, by partition; the first one of each is enabled for every account. */
const regions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    aws: [
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
      'af-south-1',
      'ap-east-1',
      'ap-east-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-6',
      'ap-southeast-7',
      'ca-central-1',
      'ca-west-1',
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'mx-central-1',
      'sa-east-1',
    ],
    'aws-cn': ['cn-north-1', 'cn-northwest-1'],
    'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
    'aws-iso': ['us-iso-east-1', 'us-iso-west-1'],
    'aws-iso-b': ['us-isob-east-1'],
    'aws-iso-e': ['eu-isoe-west-1'],
    'aws-eusc': ['eusc-de-east-1'],
  }),
);

const prefixes = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const;

/** The Region of the same partition that answers whatever the account has enabled. */
export function homeRegion(region: string): string {
  const partition = prefixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
  return regions.get(partition)?.[0] ?? region;
}

/** The Regions that are asked for: `all` are those of the partition. */
export function regionsOf(asked: readonly string[], partition: string): readonly string[] {
  return [...new Set(asked.flatMap((region) => (region === 'all' ? (regions.get(partition) ?? []) : [region])))];
}
