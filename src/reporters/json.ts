import type {
  ApiRef,
  Coverage,
  Edit,
  Failure,
  Finding,
  FindingRoute,
  Location,
  NotAudited,
  Position,
  Related,
  Report,
  Scenario,
  Suggestion,
  Summary,
  Suppressed,
  Undecided,
} from '../report/report.ts';
import { escapedJson } from './escaped.ts';
import type { ReporterContext } from './reporter.ts';

// The keys are written out, so that their order and number are the schema's whatever a report was made of.

/** The report as `schema/report.schema.json` describes it. */
export function json(report: Report, { tool }: Pick<ReporterContext, 'tool'>): string {
  const document = {
    version: 1,
    tool: { name: tool.name, version: tool.version },
    findings: report.findings.map(finding),
    undecided: report.undecided.map(undecided),
    failures: report.failures.map(failure),
    notAudited: report.notAudited.map(notAudited),
    suppressed: report.suppressed.map(suppressed),
    summary: summary(report.summary),
  };
  return `${escapedJson(JSON.stringify(document, null, 2))}\n`;
}

export function finding(one: Finding): Finding {
  return {
    ruleId: one.ruleId,
    severity: one.severity,
    message: one.message,
    location: location(one.location),
    related: one.related.map(related),
    api: api(one.api),
    scenarios: one.scenarios.map(scenario),
    ...(one.routes && { routes: one.routes.map(route) }),
    suggestions: one.suggestions.map(suggestion),
    fingerprint: one.fingerprint,
    url: one.url,
  };
}

export function undecided({ rules, reason, location: at, api: of, scenarios }: Undecided): Undecided {
  return { rules, reason, location: location(at), api: api(of), scenarios: scenarios.map(scenario) };
}

export function failure({ message, location: at, related: places }: Failure): Failure {
  return { message, location: location(at), ...(places && { related: places.map(related) }) };
}

export function notAudited({ file, reason }: NotAudited): NotAudited {
  return { file, reason };
}

function suppressed({ by, reason, finding: one }: Suppressed): Suppressed {
  return { by, reason, finding: finding(one) };
}

export function location({ file, start, end, path }: Location): Location {
  return { file, start: position(start), end: position(end), ...(path !== undefined && { path }) };
}

function position({ line, column }: Position): Position {
  return { line, column };
}

function related({ message, location: at }: Related): Related {
  return { message, location: location(at) };
}

export function api({ id, name, endpoint, arn, account, region, stage }: ApiRef): ApiRef {
  return {
    id,
    name,
    endpoint,
    ...(arn !== undefined && { arn }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(stage !== undefined && { stage }),
  };
}

export function scenario({ text, where }: Scenario): Scenario {
  return { text, where };
}

function route({ stage, method, path, apiKey, scenarios }: FindingRoute): FindingRoute {
  return { stage, method, path, apiKey, scenarios: scenarios.map(scenario) };
}

function suggestion({ message, safe, edits }: Suggestion): Suggestion {
  return { message, safe, edits: edits.map(edit) };
}

function edit({ file, start, end, text }: Edit): Edit {
  return { file, start: position(start), end: position(end), text };
}

function summary(of: Summary): Summary {
  return {
    files: of.files,
    apis: of.apis,
    policies: of.policies,
    errors: of.errors,
    warnings: of.warnings,
    notes: of.notes,
    undecided: of.undecided,
    notAudited: of.notAudited,
    failures: of.failures,
    suppressed: of.suppressed,
    fixable: of.fixable,
    durationMs: of.durationMs,
    ...(of.coverage && { coverage: coverage(of.coverage) }),
  };
}

export function coverage({ accounts, regions, restApis, audited, notListed }: Coverage): Coverage {
  return { accounts, regions, restApis, audited, notListed };
}
