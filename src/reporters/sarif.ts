import type { Report } from '../report/report.ts';
import { escapedJson } from './escaped.ts';
import { coverage } from './json.ts';
import type { ReporterContext } from './reporter.ts';
import { leftOutText, notificationDescriptors, notificationsOf } from './sarif/notifications.ts';
import { resultMaker, selectResults } from './sarif/results.ts';
import { descriptorOf } from './sarif/rules.ts';
import { Uris } from './sarif/uris.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * SARIF 2.1.0, as GitHub code scanning reads it. The category of the run is left to whoever uploads it: one in the file
 * would win over theirs.
 */
export function sarif(report: Report, context: ReporterContext): string {
  const { tool, sources } = context;
  const rules = context.rules();
  const uris = new Uris(context);
  const { groups, leftOut } = selectResults(report.findings, uris);
  const results = groups.map(resultMaker(uris, rules, sources));
  const toolExecutionNotifications = notificationsOf(report, leftOut, uris);
  const { workingDirectory } = uris;
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            ...(tool.homepage && { informationUri: tool.homepage }),
            rules: rules.map(descriptorOf),
            notifications: notificationDescriptors,
          },
        },
        invocations: [
          {
            executionSuccessful: report.failures.length === 0,
            ...(workingDirectory && { workingDirectory: { uri: workingDirectory } }),
            toolExecutionNotifications,
            ...(report.summary.coverage && { properties: { coverage: coverage(report.summary.coverage) } }),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${escapedJson(JSON.stringify(log, null, 2))}\n`;
}

/** What the limits of code scanning keep out, in words; nothing where all is in. */
export function sarifOmission({ findings }: Report, context: ReporterContext): string | undefined {
  const { leftOut } = selectResults(findings, new Uris(context));
  return leftOut > 0 ? leftOutText(leftOut) : undefined;
}
