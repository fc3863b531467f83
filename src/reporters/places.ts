import type { Location, Related, Scenario } from '../report/report.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';

export function placeOf({ file, start }: Location): string {
  return `${escaped(file)}:${start.line}:${start.column}`;
}

export function relatedLines(indent: string, { message, location }: Related, width: number): readonly string[] {
  return hanging(`${indent}${placeOf(location)} `, escaped(message), width);
}

export function whenOf(scenarios: readonly Scenario[]): string {
  return `when ${scenarios.map(({ text }) => escaped(text)).join(', or when ')}`;
}
