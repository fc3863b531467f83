import type { Location, Related, Scenario } from '../report/report.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';

export function placeOf({ file, start }: Location): string {
  return `${escaped(file)}:${start.line}:${start.column}`;
}

export function relatedLines(indent: string, { message, location }: Related, width: number): readonly string[] {
  return hanging(`${indent}${placeOf(location)} `, escaped(message), width);
}

/** How many scenarios are named where there are more than one beyond them. */
const maxScenarios = 3;

export function whenOf(scenarios: readonly Scenario[]): string {
  const texts = scenarios.map(({ text }) => `when ${escaped(text)}`);
  const more = texts.length - maxScenarios;
  return (more > 1 ? [...texts.slice(0, maxScenarios), `in ${more} more scenarios`] : texts).join(', or ');
}
