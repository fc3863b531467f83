import { who as whoIn } from '../../audit/explain.ts';
import { parseNetwork } from '../../ip/network.ts';
import { admissionsText } from '../../reporters/admissions-text.ts';
import type { WhoArguments } from '../arguments.ts';
import { CliError } from '../cli-error.ts';
import { filesRead, openInput } from '../input.ts';
import type { Io } from '../io.ts';
import { layoutFor, writeReport } from '../output.ts';

/** `ipaudit who ADDRESS|CIDR [FILE…]`: says which APIs let it in, and returns the exit code. */
export async function who(args: WhoArguments, io: Io): Promise<number> {
  const network = parseNetwork(args.network ?? '');
  if (!network.valid)
    throw new CliError(`'${args.network}' is no address and no CIDR: ipaudit who takes one, and then the files`);
  const { files, load, log } = await openInput(args, io);
  const admissions = whoIn(files, load, network.explicitPrefix ? network.network : network.single);
  await log.print(io);
  await writeReport(admissionsText(admissions, layoutFor(args, io)), args, io, filesRead({ load }));
  return admissions.failures.length > 0 ? 2 : 0;
}
