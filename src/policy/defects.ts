import type { Defect, DefectCode, Place } from '../model/policy.ts';
import { nearest } from '../text/nearest.ts';
import { display, originOf, type Text } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';

/** Collects what the model cannot hold. */
export class Defects {
  readonly found: Defect[] = [];

  add(code: DefectCode, place: Place, data: Readonly<Record<string, string>> = {}, more: Partial<Defect> = {}): void {
    this.found.push({ code, place, data, ...more });
  }

  /** Whether there is a defect cannot be known. */
  maybe(code: DefectCode, place: Place, because: readonly Unknown[]): void {
    this.found.push({ code, place, data: {}, because });
  }

  /** Names an element that the grammar does not have; gives the one that was probably meant. */
  misspelt(code: 'policy-element' | 'element', key: Text, names: readonly string[]): string | undefined {
    const written = display(key);
    const meant = nearest(written, names);
    this.add(code, originOf(key), {
      written,
      hint: meant ? `: did you mean ${meant}?` : `; it has ${names.join(', ')}.`,
    });
    return meant;
  }
}
