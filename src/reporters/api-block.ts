import type { ApiHead } from '../report/explanation.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';
import { type Paint, painter } from './paint.ts';
import { whenOf } from './places.ts';
import type { ReporterContext } from './reporter.ts';
import { undecidedTexts } from './statements-in-words.ts';

/** What the lines are laid out by. */
export interface Layout {
  readonly paint: Paint;
  /** Infinite where no terminal would break a line within words. */
  readonly width: number;
  /** Whether lists are given in full. */
  readonly debug: boolean;
}

export type TextContext = Pick<ReporterContext, 'color' | 'debug' | 'frames' | 'width'>;

export function layoutOf({ color, debug, width, frames }: TextContext): Layout {
  return { paint: painter(color), debug, width: frames ? width : Number.POSITIVE_INFINITY };
}

/** What stands for the routes of an HTTP API. */
export const HTTP_API = '  No resource policy governs an HTTP API: its authorizers alone decide.';

export const NO_API = 'There is no API Gateway REST API in these files.';

/** Blocks with an empty line between them. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Which API it is, where it stands, and in which scenarios. */
export function apiLines(api: ApiHead, { paint, width }: Layout): readonly string[] {
  const { location, scenarios, truncated } = api;
  const place = `${escaped(location.file)}:${location.start.line}`;
  return [
    ...hanging('', [paint('bold', nameOf(api)), kindOf(api), place].join(' · '), width),
    ...(scenarios.length > 0 ? hanging('  ', whenOf(scenarios), width) : []),
    ...undecidedTexts(truncated ? [truncated] : []).flatMap((text) => hanging('  ', paint('yellow', text), width)),
  ];
}

function nameOf({ id, name }: ApiHead): string {
  return name === null || name === id ? escaped(id) : `${escaped(name)} (${escaped(id)})`;
}

function kindOf({ kind, endpoint }: ApiHead): string {
  if (kind === 'http') return 'HTTP API';
  return kind === 'domain' ? 'private domain name' : (endpoint ?? 'endpoint type not known');
}
