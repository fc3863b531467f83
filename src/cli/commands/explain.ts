import { audit as auditFiles } from '../../answers/audit.ts';
import { explain as explainFiles, type Inquiry } from '../../answers/explain.ts';
import { readError } from '../../explain/error-message.ts';
import { parseNetwork } from '../../ip/network.ts';
import type { ErrorMeaning, Request } from '../../report/explanation.ts';
import { explanationJson } from '../../reporters/explanation-json.ts';
import { explanationText } from '../../reporters/explanation-text.ts';
import { reporters } from '../../reporters/index.ts';
import { rules as allRules } from '../../rules/index.ts';
import type { ExplainArguments } from '../arguments.ts';
import { CliError } from '../cli-error.ts';
import { endAnswer } from '../exit-code.ts';
import { expectation } from '../expectation.ts';
import { filesRead, namedIn, openInput } from '../input.ts';
import type { Io } from '../io.ts';
import { layoutFor, writeReport } from '../output.ts';
import { reporterContext } from '../reporter-context.ts';
import type { Tool } from '../tool.ts';

/** `ipaudit explain [FILE…]`: says who gets in, and returns the exit code. */
export async function explain(args: ExplainArguments, io: Io, tool: Tool): Promise<number> {
  const inquiry = inquiryOf(args);
  const { error } = inquiry;
  if (error?.rules) return explainCauses(args, error, error.rules, io, tool);
  // a message that says nothing of the policy needs no file
  const { files, load, log } = await openInput(error && !error.denial ? { ...args, files: [] } : args, io);
  const explanation = explainFiles(files, load, inquiry);
  await log.print(io, explanation.apis.length === 0);
  const layout = layoutFor(args, io);
  const text = args.format === 'json' ? explanationJson(explanation) : explanationText(explanation, layout);
  await writeReport(text, args, io, filesRead({ load }));
  const { answers = [], failures, notAudited } = explanation;
  const unread = notAudited.filter(namedIn(load));
  const fault = args.expect && expectation(args.expect, answers, unread);
  return endAnswer({ failures, unread, faults: fault === undefined ? [] : [fault] }, tool, io);
}

/** Of a message about the policy itself: what the rules find that can be its cause. */
async function explainCauses(
  args: ExplainArguments,
  error: ErrorMeaning,
  causes: readonly string[],
  io: Io,
  tool: Tool,
): Promise<number> {
  const { files, fs, load, log } = await openInput(args, io);
  const rules = Object.fromEntries(allRules.flatMap(({ id }) => (causes.includes(id) ? [] : [[id, 'off' as const]])));
  const report = auditFiles(files, { ...load, rules, homepage: tool.homepage });
  await log.print(io, report.summary.apis === 0);
  const { failures, notAudited } = report;
  const context = reporterContext(fs, args, io, tool, allRules);
  const text =
    args.format === 'json'
      ? explanationJson({ apis: [], error, causes: report, failures, notAudited })
      : `${explanationText({ apis: [], error, failures: [], notAudited: [] }, layoutFor(args, io))}\n${reporters.stylish(report, context)}`;
  await writeReport(text, args, io, filesRead({ load }));
  return endAnswer({ failures, unread: notAudited.filter(namedIn(load)), faults: [] }, tool, io);
}

function inquiryOf(args: ExplainArguments): Inquiry {
  const error = args.error === undefined ? undefined : readError(args.error);
  const denial = error?.denial;
  const from = args.from ?? denial?.from;
  if (denial && from === undefined)
    throw new CliError('the message of --error does not say where the request came from: add --from ADDRESS');
  const request = from === undefined ? undefined : requestOf(args, from);
  const told = denial && { method: denial.method, path: denial.path, stage: denial.stage };
  return {
    // a message that says nothing of the policy leaves nothing to ask of it
    ...(request && (!error || denial) && { request: { ...request, ...told } }),
    ...(error && { error }),
  };
}

function requestOf({ method, path, stage, caller, vpce, vpc }: ExplainArguments, from: string): Request {
  const address = parseNetwork(from);
  if (!address.valid) throw new CliError(`--from takes an IPv4 or IPv6 address, not '${from}'`);
  if (address.explicitPrefix && address.network !== address.single)
    throw new CliError(`--from takes one address, not '${from}': ipaudit who ${address.network} asks for all of them`);
  return {
    from: address.single.replace(/\/\d+$/, ''),
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(stage !== undefined && { stage }),
    ...(caller !== undefined && { caller }),
    ...(vpce !== undefined && { vpce }),
    ...(vpc !== undefined && { vpc }),
  };
}
