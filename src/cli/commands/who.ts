import { who as whoIn } from '../../answers/explain.ts';
import { parseNetwork } from '../../ip/network.ts';
import type { Admission, Admissions } from '../../report/admissions.ts';
import { admissionsJson } from '../../reporters/admissions-json.ts';
import { admissionsText } from '../../reporters/admissions-text.ts';
import type { WhoArguments } from '../arguments.ts';
import { CliError } from '../cli-error.ts';
import { endAnswer } from '../exit-code.ts';
import { expectation } from '../expectation.ts';
import { filesRead, namedIn, openInput } from '../input.ts';
import type { Io } from '../io.ts';
import { layoutFor, writeReport } from '../output.ts';
import type { Tool } from '../tool.ts';

/** `ipaudit who ADDRESS|CIDR [FILE…]`: says which APIs let it in, and returns the exit code. */
export async function who(args: WhoArguments, io: Io, tool: Tool): Promise<number> {
  const network = parseNetwork(args.network ?? '');
  if (!network.valid)
    throw new CliError(`'${args.network}' is no address and no CIDR: ipaudit who takes one, and then the files`);
  const { files, load, log } = await openInput(args, io);
  const admissions = whoIn(files, load, network.explicitPrefix ? network.network : network.single);
  await log.print(io, admissions.looked === 0);
  const text = args.format === 'json' ? admissionsJson(admissions) : admissionsText(admissions, layoutFor(args, io));
  await writeReport(text, args, io, filesRead({ load }));
  const { failures, notAudited } = admissions;
  const unread = notAudited.filter(namedIn(load));
  const fault = args.expect && expectation(args.expect, answersOf(admissions), unread);
  return endAnswer({ failures, unread, faults: fault === undefined ? [] : [fault] }, tool, io);
}

const OUTCOMES: Readonly<Record<Admission['extent'], string>> = {
  fully: 'allowed',
  partly: 'allowed in part',
  perhaps: 'undecided',
  none: 'denied',
};

function answersOf({ apis, never }: Admissions): Parameters<typeof expectation>[1] {
  return apis.map(({ admissions, ...api }) => ({
    ...api,
    unanswered: api.kind === 'http' ? 'no resource policy governs an HTTP API' : null,
    answers: admissions.map((one) => ({
      ...one,
      outcome: never !== null && one.door.via === 'internet' ? 'unroutable' : OUTCOMES[one.extent],
    })),
  }));
}
