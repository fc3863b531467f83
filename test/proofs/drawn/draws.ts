import type fc from 'fast-check';
import { runs } from '../../access/drawn.ts';

const seed = Number(process.env.SEED ?? Date.now() % 0x7fff_ffff);
process.stderr.write(`drawn with SEED=${seed}\n`);

/** Draws anew in each run: SEED repeats one, `npm run prove` draws a hundred times as many. */
export function draws<T>(usual: number): fc.Parameters<T> {
  return { numRuns: runs(usual), seed };
}
