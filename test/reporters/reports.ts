import { urisFrom } from '../../src/cli/reporter-context.ts';
import type {
  Coverage,
  Failure,
  Finding,
  Location,
  NotAudited,
  Report,
  Suppressed,
  Undecided,
} from '../../src/report/report.ts';
import type { ReporterContext } from '../../src/reporters/reporter.ts';

/** A range on one line; `path` where the report would have it. */
export function place(file: string, line: number, column: number, length = 1): Location {
  return { file, start: { line, column }, end: { line, column: column + length } };
}

const api = { id: 'Api', name: 'shop', endpoint: 'REGIONAL' };
const LIVE = {
  ...api,
  arn: 'arn:aws:apigateway:eu-west-1::/restapis/a1',
  account: '111122223333',
  region: 'eu-west-1',
  stage: 'prod',
};

/** A finding with the least that one has; `with` says what is different. */
export function finding(different: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'no-broad-source',
    severity: 'error',
    message: 'Too broad.',
    location: place('a.yml', 1, 1),
    related: [],
    api,
    scenarios: [],
    suggestions: [],
    fingerprint: `v1:${'0'.repeat(24)}`,
    url: null,
    ...different,
  };
}

export function undecided(different: Partial<Undecided> = {}): Undecided {
  return {
    rules: ['valid-cidr'],
    reason: 'parameter P has no default',
    location: place('a.yml', 2, 3),
    api,
    scenarios: [],
    ...different,
  };
}

interface Parts {
  readonly findings?: readonly Finding[];
  readonly undecided?: readonly Undecided[];
  readonly failures?: readonly Failure[];
  readonly notAudited?: readonly NotAudited[];
  readonly suppressed?: readonly Suppressed[];
  readonly files?: number;
  readonly apis?: number;
  readonly coverage?: Coverage;
}

/** A report of these parts, counted. */
export function report(parts: Parts = {}): Report {
  const { findings = [], undecided: open = [], failures = [], notAudited = [], suppressed = [] } = parts;
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  return {
    findings,
    undecided: open,
    failures,
    notAudited,
    suppressed,
    summary: {
      files: parts.files ?? 1,
      apis: parts.apis ?? 1,
      policies: 1,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      undecided: open.length,
      notAudited: notAudited.length,
      failures: failures.length,
      suppressed: suppressed.length,
      fixable: 0,
      durationMs: 5,
      ...(parts.coverage && { coverage: parts.coverage }),
    },
  };
}

/** Every field in use, the optional ones too. */
export const FULL: Report = report({
  coverage: {
    accounts: ['111122223333'],
    regions: ['eu-west-1'],
    restApis: 3,
    audited: 2,
    notListed: ['HTTP', 'WebSocket'],
  },
  findings: [
    finding({
      location: { ...place('a.yml', 3, 5, 9), path: 'Resources.Api' },
      related: [{ message: 'used here', location: { ...place('b.yml', 7, 2), path: 'Parameters.P' } }],
      scenarios: [{ text: 'Env is prod', where: { Env: { is: ['prod'] }, Size: { not: ['big', ''] } } }],
      routes: [
        { stage: null, method: 'GET', path: '/pets', apiKey: false, scenarios: [] },
        {
          stage: 'prod',
          method: 'ANY',
          path: '/*',
          apiKey: null,
          scenarios: [{ text: 'Env is prod', where: { Env: { is: ['prod'] } } }],
        },
      ],
      suggestions: [{ message: 'Remove it', safe: true, edits: [{ ...place('a.yml', 3, 5, 9), text: '' }] }],
      url: 'https://example.com/docs/rules/no-broad-source.md',
    }),
    finding({
      severity: 'warning',
      fingerprint: `v1:${'f'.repeat(24)}:2`,
      api: { id: '', name: null, endpoint: null },
    }),
    finding({ severity: 'note', api: LIVE }),
  ],
  undecided: [undecided({ scenarios: [{ text: 'Env is not prod', where: { Env: { not: ['prod'] } } }] })],
  failures: [
    { message: 'broken', location: place('c.yml', 1, 1, 0) },
    {
      message: 'twice',
      location: place('d.yml', 2, 1, 3),
      related: [{ message: 'first', location: place('d.yml', 1, 1, 3) }],
    },
  ],
  notAudited: [{ file: 'sam.yml', reason: 'AWS SAM is not read yet' }],
  suppressed: [
    { by: 'comment', reason: 'on purpose', finding: finding() },
    { by: 'baseline', reason: '', finding: finding() },
  ],
});

/** How the reporter is called by default: to a pipe, over no files. */
export const PIPE: ReporterContext = {
  tool: { name: 'ipaudit', version: '1.2.3' },
  color: false,
  width: 80,
  frames: false,
  debug: false,
  sources: () => undefined,
  rules: () => [],
  ...urisFrom('/repository'),
  realPath: (file) => file,
};

/** On a terminal without colours, over these files. */
export function terminal(sources: Readonly<Record<string, string>>, width = 80): ReporterContext {
  const files = new Map(Object.entries(sources).map(([path, text]) => [path, { path, text }]));
  return { ...PIPE, frames: true, width, sources: (path) => files.get(path) };
}
